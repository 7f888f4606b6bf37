import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { parseOperations } from '../../src/sql/parse-operations.js';
import { kinds, only } from './actions.js';

const dialect = 'sqlite';

test('a table has its columns and constraints, types and expressions as written', async () => {
  const table = await only(
    dialect,
    `CREATE TABLE \`orders\` (
      \`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "at" text(20) DEFAULT (strftime('%s')) NOT NULL,
      paid integer DEFAULT -1,
      double integer GENERATED ALWAYS AS (paid * 2) VIRTUAL,
      [user] text COLLATE NOCASE REFERENCES users(id) ON DELETE cascade,
      CONSTRAINT "positive" CHECK(paid > 0),
      UNIQUE(paid, "at"),
      FOREIGN KEY (\`user\`, paid) REFERENCES "u"(a, b) ON UPDATE no action ON DELETE set null
    )`,
    'create table',
  );

  expect(
    table.columns.map(({ name, type, default: value, notNull }) => [name, type, value, notNull].join(' | ')),
  ).toEqual([
    'id | integer |  | true',
    "at | text(20) | (strftime('%s')) | true",
    'paid | integer | -1 | false',
    'double | integer |  | false',
    'user | text |  | false',
  ]);
  expect(table.columns[0]).toMatchObject({ autoIncrement: true, constraints: [{ type: 'primary key' }] });
  expect(table.columns[3]).toMatchObject({ generated: { expression: 'paid * 2', stored: false } });
  expect(table.columns[4]).toMatchObject({
    collation: 'NOCASE',
    constraints: [{ type: 'foreign key', references: { table: 'users', columns: ['id'] }, onDelete: 'cascade' }],
  });
  expect(table.constraints).toMatchObject([
    { type: 'check', name: 'positive', expression: 'paid > 0' },
    { type: 'unique', columns: ['paid', 'at'] },
    { type: 'foreign key', columns: ['user', 'paid'], onDelete: 'set null', onUpdate: 'no action' },
  ]);
});

test.each([
  ['ALTER TABLE `a` RENAME TO `b`', { kind: 'rename table', table: 'a', to: 'b' }],
  ['ALTER TABLE a RENAME COLUMN "b" TO "c"', { kind: 'rename column', table: 'a', column: 'b', to: 'c' }],
  [
    'ALTER TABLE `a` ADD `b` integer DEFAULT true NOT NULL',
    { kind: 'add column', column: 'b', definition: { default: 'true', notNull: true } },
  ],
  ['ALTER TABLE `a` DROP COLUMN `b`', { kind: 'drop column', table: 'a', column: 'b' }],
  [
    'CREATE UNIQUE INDEX `i` ON `t` (lower("a"), `b` DESC) WHERE "c" > 1',
    {
      kind: 'create index',
      table: 't',
      index: 'i',
      unique: true,
      where: '"c" > 1',
      parts: [
        { column: null, text: 'lower("a")' },
        { column: 'b', text: '`b` DESC' },
      ],
    },
  ],
  ['DROP INDEX IF EXISTS `i`', { kind: 'drop index', index: 'i', ifExists: true }],
  ['CREATE VIEW v AS SELECT 1', { kind: 'create view', name: 'v' }],
  ['DROP TRIGGER t', { kind: 'drop trigger', name: 't', table: null }],
  ['PRAGMA foreign_keys=OFF', { kind: 'pragma', name: 'foreign_keys', value: 'OFF' }],
  ['UPDATE a SET b = 1, (c, d) = (1, 2) WHERE e', { kind: 'update', columns: ['b', 'c', 'd'], where: 'e' }],
  ['INSERT OR IGNORE INTO a (b) VALUES (1)', { kind: 'insert', columns: ['b'], source: 'values' }],
  ['WITH q AS (SELECT 1) DELETE FROM a', { kind: 'delete', table: 'a', where: null }],
  ["SELECT load_extension('x')", { kind: 'select', functions: ['load_extension'] }],
  ["ATTACH 'x' AS y", { kind: 'unanalysed', reason: 'unknown' }],
  [
    'ALTER TABLE `a` ALTER COLUMN "B" TO "B" text NOT NULL REFERENCES c(d)',
    {
      kind: 'modify column',
      table: 'a',
      column: 'B',
      definition: { type: 'text', notNull: true, constraints: [{ type: 'foreign key' }] },
    },
  ],
  ['ALTER TABLE `a` ALTER COLUMN "b" TO "c" text', { kind: 'unanalysed', reason: 'syntax' }],
])('%s', async (statement, expected) => {
  expect(await parseOperations(dialect, `${statement};`)).toMatchObject([{ ...expected, text: statement }]);
});

