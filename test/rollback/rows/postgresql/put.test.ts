import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCatalog } from '../../../../src/database/catalog.js';
import type { Engine } from '../../../../src/database/engine.js';
import { putRows, readRows } from '../../../../src/rollback/rows/index.js';
import { emptyDatabase } from '../../../database/engines.js';
import { expectedCounts, fill, valuesOf } from '../filled.js';
import { schemas } from './schemas.js';

let engine: Engine;
beforeAll(async () => {
  engine = await emptyDatabase('postgresql', 'create extension citext, hstore, ltree, cube, seg, isn');
});
beforeEach(() => engine.run('rollback; begin'));
afterAll(() => engine.run('rollback'));

describe('each table takes rows:', () => {
  test.each(schemas)('$title', async (schema) => {
    const { counts, empty } = await fill(engine, schema.sql);

    expect(counts).toEqual(expectedCounts(schema, Object.keys(counts)));
    expect(Object.keys(empty).sort()).toEqual(Object.keys(schema.empty ?? {}).sort());
    for (const [table, reason] of Object.entries(schema.empty ?? {})) expect(empty[table]).toMatch(reason);
  });
});

test('the types of extensions take rows, also one whose values have to be tried', async () => {
  const { counts, empty } = await fill(
    engine,
    `create extension citext; create extension hstore; create extension ltree; create extension cube;
     create extension seg; create extension isn;
     create table t (a citext unique not null, b hstore not null, c ltree not null, d cube not null, e isbn);
     create table tried (a seg not null unique, b citext not null);
     create table unknown (a isbn not null)`,
  );

  expect(counts).toEqual({ t: 3, tried: 3, unknown: 0 });
  expect(empty).toEqual({ unknown: 'no value is known for a' });
});

test('a column is NULL in one row and has a value in the others, which are the same where they may be', async () => {
  const filled = await fill(engine, 'create table t (id serial primary key, a text, b int not null, c text unique)');

  const [a1, a2, a3] = valuesOf(filled, 't', 'a');
  expect(a1).toBe(a2);
  expect(a3).toBeNull();
  const [b1, b2, b3] = valuesOf(filled, 't', 'b');
  expect(b1).toBe(b2);
  expect(b3).not.toBe(b1);
  const [c1, c2, c3] = valuesOf(filled, 't', 'c');
  expect(c1).not.toBe(c2);
  expect(c3).toBeNull();
});

test('values show what is lost by a narrower type or a careless copy', async () => {
  const filled = await fill(
    engine,
    'create table t (a text, b varchar(300), c bigint, d numeric(12,4), e timestamptz, f bytea)',
  );

  const [text = ''] = valuesOf(filled, 't', 'a');
  expect(text).toMatch(/O'Brien "said".*☃.*😀.*\\/);
  expect([...(text ?? '')].length).toBeGreaterThan(255);
  expect([...(valuesOf(filled, 't', 'b')[0] ?? '')]).toHaveLength(300);
  expect(Number(valuesOf(filled, 't', 'c')[0])).toBeGreaterThan(2 ** 31);
  expect(valuesOf(filled, 't', 'd')[0]).toBe('12345678.1234');
  expect(valuesOf(filled, 't', 'e')[0]).toBe('2024-02-29 23:59:59.123456+00');
  expect(valuesOf(filled, 't', 'f')[0]).toBe('\\x00ff275c0a');
});

test('tame rows have no NULL, nothing twice and nothing long', async () => {
  await engine.run('create table t (a text, b int, c varchar(300), d char(1), id serial primary key)');
  const catalog = await readCatalog(engine);

  await putRows(engine, catalog, { variety: 'tame' });

  expect((await readRows(engine, catalog)).get('table t')?.rows).toEqual([
    ['10', '1', '30', '1', '1'],
    ['11', '2', '31', '0', '2'],
  ]);
});

test('tables that are excepted stay empty, and those that need them', async () => {
  await engine.run(`create table a (id int primary key); create table b (id int primary key, a int not null references a);
    create table c (id int primary key, a int references a)`);

  const { tables, empty } = await putRows(engine, await readCatalog(engine), { except: new Set(['table a']) });

  expect([...tables]).toEqual([
    ['table b', 0],
    ['table c', 3],
  ]);
  expect(empty).toEqual([{ table: 'b', reason: 'its foreign key (a) finds no row in a' }]);
});

test('the same schema gets the same rows in another database', async () => {
  const other = await emptyDatabase('postgresql');
  const sql = schemas
    .map((schema, at) => `create schema s${at}; set search_path = s${at}; ${schema.sql}`)
    .filter((text) => !/create schema "|create function/.test(text))
    .join(';\n');

  const first = await fill(engine, sql);
  const second = await fill(other, sql);

  expect(first.rows.size).toBeGreaterThan(40);
  expect(second.rows).toEqual(first.rows);
});

test('nothing but the rows is changed, and a transaction is left as it was', async () => {
  await engine.run(`set local time zone 'Asia/Tokyo'; set constraints all immediate;
    create table a (id int primary key, b int); create table b (id int primary key, a int not null references a deferrable initially deferred);
    create table no (id int check (id > 1), unique (id) deferrable initially deferred)`);
  const before = await readCatalog(engine);

  await putRows(engine, before);

  expect(await readCatalog(engine)).toEqual(before);
  expect(await engine.query("select current_setting('timezone') as zone")).toEqual([{ zone: 'Asia/Tokyo' }]);
  // A table with checks that are still to come cannot be altered.
  await engine.run('alter table b add column c int; alter table no add column c int');
});

test('without a transaction the rows stay', async () => {
  await engine.run('rollback; create table outside (id int primary key)');
  try {
    const catalog = await readCatalog(engine);
    await putRows(engine, catalog);

    await expect(engine.run('savepoint s')).rejects.toThrow('transaction blocks');
    expect(await engine.query('select count(*)::int as count from outside')).toEqual([{ count: 3 }]);
  } finally {
    await engine.run('drop table outside');
  }
});

test('values are read alike whatever the session is set to', async () => {
  await engine.run(
    "create table t (at timestamptz, b bytea, i interval); insert into t values ('2024-01-01 00:00:00+00', '\\x00', '1 day')",
  );
  const catalog = await readCatalog(engine);

  const before = await readRows(engine, catalog);
  await engine.run(
    "set local time zone 'Asia/Tokyo'; set local datestyle = 'SQL, DMY'; set local intervalstyle = 'sql_standard'; set local bytea_output = 'escape'",
  );

  expect(await readRows(engine, catalog)).toEqual(before);
  expect(await engine.query("select current_setting('intervalstyle') as style")).toEqual([{ style: 'sql_standard' }]);
});
