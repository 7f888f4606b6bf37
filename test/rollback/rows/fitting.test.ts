import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import type { Engine } from '../../../src/database/engine.js';
import { putRows, readRows, touchedBy } from '../../../src/rollback/rows/index.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { emptyDatabase } from '../../database/engines.js';

let engine: Engine;
beforeAll(async () => {
  engine = await emptyDatabase('postgresql');
});
afterAll(() => engine.run('rollback'));

/** Migrations that empty tables take, and tables with the usual rows refuse. */
const migrations: [title: string, setup: string, up: string][] = [
  ['NOT NULL', 'create table t (a text, b int)', 'alter table t alter a set not null, alter b set not null'],
  ['a unique', 'create table t (a text not null, b int)', 'alter table t add unique (a, b)'],
  [
    'a unique with a column that is added, the same in all rows',
    'create table t (a text not null)',
    "alter table t add b text not null default 'x', add unique (a, b)",
  ],
  [
    'a foreign key',
    'create table p (id serial primary key); create table t (p int not null, q uuid)',
    'alter table t add foreign key (p) references p',
  ],
  [
    'a foreign key between columns that are renamed, to a table that is',
    'create table p (id serial primary key); create table t (p int not null)',
    'alter table p rename to parents; alter table parents rename id to key; alter table t rename p to parent; alter table t add foreign key (parent) references parents',
  ],
  [
    'a check',
    'create table t (a int, b text not null)',
    "alter table t add check (a > 7), add check (b in ('x', 'y'))",
  ],
  ['a shorter text', 'create table t (a text not null unique)', 'alter table t alter a type varchar(2)'],
  [
    'an enum of a text',
    'create table t (a text)',
    "create type e as enum ('x', 'y'); alter table t alter a type e using a::e",
  ],
  ['a number of a text', 'create table t (a text not null)', 'alter table t alter a type int using a::int'],
  ['an identifier of a text', 'create table t (a text)', 'alter table t alter a type uuid using a::uuid'],
  [
    'an enum that loses a value',
    "create type e as enum ('gone', 'x', 'y'); create table t (a e not null)",
    "create type f as enum ('y', 'x'); alter table t alter a type f using a::text::f; drop type e",
  ],
];
test.each(migrations)(
  'rows that fit the schema after it pass a migration that asks for %s',
  async (_title, setup, up) => {
    await engine.run(`rollback; begin; ${setup}`);
    const before = await readCatalog(engine);
    await engine.run(`savepoint filled; ${up}`);
    const after = await readCatalog(engine);
    const { renames } = touchedBy('postgresql', await parseOperations('postgresql', up), before, after);
    await engine.run('rollback to filled');
    await putRows(engine, before);
    await expect(engine.run(up)).rejects.toThrow();
    await engine.run('rollback to filled');

    await putRows(engine, before, { alsoFor: { catalog: after, renames } });

    const counts = [...(await readRows(engine, before)).values()].map(({ rows }) => rows.length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    await engine.run(up);
  },
);
