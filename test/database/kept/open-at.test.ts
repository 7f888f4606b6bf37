import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type OpenAtOptions, type OpenedAt, openAt } from '../../../src/database/kept/open-at.js';
import { piecesOf } from '../../../src/database/pieces.js';
import type { ReplayedMigration } from '../../../src/database/replay.js';
import { hasMysql, hasPostgres, mysqlUrl, postgresUrl } from '../../helpers/servers.js';

const projectFolder = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'lockstep-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newCache = (): string => join(mkdtempSync(join(folder, 'cache-')), 'states');

const begun = newCache();
beforeAll(async () => {
  for (const dialect of ['postgresql', 'sqlite'] as const) {
    const empty = await openAt({ dialect, projectFolder, cache: begun, migrations: [], replay: { goOn: true } });
    await empty.release();
  }
  expect(statesIn(begun)).toEqual([]);
});

/** A cache with nothing but the empty databases. To make one of PostgreSQL takes longer than what is tested. */
function begunCache(): string {
  const cache = newCache();
  cpSync(begun, cache, { recursive: true });
  return cache;
}

const statesIn = (cache: string): string[] => readdirSync(cache).filter((name) => !name.startsWith('empty-'));
const migration = (tag: string, sql: string): ReplayedMigration => ({ tag, pieces: piecesOf(sql) });

/** Long enough to be worth keeping. */
const slow = {
  postgresql: 'select pg_sleep(0.15);',
  sqlite: 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500000) select max(i) from n;',
};
type Embedded = keyof typeof slow;

const histories: Record<Embedded, ReplayedMigration[]> = {
  postgresql: [
    migration('0000_users', 'create table users (id serial primary key, name text); grant select on users to app;'),
    migration('0001_fails', 'alter table nobody add column x int;'),
    migration('0002_rows', `insert into users (name) values ('a'), ('b'); ${slow.postgresql}`),
    migration('0003_index', 'create index users_name on users (name);'),
  ],
  sqlite: [
    migration('0000_users', 'create table users (id integer primary key autoincrement, name text);'),
    migration('0001_fails', 'alter table nobody add column x int;'),
    migration('0002_rows', `insert into users (name) values ('a'), ('b'); ${slow.sqlite}`),
    migration('0003_index', 'create index users_name on users (name);'),
  ],
};

const opened: OpenedAt[] = [];
afterAll(async () => {
  for (const one of opened) await one.release();
});

async function open(dialect: Embedded, cache: string | null, options: Partial<OpenAtOptions> = {}): Promise<OpenedAt> {
  const migrations = histories[dialect];
  const one = await openAt({ dialect, projectFolder, cache, migrations, replay: { goOn: true }, ...options });
  opened.push(one);
  return one;
}

/** Everything that two databases can differ in for a caller. */
async function contentOf({ engine, catalog, applied, failures }: OpenedAt): Promise<unknown> {
  const rows = await engine.query('select * from users order by id');
  await engine.run("insert into users (name) values ('next')");
  const next = await engine.query("select id from users where name = 'next'");
  return { catalog: [...catalog], applied, failures, rows, next };
}

