import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Catalog, readCatalog } from '../../src/database/catalog.js';
import type { Engine } from '../../src/database/engine.js';
import { piecesOf } from '../../src/database/pieces.js';
import { fitsTransaction, NeedsCommit, onCopy, onTransaction } from '../../src/rollback/stage.js';
import type { StateOptions } from '../../src/rollback/state.js';
import { type Left, type Stop, walk } from '../../src/rollback/walk.js';
import { parseOperations } from '../../src/sql/parse-operations.js';
import { emptyDatabase } from '../database/engines.js';

const projectFolder = resolve(import.meta.dirname, '../..');
const script = (sql: string) => ({ tag: '0001_it', pieces: piecesOf(sql) });
const keys = async (engine: Engine) => [...(await readCatalog(engine)).keys()];

describe('on a transaction', () => {
  let engine: Engine;
  let before: Catalog;
  beforeAll(async () => {
    engine = await emptyDatabase('postgresql');
    await engine.run("CREATE TABLE users (id int); CREATE TYPE mood AS ENUM ('sad')");
    before = await readCatalog(engine);
  });

  test('everything is taken back', async () => {
    const inside = await onTransaction(engine, async (stage) => {
      expect(await stage.apply(script('DROP TABLE users; CREATE TABLE posts (id int)'))).toBeNull();
      return keys(stage.engine);
    });

    expect(inside).toContain('table posts');
    expect(await readCatalog(engine)).toEqual(before);
  });

  test('a script that fails is taken back alone, and the stage goes on', async () => {
    await onTransaction(engine, async (stage) => {
      const failure = await stage.apply(script('CREATE TABLE posts (id int); SELECT no_such()'));
      expect(failure).toMatchObject({ code: '42883', isPartial: false });
      expect(await keys(stage.engine)).not.toContain('table posts');
      expect(await stage.apply(script('CREATE TABLE notes (id int)'))).toBeNull();
    });

    expect(await readCatalog(engine)).toEqual(before);
  });

  test('what is done aside is taken back, and what was done before stays', async () => {
    await onTransaction(engine, async (stage) => {
      await stage.apply(script('CREATE TABLE posts (id int)'));
      await stage.aside(() => stage.engine.run('DROP TABLE posts'));
      await expect(stage.aside(() => stage.engine.run('SELECT no_such()'))).rejects.toThrow('no_such');

      expect(await keys(stage.engine)).toContain('table posts');
    });
  });

  test('what throws is taken back, too', async () => {
    const work = onTransaction(engine, async (stage) => {
      await stage.apply(script('DROP TABLE users'));
      throw new Error('stopped');
    });

    await expect(work).rejects.toThrow('stopped');
    expect(await readCatalog(engine)).toEqual(before);
  });

  test('what sequences counted, which a rollback leaves, is taken back, too', async () => {
    await engine.run('CREATE SEQUENCE "Se""q"; CREATE SEQUENCE fresh');
    await engine.query(`SELECT setval('"Se""q"', 5)`);
    await onTransaction(engine, async (stage) => {
      await stage.apply(script(`SELECT nextval('"Se""q"'); SELECT nextval('fresh'); CREATE SEQUENCE gone`));
    });

    const next = await engine.query(`SELECT nextval('"Se""q"') AS a, nextval('fresh') AS b`);
    await engine.run('DROP SEQUENCE "Se""q", fresh');
    expect(next.map(({ a, b }) => [Number(a), Number(b)])).toEqual([[6, 1]]);
  });

  test.each([
    ['runs in no transaction', 'VACUUM users'],
    [
      'uses a value that must be committed first',
      "ALTER TYPE mood ADD VALUE 'ok'; CREATE TABLE t (m mood DEFAULT 'ok')",
    ],
  ])('a script that %s needs another stage', async (_, sql) => {
    await expect(onTransaction(engine, (stage) => stage.apply(script(sql)))).rejects.toThrow(NeedsCommit);

    expect(await readCatalog(engine)).toEqual(before);
  });

  test.each([
    ['CREATE TABLE t (a int)', true],
    ['CREATE INDEX i ON users (id)', true],
    ['CREATE INDEX CONCURRENTLY i ON users (id)', false],
    ['DROP INDEX CONCURRENTLY i', false],
    ['BEGIN; CREATE TABLE t (a int); COMMIT', false],
    ['VACUUM', false],
    ['CALL tidy_up()', false],
    ['DO $$ BEGIN CREATE TABLE t (a int); END $$', true],
    ["DO $$ BEGIN EXECUTE 'COMMIT'; END $$", false],
  ])('%s fits into one: %s', async (sql, fits) => {
    expect(fitsTransaction(await parseOperations('postgresql', sql), before)).toBe(fits);
  });
});

