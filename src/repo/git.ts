import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LockstepError } from '../errors.js';

/** A git repository that has a working tree. */
export interface Repository {
  /** Absolute path of the working tree's top folder. */
  top: string;
}

/**
 * The repository that `folder` lies in, or `null`. Looks for `.git` (a folder, or a file in worktrees and
 * submodules) upwards, without starting git: the hook's path pays for every process.
 */
export function findRepository(folder: string): Repository | null {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return { top: current };
    if (dirname(current) === current) return null;
  }
}

/** Like findRepository, but a LockstepError (exit 2) where there is none. `purpose` names what needs git. */
export function requireRepository(folder: string, purpose: string): Repository {
  const repository = findRepository(folder);
  if (repository === null) {
    throw new LockstepError(`${purpose} needs a git repository with a working tree, and ${folder} is not in one.`, {
      fix: 'Run git init, or run lockstep check without --staged and --commit to check the files as they are.',
    });
  }
  return repository;
}

/** Loaded with the first process: a command that starts none begins sooner. */
function childProcess(): typeof import('node:child_process') {
  return process.getBuiltinModule('node:child_process');
}

/** What a git process printed. */
export interface GitResult {
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** Runs git with `args` in `folder`, feeding it `input`. A missing git is a LockstepError; an exit code is a result. */
export function runGit(folder: string, args: string[], input?: string): Promise<GitResult> {
  return new Promise((done, fail) => {
    const child = childProcess().spawn('git', args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (cause) => fail(cannotStartGit(cause)));
    child.on('close', (code) =>
      done({ code: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Runs git and returns its stdout; an exit code other than 0 is a LockstepError with what git said. */
export async function git(folder: string, args: string[], input?: string): Promise<Buffer> {
  return stdoutOf(args, await runGit(folder, args, input));
}

/** Like git, but waits for it: for what is looked up late, in the middle of a function that returns a value. */
export function gitNow(folder: string, args: string[]): Buffer {
  const result = childProcess().spawnSync('git', args, { cwd: folder, windowsHide: true, maxBuffer: 2 ** 30 });
  if (result.error) throw cannotStartGit(result.error);
  return stdoutOf(args, { code: result.status ?? 1, stdout: result.stdout, stderr: result.stderr.toString() });
}

function stdoutOf([command = '']: string[], { code, stdout, stderr }: GitResult): Buffer {
  if (code === 0) return stdout;
  throw new LockstepError(`git ${command} failed: ${stderr.trim() || `exit code ${code}`}`, {
    fix: 'Run git status in this folder and mend what it reports.',
  });
}

/** The parts of NUL-terminated git output. */
export function splitNul(output: Buffer): string[] {
  const parts = output.toString('utf8').split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

export function cannotStartGit(cause: unknown): LockstepError {
  return new LockstepError('git could not be started.', {
    fix: 'Install git and make sure that it is on the PATH.',
    cause,
  });
}
