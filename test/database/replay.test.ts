import { expect, test } from 'vitest';
import { readCatalog } from '../../src/database/catalog.js';
import { piecesOf } from '../../src/database/pieces.js';
import { applyMigration, type ReplayedMigration, replay } from '../../src/database/replay.js';
import { hasMysql } from '../helpers/servers.js';
import { emptyDatabase } from './engines.js';

const breakpoint = '--> statement-breakpoint';
const migration = (tag: string, ...pieces: string[]): ReplayedMigration => ({
  tag,
  pieces: piecesOf(pieces.join(`${breakpoint}\n`)),
});

test('a file is cut at its breakpoints, and each piece knows its line', () => {
  const sql = `\uFEFFcreate table a (id int);${breakpoint}\r\n\r\n-- the second\r\ncreate table b (id int);\r\n${breakpoint}\n`;

  expect(piecesOf(sql)).toEqual([
    { sql: 'create table a (id int);', line: 1 },
    { sql: '-- the second\r\ncreate table b (id int);', line: 3 },
  ]);
});

test('migrations are applied in order, and each is told before it runs', async () => {
  const engine = await emptyDatabase('postgresql');
  const told: string[] = [];

  const result = await replay(
    engine,
    [migration('0000_a', 'create table a (id int)'), migration('0001_b', 'alter table a add column b int')],
    { progress: (tag, number, of) => told.push(`${number + 1}/${of} ${tag}`) },
  );

  expect(result).toEqual({ applied: ['0000_a', '0001_b'], failures: [] });
  expect(told).toEqual(['1/2 0000_a', '2/2 0001_b']);
  expect((await readCatalog(engine)).has('column a.b')).toBe(true);
});

test('a failure names the statement, its line and what PostgreSQL says, and leaves nothing behind', async () => {
  const engine = await emptyDatabase('postgresql');
  const history = [
    migration(
      '0000_a',
      'create table a (id int);\n',
      'create table b (\n  id int,\n  ä text default no_such_function()\n);',
    ),
    migration('0001_b', 'create table c (id int)'),
  ];

  const { applied, failures } = await replay(engine, history);

  expect(applied).toEqual([]);
  expect(failures).toMatchObject([
    {
      tag: '0000_a',
      at: 1,
      line: 5,
      code: '42883',
      message: 'function no_such_function() does not exist',
      isPartial: false,
    },
  ]);
  expect([...(await readCatalog(engine)).keys()]).toEqual(['schema public']);
});

test('a migration that fails can be left out', async () => {
  const engine = await emptyDatabase('sqlite');
  const history = [migration('0000_a', 'create table a (id int', ''), migration('0001_b', 'create table b (id int)')];

  const { applied, failures } = await replay(engine, history, { goOn: true });

  expect(applied).toEqual(['0001_b']);
  expect(failures.map(({ tag, line, code }) => ({ tag, line, code }))).toEqual([
    { tag: '0000_a', line: 1, code: 'SQLITE_ERROR' },
  ]);
});

test('what PostgreSQL runs in no transaction is run without one', async () => {
  const engine = await emptyDatabase('postgresql');
  const history = [
    migration('0000_a', "create type mood as enum ('ok')", 'create table a (id int, mood mood)'),
    migration('0001_b', "alter type mood add value 'sad'", "alter table a alter column mood set default 'sad'"),
    migration('0002_c', 'create index concurrently a_idx on a (id)'),
  ];

  expect(await replay(engine, history)).toEqual({ applied: ['0000_a', '0001_b', '0002_c'], failures: [] });
});

test('a role that a migration grants to is made on the embedded PostgreSQL', async () => {
  const engine = await emptyDatabase('postgresql');
  const grants = migration('0000_a', 'create table a (id int)', 'grant select on a to authenticated, "web user"');

  expect(await applyMigration(engine, grants)).toBeNull();
  expect((await readCatalog(engine)).get('table a')?.facts.privileges).toEqual([
    'authenticated SELECT',
    'web user SELECT',
  ]);
});