describe.each(['postgresql', 'sqlite'] as const)('a kept state of %s', (dialect) => {
  const cache = newCache();
  let content: unknown;

  beforeAll(async () => {
    const cold = await open(dialect, cache);
    expect(cold.kept).toBe(0);
    expect(cold.failures.map(({ tag }) => tag)).toEqual(['0001_fails']);
    content = await contentOf(cold);
    await cold.release();
  });

  test('is the database that a replay gives, and runs no migration', async () => {
    const told: string[] = [];
    const warm = await open(dialect, cache, { progress: (tag) => told.push(tag) });

    expect(warm.kept).toBe(4);
    expect(told).toEqual([]);
    expect(await contentOf(warm)).toEqual(content);
    await warm.release();
    await warm.release();
  });

  test('is not changed by what is done to the database', async () => {
    const one = await open(dialect, cache);
    await one.engine.run('drop table users');
    await one.release();

    expect(await contentOf(await open(dialect, cache))).toEqual(content);
  });

  test('serves the migrations that come after it', async () => {
    const told: string[] = [];
    const more = [...histories[dialect], migration('0004_posts', 'create table posts (id int);')];
    const one = await open(dialect, cache, {
      migrations: more,
      progress: (tag, at, of) => told.push(`${tag} ${at}/${of}`),
    });

    expect(one.kept).toBe(4);
    expect(told).toEqual(['0004_posts 4/5']);
    expect(one.catalog.has('table posts')).toBe(true);
    expect(one.applied).toEqual(['0000_users', '0002_rows', '0003_index', '0004_posts']);
  });

  test('serves no history that differs before it, and an edited one from before the edit', async () => {
    const own = begunCache();
    const edited = [...histories[dialect]];
    edited[3] = migration('0003_index', `create index other_name on users (name); ${slow[dialect]}`);
    const first = await open(dialect, own, { migrations: edited });
    const began = await open(dialect, own, { migrations: histories[dialect].slice(0, 3) });
    edited[3] = migration('0003_index', 'create index third_name on users (name);');
    const second = await open(dialect, own, { migrations: edited });

    expect([first.kept, began.kept, second.kept]).toEqual([0, 0, 3]);
    expect([...first.catalog.keys()]).toContain('index users.other_name');
    expect([...second.catalog.keys()].filter((key) => key.startsWith('index'))).toEqual(['index users.third_name']);
  });

  test('that is damaged is noticed, and made again', async () => {
    const damaged = begunCache();
    await (await open(dialect, damaged)).release();
    const path = join(damaged, statesIn(damaged)[0] ?? '');
    const bytes = readFileSync(path);
    for (const change of [
      (all: Buffer) => all.subarray(0, all.length - 100),
      flippedInTheMiddle,
      () => Buffer.alloc(0),
    ]) {
      writeFileSync(path, change(Buffer.from(bytes)));

      const one = await open(dialect, damaged);

      expect(one.kept).toBe(0);
      expect(await contentOf(one)).toEqual(content);
      expect(readFileSync(path).length).toBeGreaterThan(1000);
      await one.release();
    }
    expect((await open(dialect, damaged)).kept).toBe(4);
  });

  test('is not needed: nothing is kept where nothing can be written', async () => {
    const file = join(mkdtempSync(join(folder, 'file-')), 'file');
    writeFileSync(file, '');

    const one = await open(dialect, join(file, 'states'));

    expect(one.kept).toBe(0);
    expect(await contentOf(one)).toEqual(content);
  });

  test('is not made of a history that ends with a failure', async () => {
    const other = begunCache();
    const one = await open(dialect, other, { replay: {} });

    expect([one.applied, one.failures.length]).toEqual([['0000_users'], 1]);
    expect(statesIn(other)).toEqual([]);
  });

  describe('and other processes', () => {
    const script = join(folder, `${dialect}.mjs`);

    beforeAll(async () => {
      await build({
        stdin: {
          contents: `import { openAt } from './src/database/kept/open-at.js';
            const { cache, ...options } = JSON.parse(process.argv[2]);
            const one = await openAt({ ...options, cache });
            const rows = await one.engine.query('select * from users order by id');
            console.log(JSON.stringify({ kept: one.kept, rows, keys: [...one.catalog.keys()] }));
            if (process.argv[3] === 'stay') await new Promise(() => setInterval(() => undefined, 1000));
            await one.release();`,
          resolveDir: projectFolder,
        },
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: script,
        logLevel: 'warning',
      });
    });

    const start = (used: string, ...more: string[]): ChildProcess => {
      const options = { dialect, projectFolder, cache: used, migrations: histories[dialect], replay: { goOn: true } };
      const child = spawn(process.execPath, [script, JSON.stringify(options), ...more], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    };

    test('is used by several at once', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => lineOf(start(cache))));

      const keys = [...(await open(dialect, cache)).catalog.keys()];
      for (const answer of answers) {
        expect(answer).toEqual({
          kept: 4,
          rows: [
            { id: 1, name: 'a' },
            { id: 2, name: 'b' },
          ],
          keys,
        });
      }
    });

    test('is there and right after one that used it was killed', async () => {
      const child = start(cache, 'stay');
      await lineOf(child);
      child.kill('SIGKILL');
      await ended(child);

      const one = await open(dialect, cache);

      expect(one.kept).toBe(4);
      expect(await contentOf(one)).toEqual(content);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`lockstep-database-${child.pid}-`))).toEqual([]);
    });

    test('is whole or missing after one that wrote it was killed', async () => {
      const other = begunCache();
      const child = start(other);
      const isWriting = (): boolean =>
        entries(other).some((name) => name.endsWith('.tmp') && !name.startsWith('empty-'));
      while (child.exitCode === null && !isWriting()) await new Promise((done) => setImmediate(done));
      child.kill('SIGKILL');
      await ended(child);

      const one = await open(dialect, other);

      expect(await contentOf(one)).toEqual(content);
      expect(entries(other).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });
  });
});