test('on a copy: the SQLite database itself is not touched, rows included', async () => {
  const engine = await emptyDatabase('sqlite');
  await engine.run("CREATE TABLE users (name text); INSERT INTO users VALUES ('a')");

  await onCopy(engine, projectFolder, async (stage) => {
    expect(await stage.engine.query('SELECT name FROM users')).toEqual([{ name: 'a' }]);
    await stage.apply(script('DROP TABLE users'));
    expect(await keys(stage.engine)).toEqual([]);
  });

  expect(await engine.query('SELECT name FROM users')).toEqual([{ name: 'a' }]);
});

describe('a walk', () => {
  const history = [
    { tag: '0', sql: 'CREATE TABLE a (id int)' },
    { tag: '1', sql: 'CREATE TABLE b (id int)' },
    { tag: '2', sql: 'CREATE TABLE oops (' },
    { tag: '3', sql: 'CREATE TABLE c (id int)' },
    { tag: '4', sql: 'CREATE TABLE d (id int)' },
  ];
  const options: StateOptions = { dialect: 'sqlite', projectFolder, cache: null, url: undefined, sql: [] };

  /** What each stop saw before it. */
  async function seen(stops: string[], leave: (stop: Stop) => Promise<Left>): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    await walk(options, history, new Set(stops), async (stop) => {
      expect([...stop.before.keys()]).toEqual(await keys(stop.engine));
      found[stop.migration.tag] = (await keys(stop.engine))
        .filter((key) => key.startsWith('table '))
        .map((key) => key.replace('table ', ''))
        .join('');
      return leave(stop);
    });
    return found;
  }

  test.each<[string, (stop: Stop) => Promise<Left>]>([
    ['leave the database as it was', async () => ({ as: 'before' })],
    [
      'have applied the migration',
      async ({ engine, migration }) => {
        if (migration.tag === '2') return { as: 'before' };
        await engine.run(migration.sql);
        return { as: 'after', catalog: await readCatalog(engine) };
      },
    ],
    [
      'leave something else',
      async ({ engine }) => {
        await engine.run('DROP TABLE IF EXISTS a; CREATE TABLE rubbish (id int)');
        return { as: 'something else' };
      },
    ],
  ])('stops %s: each sees the schema before its own migration, without those that fail', async (_, leave) => {
    expect(await seen(['0', '1', '3', '4'], leave)).toEqual({ 0: '', 1: 'a', 3: 'ab', 4: 'abc' });
    expect(await seen(['1', '4'], leave)).toEqual({ 1: 'a', 4: 'abc' });
  });

  test('says which migrations failed before, and can open another database at the same place', async () => {
    let failed: string[] = [];
    let other: string[] = [];
    await walk(options, history, new Set(['4']), async (stop) => {
      failed = stop.failures.map(({ tag }) => tag);
      await stop.engine.run('DROP TABLE a');
      const again = await stop.reopen();
      other = await keys(again.engine);
      await again.release();
      return { as: 'something else' };
    });

    expect(failed).toEqual(['2']);
    expect(other).toContain('table a');
  });

  test('without a stop opens nothing', async () => {
    expect(await seen(['9'], async () => ({ as: 'before' }))).toEqual({});
  });
});