test('a constraint that is checked at the end fails the last piece', async () => {
  const engine = await emptyDatabase('postgresql');
  await engine.run('create table a (id int primary key, b int references a deferrable initially deferred)');

  const failure = await applyMigration(engine, migration('0000_a', 'insert into a values (1, 2);\n', 'select 1'));

  expect(failure).toMatchObject({ at: 1, code: '23503', isPartial: false });
  expect(await engine.query('select * from a')).toEqual([]);
});

test('an extension is loaded when the SQL names it, and missed when it has none', async () => {
  const wanted = migration('0000_a', 'create extension if not exists "uuid-ossp"', 'create extension pg_trgm');
  const engine = await emptyDatabase('postgresql', wanted.pieces.map(({ sql }) => sql).join());

  expect(await applyMigration(engine, wanted)).toBeNull();
  expect(await applyMigration(engine, migration('0001_b', 'create extension pg_cron'))).toMatchObject({
    message: 'extension "pg_cron" is not available',
  });
});

const children = [
  migration(
    '0000_a',
    'create table parents (id integer primary key, name text)',
    'create table children (id integer primary key, parent integer references parents on delete cascade)',
    "insert into parents values (1, 'a')",
    'insert into children values (1, 1)',
  ),
];
const rebuild = migration(
  '0001_b',
  'PRAGMA foreign_keys=OFF;',
  'CREATE TABLE `__new_parents` (`id` integer PRIMARY KEY, `name` text NOT NULL);',
  'INSERT INTO `__new_parents`("id", "name") SELECT "id", "name" FROM `parents`;',
  'DROP TABLE `parents`;',
  'ALTER TABLE `__new_parents` RENAME TO `parents`;',
  'PRAGMA foreign_keys=ON;',
);

test('a rebuild in SQLite keeps the rows that refer to the table', async () => {
  const engine = await emptyDatabase('sqlite');

  await replay(engine, [...children, rebuild]);

  expect(await engine.query('select * from children')).toEqual([{ id: 1, parent: 1 }]);
  expect(await engine.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }]);
});

test('a rebuild in SQLite empties them when its PRAGMA stands inside the transaction', async () => {
  const engine = await emptyDatabase('sqlite');

  const { failures } = await replay(engine, [...children, rebuild], { pragmas: 'inside' });

  expect(failures).toEqual([]);
  expect(await engine.query('select * from children')).toEqual([]);
});

test('a rebuild in SQLite that copies a column the old table lacks copies its name, and that is told', async () => {
  const engine = await emptyDatabase('sqlite');
  const told: string[] = [];
  await engine.run('create table t (id integer); insert into t values (1)');
  const copies = migration(
    '0001_b',
    'CREATE TABLE `__new_t` (`id` integer, `state` text, `note` text);',
    'INSERT INTO `__new_t`("id", "state", "note") SELECT "id", "state", "note" FROM `t`;',
  );

  const failure = await applyMigration(engine, copies, { quotedText: ({ column }) => told.push(column) });

  expect(failure).toBeNull();
  expect(await engine.query('select * from __new_t')).toEqual([{ id: 1, state: 'state', note: 'note' }]);
  expect(told).toEqual(['state', 'note']);
});

test('any other unknown column in SQLite fails', async () => {
  const engine = await emptyDatabase('sqlite');
  await engine.run('create table t (id integer)');

  expect(await applyMigration(engine, migration('0001_b', 'update t set id = "gone"'))).toMatchObject({
    message: expect.stringContaining('no such column: gone'),
  });
  expect(await applyMigration(engine, migration('0002_c', 'insert into t select t."gone" from t'))).not.toBeNull();
});

test.skipIf(!hasMysql())('MySQL keeps what ran before the failure, and says the line', async () => {
  const engine = await emptyDatabase('mysql');
  const broken = migration('0000_a', 'create table a (id int);\n', 'create table b (\n  id int,\n  ,oops int\n)');

  const failure = await applyMigration(engine, broken);

  expect(failure).toMatchObject({ at: 1, line: 5, code: '1064', isPartial: true });
  expect((await readCatalog(engine)).has('table a')).toBe(true);
});