test('a migration has a session of its own, so that it does the same after a kept state', async () => {
  const cache = begunCache();
  const set = migration('0000_set', `create schema other; set search_path to other; ${slow.postgresql}`);
  const history = [set, migration('0001_table', 'create table t (id int);')];

  const cold = await open('postgresql', null, { migrations: history });
  await (await open('postgresql', cache, { migrations: [set] })).release();
  const warm = await open('postgresql', cache, { migrations: history });

  expect(warm.kept).toBe(1);
  expect([...cold.catalog.keys()]).toContain('table t');
  expect([...warm.catalog]).toEqual([...cold.catalog]);
});

test('a state serves no other extensions, ledger or kind of replay', async () => {
  const cache = begunCache();
  await (await open('sqlite', cache)).release();
  const others: Partial<OpenAtOptions>[] = [
    { ledger: { schema: '', table: 'applied' } },
    { replay: { goOn: true, pragmas: 'inside' } },
  ];
  for (const other of others) expect((await open('sqlite', cache, other)).kept).toBe(0);

  await (await open('postgresql', cache)).release();
  const extended = await open('postgresql', cache, { sql: ['create extension citext'] });
  expect(extended.kept).toBe(0);
  await extended.engine.run('create extension citext');
});

test('a database with an unlogged table is not kept: opened again, the table would be empty', async () => {
  const cache = begunCache();
  const history = [
    migration('0000_a', `create unlogged table users (id int); insert into users values (1); ${slow.postgresql}`),
  ];
  await (await open('postgresql', cache, { migrations: history })).release();

  const again = await open('postgresql', cache, { migrations: history });

  expect(await again.engine.query('select * from users')).toEqual([{ id: 1 }]);
  expect(statesIn(cache)).toEqual([]);
});

test('a SQLite database that logs ahead is kept with what is in its log', async () => {
  const cache = begunCache();
  const wal = migration('0000_wal', `create table users (id int);`);
  wal.pieces.unshift({ sql: 'commit; pragma journal_mode = wal; begin', line: 1 });
  const history = [wal, migration('0001_rows', `insert into users values (1); ${slow.sqlite}`)];
  await (await open('sqlite', cache, { migrations: history })).release();

  const warm = await open('sqlite', cache, { migrations: history });

  expect(warm.kept).toBe(2);
  expect(await warm.engine.query('select * from users')).toEqual([{ id: 1 }]);
});

test.skipIf(!hasPostgres())('on a PostgreSQL server all is replayed and nothing kept', async () => {
  const cache = newCache();
  const migrations = [
    migration('0000_set', 'set search_path to nowhere'),
    migration('0001_a', 'create table a (id int)'),
  ];
  const one = await open('postgresql', cache, { migrations, url: postgresUrl });

  expect([...one.catalog.keys()]).toContain('table a');
  expect(entries(cache)).toEqual([]);
});

test.skipIf(!hasMysql())('on a MySQL server all is replayed and nothing kept', async () => {
  const cache = newCache();
  const migrations = [migration('0000_a', 'create table a (id int)')];
  const one = await openAt({ dialect: 'mysql', projectFolder, cache, migrations, url: mysqlUrl });
  opened.push(one);

  expect([...one.catalog.keys()]).toContain('table a');
  expect(entries(cache)).toEqual([]);
});

function flippedInTheMiddle(all: Buffer): Buffer {
  const middle = all.length >> 1;
  all[middle] = (all[middle] ?? 0) ^ 1;
  return all;
}

function entries(of: string): string[] {
  try {
    return readdirSync(of);
  } catch {
    return [];
  }
}

/** What a process says first. */
function lineOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolved, rejected) => {
    let text = '';
    child.stdout?.on('data', (part) => {
      text += String(part);
      if (text.includes('\n')) resolved(JSON.parse(text));
    });
    child.on('exit', (code) => rejected(new Error(`It ended with ${code} and said: ${text}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => child.once('exit', () => done()));
}
