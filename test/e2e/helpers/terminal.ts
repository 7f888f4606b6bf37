import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { personalEnvironment } from './environment.js';
import { type Ended, run } from './run.js';

/** A line that was typed, and what came of it. */
export interface TypedLine extends Ended {
  line: string;
}

/** A terminal of somebody new to this: a folder of their own, git knows their name, packages come from `registry`. */
export class Terminal {
  /** Everything of this person lies in here. */
  readonly home: string;
  /** Where the next line is typed. */
  cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly lines: TypedLine[] = [];

  constructor(more: Record<string, string> = {}) {
    const folder = inject('folder');
    mkdirSync(folder, { recursive: true });
    this.home = mkdtempSync(join(folder, 'person-'));
    this.cwd = join(this.home, 'work');
    mkdirSync(this.cwd);
    const gitConfig = join(this.home, 'gitconfig');
    writeFileSync(
      gitConfig,
      '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n[advice]\n\tdetachedHead = false\n',
    );
    this.env = personalEnvironment({
      GIT_CONFIG_GLOBAL: gitConfig,
      GIT_CONFIG_NOSYSTEM: '1',
      npm_config_registry: inject('registry'),
      npm_config_cache: inject('npmCache'),
      // What the run has fetched once, it takes from the cache: without asking the registry whether it is still so.
      npm_config_prefer_offline: 'true',
      npm_config_yes: 'true',
      npm_config_update_notifier: 'false',
      ...more,
    });
  }

  /** Types one line, as a shell takes it, and waits for its end. */
  async type(line: string, more: { env?: Record<string, string>; timeout?: number } = {}): Promise<TypedLine> {
    const { env = {}, timeout } = more;
    const ended = await run(line, [], {
      cwd: this.cwd,
      env: { ...this.env, ...env },
      shell: true,
      ...(timeout === undefined ? {} : { timeout }),
    });
    const typed = { line, ...ended };
    this.lines.push(typed);
    return typed;
  }

  /** Types a line that has to succeed; fails with all that it printed. */
  async succeeds(line: string, env: Record<string, string> = {}): Promise<TypedLine> {
    const ended = await this.type(line, { env });
    expect(ended.code, `${line}\n${ended.output}`).toBe(0);
    return ended;
  }

  cd(folder: string): void {
    this.cwd = join(this.cwd, folder);
    this.lines.push({ line: `cd ${folder}`, code: 0, stdout: '', output: '' });
  }

  /** What git says, without the line being one of this person's. */
  async git(...args: string[]): Promise<string> {
    return (await run('git', args, { cwd: this.cwd, env: this.env })).stdout.trimEnd();
  }

  /** Takes away everything that this person made. */
  close(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Content of a file below the folder where the next line is typed. */
  read(path: string): string {
    return readFileSync(join(this.cwd, path), 'utf8');
  }
}
