import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Finding } from '../../src/finding.js';
import { type CheckOptions, check } from '../../src/guard/check.js';
import { evaluateConfig } from '../../src/schema/evaluate-config.js';

export const repositoryRoot = resolve(import.meta.dirname, '../..');
/** The built command. */
export const cli = join(repositoryRoot, 'dist/cli.js');

const gitEnvironment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** A real git repository in a temporary folder, removed after the test. */
export class Repository {
  readonly folder: string;

  /** @param from a repository to begin as a copy of. */
  constructor(name = 'repository', from?: string) {
    const parent = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    this.folder = join(parent, name);
    if (from !== undefined) {
      cpSync(from, this.folder, { recursive: true, verbatimSymlinks: true });
      return;
    }
    mkdirSync(this.folder);
    this.git('init', '-q', '-b', 'main');
    this.write('.gitignore', 'node_modules\n');
  }

  /** Runs git; throws with its output when it fails. */
  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      env: gitEnvironment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs git and returns how it ended, with all that it and its hooks printed. */
  tryGit(...args: string[]): { code: number; output: string } {
    const result = spawnSync('git', args, { cwd: this.folder, env: gitEnvironment, encoding: 'utf8' });
    return { code: result.status ?? -1, output: result.stdout + result.stderr };
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  /** Makes drizzle's packages of this repository, or those in `packages`, importable in `folder`, without an install. */
  install(folder = '', packages = join(repositoryRoot, 'node_modules')): void {
    const modules = join(this.folder, folder, 'node_modules');
    mkdirSync(modules, { recursive: true });
    for (const name of ['drizzle-kit', 'drizzle-orm'])
      symlinkSync(join(packages, name), join(modules, name), 'junction');
    shareStates(modules);
  }

  /** Runs the built command in `folder`. */
  lockstep(
    args: string[],
    folder = '',
    env: Record<string, string> = {},
  ): { code: number; stdout: string; stderr: string } {
    const result = spawnSync(process.execPath, [cli, ...args], {
      cwd: join(this.folder, folder),
      env: { ...gitEnvironment, ...env },
      encoding: 'utf8',
      input: '',
    });
    return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
  }

  /** The findings of a check, as a list. */
  async findings(of: CheckOptions['of']): Promise<Finding[]> {
    const { report } = await check({ root: this.folder, of, evaluateConfig, now: Date.now() });
    return report.projects.flatMap((project) => project.findings);
  }

  /** The names of the rules that a check of the staged files breaks. */
  async stagedRules(): Promise<string[]> {
    return (await this.findings({ tree: 'index' })).map((finding) => finding.rule);
  }

  /** Everything that git and the disk hold, to show that a check changes nothing. */
  state(): string {
    return [
      this.git('status', '--porcelain=v2', '-z'),
      this.git('ls-files', '--stage'),
      this.git('stash', 'list'),
    ].join('\n---\n');
  }
}

/** Where databases are kept, in one place for all tests: to make an empty one takes seconds. */
export function keptStates(): string {
  const states = join(repositoryRoot, 'node_modules/.cache/lockstep-tests/states');
  mkdirSync(states, { recursive: true });
  return states;
}

function shareStates(modules: string): void {
  const cache = join(modules, '.cache/drizzle-lockstep');
  mkdirSync(cache, { recursive: true });
  symlinkSync(keptStates(), join(cache, 'states'), 'junction');
}
