import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../src/database/open.js';
import { cli, type Repository } from '../helpers/repository.js';
import { hasMysql, hasPostgres, mysqlUrl, postgresUrl } from '../helpers/servers.js';
import { downPath, writtenProject } from '../helpers/written.js';

const sqlite = { dialect: 'sqlite' } as const;
const tables = Object.fromEntries(
  Array.from({ length: 15 }, (_, at) => [
    `t${at}`,
    `CREATE TABLE "t${at}" ("id" integer PRIMARY KEY, "name" text);\n--> statement-breakpoint\nCREATE INDEX "i${at}" ON "t${at}" ("name");`,
  ]),
);

/** Everything in the migrations folder. */
function files(repository: Repository): Record<string, string> {
  const folder = join(repository.folder, 'drizzle');
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function start(repository: Repository, args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    cwd: repository.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a whole run makes of it. */
function whole(repository: Repository): Record<string, string> {
  expect(repository.lockstep(['down', '--all'])).toMatchObject({ code: 0 });
  expect(repository.lockstep(['prove', '--all'])).toMatchObject({ code: 0 });
  return files(repository);
}

const isLeftover = (name: string): boolean => /^\..+\.(new|old)$/.test(name);

describe('killed at any moment', () => {
  test.each([
    ['down', '--all'],
    ['prove', '--all', '--fresh'],
  ])('%s leaves no half-written file, and the next run works', async (...args) => {
    const expected = whole(writtenProject(tables, sqlite));
    const repository = writtenProject(tables, sqlite);
    if (args[0] === 'prove') repository.lockstep(['down', '--all']);
    const before = files(repository);
    const begun = performance.now();
    repository.lockstep(args);
    const length = performance.now() - begun;

    for (let round = 0; round < 10; round++) {
      for (const name of Object.keys(files(repository))) if (!(name in before)) repository.remove(`drizzle/${name}`);
      for (const [name, text] of Object.entries(before)) repository.write(`drizzle/${name}`, text);
      const child = start(repository, args);
      const ended = once(child, 'exit');
      await pause(length * (0.3 + round * 0.08));
      child.kill('SIGKILL');
      await ended;
      for (const [name, text] of Object.entries(files(repository))) {
        if (!isLeftover(name)) expect([before[name], expected[name], withoutProof(expected[name])]).toContain(text);
      }
    }

    const made = whole(repository);
    for (const [name, text] of Object.entries(expected)) expect(made[name]).toBe(text);
  });
});

/** A down file as `lockstep down` leaves it. */
function withoutProof(text: string | undefined): string | undefined {
  return text?.replace(/-- Proof: .+\n/, '');
}

describe('Ctrl-C', () => {
  test.skipIf(process.platform === 'win32')('ends a migration that does not end, with nothing written', async () => {
    const repository = writtenProject(
      { users: 'CREATE TABLE "users" ("id" integer);', endless: 'SELECT pg_sleep(1000);' },
      {},
    );
    const child = start(repository, ['down']);
    const ended = once(child, 'exit');
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    while (!said.includes('down 2/2') && child.exitCode === null) await pause(50);
    await pause(500);

    child.kill('SIGINT');
    const [code, signal] = await ended;

    expect(code === 130 || signal === 'SIGINT').toBe(true);
    expect(existsSync(join(repository.folder, downPath('0000_users')))).toBe(false);
  });
});

describe('Ctrl-C while a server works ends with 130 and drops the scratch database', () => {
  const isPosix = process.platform !== 'win32';
  const mark = `m${process.pid}`;

  test.runIf(isPosix && hasPostgres())('on PostgreSQL', async () => {
    const repository = writtenProject({ endless: `SELECT pg_sleep(1000) AS ${mark};` });

    await interrupt(repository, 'postgresql', postgresUrl, {
      working: `SELECT datname AS name FROM pg_stat_activity WHERE query LIKE '%AS ${mark}%' AND pid <> pg_backend_pid()`,
      databases: 'SELECT datname AS name FROM pg_database',
    });
  });

  test.runIf(isPosix && hasMysql())('on MySQL', async () => {
    const repository = writtenProject({ endless: `SELECT sleep(1000) AS ${mark};` }, { dialect: 'mysql' });

    await interrupt(repository, 'mysql', mysqlUrl, {
      working: `SELECT db AS name FROM information_schema.processlist WHERE info LIKE '%AS ${mark}%' AND id <> connection_id()`,
      databases: 'SELECT schema_name AS name FROM information_schema.schemata',
    });
  });

  async function interrupt(
    repository: Repository,
    dialect: 'postgresql' | 'mysql',
    url: string,
    { working, databases }: { working: string; databases: string },
  ): Promise<void> {
    const observer = await openEngine(dialect, { projectFolder: resolve(import.meta.dirname, '../..'), url });
    onTestFinished(() => observer.close());
    repository.write(downPath('0000_endless'), 'SELECT 1;\n');
    const child = start(repository, ['prove'], { LOCKSTEP_PROOF_URL: url });
    const ended = once(child, 'exit');
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    let [scratch] = await observer.query(working);
    while (scratch === undefined && child.exitCode === null) {
      await pause(100);
      [scratch] = await observer.query(working);
    }

    child.kill('SIGINT');
    const [code] = await ended;

    expect(scratch).toBeDefined();
    expect({ code, said: said.trim() }).toEqual({ code: 130, said: 'Interrupted.' });
    const names = (await observer.query(databases)).map(({ name }) => name);
    expect(names).not.toContain(scratch?.name);
  }
});

describe('two at once', () => {
  test('prove the same project: one of them may have to be run again, and every file is whole', async () => {
    const expected = whole(writtenProject(tables, sqlite));
    const repository = writtenProject(tables, sqlite);
    repository.lockstep(['down', '--all']);

    const both = [start(repository, ['prove', '--all']), start(repository, ['prove', '--all'])];
    const ends = await Promise.all(both.map((child) => once(child, 'exit')));

    expect(ends.map(([code]) => code)).toContain(0);
    expect(files(repository)).toEqual(expected);
  });
});