const before = {
  users: sqliteTable('users', { id: integer('id').primaryKey(), name: text('name'), age: text('age') }, (table) => [
    index('by_name').on(table.name),
  ]),
};
const after = {
  users: sqliteTable(
    'users',
    { id: integer('id').primaryKey(), name: text('name').notNull(), age: integer('age') },
    (table) => [index('by_name').on(table.name), check('grown', sql`${table.age} > 17`)],
  ),
};

test("drizzle-kit's rebuild of a table is one operation", async () => {
  const [from, to] = [await generateSQLiteDrizzleJson(before), await generateSQLiteDrizzleJson(after)];
  const migration = (await generateSQLiteMigration(from, to)).join('--> statement-breakpoint\n');

  const operations = await parseOperations(dialect, migration);
  const rebuild = operations.find(({ kind }) => kind === 'rebuild table');

  expect(operations.map(({ kind }) => kind)).toEqual(['pragma', 'rebuild table', 'pragma', 'create index']);
  expect(rebuild).toMatchObject({
    table: 'users',
    temporaryName: '__new_users',
    columns: [{ name: 'id' }, { name: 'name', notNull: true }, { name: 'age', type: 'integer' }],
    constraints: [{ type: 'check', name: 'grown' }],
    copied: ['id', 'name', 'age'].map((column) => ({ column, from: column, expression: `"${column}"` })),
    filtered: false,
    steps: [{ kind: 'create table' }, { kind: 'insert' }, { kind: 'drop table' }, { kind: 'rename table' }],
  });
  const { offset, length } = rebuild?.place ?? { offset: 0, length: 0 };
  expect(migration.slice(offset, offset + length)).toMatch(/^CREATE TABLE `__new_users`[\s\S]*RENAME TO `users`$/);
});

const rebuild = (insert: string, between = '') =>
  `CREATE TABLE new_a (b text); ${insert}; ${between} DROP TABLE a; ALTER TABLE new_a RENAME TO a;`;

test.each([
  [
    'INSERT INTO new_a (b) SELECT upper(b) FROM a',
    { filtered: false, copied: [{ expression: 'upper(b)', from: null }] },
  ],
  ['INSERT INTO new_a (b) SELECT a.b FROM a WHERE c', { filtered: true, copied: [{ column: 'b', from: 'b' }] }],
  ['INSERT OR IGNORE INTO new_a (b) SELECT false FROM a', { filtered: true, copied: [{ from: null }] }],
  ['INSERT INTO new_a SELECT * FROM a', { filtered: false, copied: null }],
])('a rebuild by hand says what is copied: %s', async (insert, expected) => {
  expect(await only(dialect, rebuild(insert), 'rebuild table')).toMatchObject(expected);
});

test('what stands between the steps is kept, and hinders where it touches the tables', async () => {
  const insert = 'INSERT INTO new_a (b) SELECT b FROM a';

  expect(await kinds(dialect, rebuild(insert, 'CREATE INDEX i ON c (d);'))).toEqual(['create index', 'rebuild table']);
  expect(await kinds(dialect, rebuild(insert, 'UPDATE new_a SET b = 1;'))).toEqual([
    ...['create table', 'insert', 'update', 'drop table', 'rename table'],
  ]);
  expect(await kinds(dialect, 'CREATE TABLE new_a (b text); DROP TABLE a; ALTER TABLE new_a RENAME TO a;')).toEqual([
    ...['create table', 'drop table', 'rename table'],
  ]);
});
