import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { isToBeApproved } from '../../../src/cli/formats/parts.js';
import type { Report } from '../../../src/finding.js';
import { findingName } from '../../../src/review/approvals.js';
import { codeOf, isCommand, isUnknown } from './agents-code.js';

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  NO_UPDATE_NOTIFIER: '1',
};

/** A project with instructions for every agent, and all that was run in it. */
export class Instructed {
  readonly root: string;
  readonly ran = new Set<string>();

  constructor(folder = '') {
    const top = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-agents-')));
    this.root = join(top, folder);
    afterAll(() => rmSync(top, { recursive: true, force: true }));
  }

  /** Runs a line of the shell that is no command of the instructions; it finds what is installed without npx. */
  sh(line: string): string {
    return this.#run(line, { ...env, PATH: `${join(this.root, 'node_modules/.bin')}${delimiter}${process.env.PATH}` });
  }

  #run(line: string, env: NodeJS.ProcessEnv): string {
    try {
      return execFileSync('sh', ['-c', line], { cwd: this.root, env, encoding: 'utf8', input: '', stdio: 'pipe' });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${line}\n${stdout}\n${stderr}`);
    }
  }

  /** Runs the command that the instructions have, to the letter. */
  run(line: string): string {
    this.ran.add(line);
    return this.#run(line, env);
  }

  /** Runs a command of the instructions that makes a migration, in which the review finds what a person may accept. */
  runUntilReview(line: string): void {
    this.ran.add(line);
    expect(this.#run(`${line} || test $? -eq 1`, env)).toContain('Approve by name what is meant');
  }

  /** Accepts every error of the review with the command that the instructions have for one, as a person would. */
  approveAll(line: string, example: string): void {
    this.ran.add(line);
    const report: Report = JSON.parse(this.sh('lockstep review --format json || test $? -eq 1'));
    const open = report.projects.flatMap(({ findings }) => findings).filter(isToBeApproved);
    const named = open.map(({ migration = '', rule, target = '' }) => ({ migration, name: findingName(rule, target) }));
    expect(named.map(({ name }) => name)).toContain(example);
    const filledIn = line.replace('…', 'the instructions want it');
    for (const { migration, name } of named) {
      this.#run(filledIn.replace('TAG', migration).replace(example, name), env);
    }
  }

  files(): string[] {
    const tops = ['AGENTS.md', '.claude', '.cursor', '.opencode'];
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .filter((path) => tops.includes(path.split(/[\\/]/)[0] ?? '') && /\.mdc?$/.test(path))
      .sort();
  }

  /** Runs what goes on until it is stopped, waits until it says `ready`, and stops it. */
  startAndStop(line: string, port: string, ready: RegExp): Promise<void> {
    this.ran.add(line);
    return startAndStop(this.root, line + port, ready);
  }

  append(folder: string, name: RegExp, text: string): void {
    const path = readdirSync(join(this.root, folder), { recursive: true, encoding: 'utf8' }).find((one) =>
      name.test(one),
    );
    appendFileSync(join(this.root, folder, path ?? ''), text);
  }

  expectAllRun(): void {
    const texts = this.files().map((path) => readFileSync(join(this.root, path), 'utf8'));
    expect(texts.length).toBe(8);
    for (const text of texts) expect(text).not.toMatch(/\{\{|<[a-z-]+>|undefined|\bnull\b/);
    const code = new Set(texts.flatMap(codeOf));
    expect([...code].filter(isUnknown)).toEqual([]);
    expect([...code].filter(isCommand).sort()).toEqual([...this.ran].sort());
  }
}

/** Starts what runs until it is stopped, waits until it says `ready`, and stops it. */
function startAndStop(root: string, line: string, ready: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn('sh', ['-c', line], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (ready.test(said) && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('close', () => (ready.test(said) ? done() : fail(new Error(`${line}\n${said}`))));
  });
}
