import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { type SQL, sql } from 'drizzle-orm';
import * as my from 'drizzle-orm/mysql-core';
import { expect, test } from 'vitest';
import { parseOperations } from '../../src/sql/parse-operations.js';
import { kinds, only } from './actions.js';

const dialect = 'mysql';

type Schema = Record<string, unknown>;
type Expected = { kind: string } & Record<string, unknown>;

const id = () => my.int('id').primaryKey();

/** A schema of one table that has one column beside its key. */
const a = (column: my.MySqlColumnBuilderBase): Schema => ({ t: my.mysqlTable('t', { id: id(), a: column }) });
const int = () => my.int('a');
const time = () => my.timestamp('a');
const generated = (expression: SQL, mode: 'stored' | 'virtual'): Schema =>
  a(int().generatedAlwaysAs(expression, { mode }));

/** A schema of one table of two columns with something that belongs to the table. */
const twoColumns = { a: my.int('a').notNull(), b: my.int('b').notNull() };
const bare: Schema = { t: my.mysqlTable('t', twoColumns) };
const withKey: Schema = { t: my.mysqlTable('t', twoColumns, (t) => [my.primaryKey({ columns: [t.a, t.b] })]) };
const withUnique: Schema = { t: my.mysqlTable('t', twoColumns, (t) => [my.unique('u').on(t.a, t.b)]) };
const withCheck: Schema = { t: my.mysqlTable('t', twoColumns, (t) => [my.check('c', sql`${t.a} > 1`)]) };
const withIndex: Schema = { t: my.mysqlTable('t', twoColumns, (t) => [my.index('i').on(t.a, sql`(lower(${t.b}))`)]) };
const referred = my.mysqlTable('r', { id: id() });
const plainColumn = { id: id(), a: my.int('a') };
const withReference: Schema = {
  r: referred,
  t: my.mysqlTable('t', plainColumn, (t) => [
    my
      .foreignKey({ name: 'f', columns: [t.a], foreignColumns: [referred.id] })
      .onDelete('set null')
      .onUpdate('cascade'),
  ]),
};
const withoutReference: Schema = { r: referred, t: my.mysqlTable('t', plainColumn) };
const view = (by: string): Schema => ({
  v: my
    .mysqlView('v', { a: my.int('a') })
    .algorithm('merge')
    .sqlSecurity('definer')
    .withCheckOption('cascaded')
    .as(sql.raw(by)),
});

/** What drizzle-kit calls its statement, a change of schema that makes it write one, and what is read. */
const changes: [string, Schema, Schema, Expected[]][] = [
  ['create_table', {}, a(my.varchar('a', { length: 9 }).default('x')), [{ kind: 'create table', table: 't' }]],
  ['drop_table', a(int()), {}, [{ kind: 'drop table', table: 't' }]],
  [
    'alter_table_add_column',
    { t: my.mysqlTable('t', { id: id() }) },
    a(int().notNull().default(1)),
    [{ kind: 'add column', column: 'a', definition: { type: 'int', default: '1', notNull: true } }],
  ],
  [
    'alter_table_drop_column',
    a(int()),
    { t: my.mysqlTable('t', { id: id() }) },
    [{ kind: 'drop column', column: 'a' }],
  ],
  [
    'alter_table_alter_column_set_type',
    a(int()),
    a(my.bigint('a', { mode: 'number', unsigned: true })),
    [{ kind: 'modify column', column: 'a', definition: { type: 'bigint unsigned' } }],
  ],
  [
    'alter_table_alter_column_set_notnull',
    a(int()),
    a(int().notNull()),
    [{ kind: 'modify column', definition: { notNull: true } }],
  ],
  [
    'alter_table_alter_column_drop_notnull',
    a(int().notNull()),
    a(int()),
    [{ kind: 'modify column', definition: { notNull: false } }],
  ],
  [
    'alter_table_alter_column_set_default',
    a(int()),
    a(int().default(-1)),
    [{ kind: 'modify column', definition: { default: '-1' } }],
  ],
  [
    'alter_table_alter_column_drop_default',
    a(int().default(1)),
    a(int()),
    [{ kind: 'modify column', definition: { default: null } }],
  ],
  [
    'alter_table_alter_column_set_autoincrement',
    a(int()),
    a(int().autoincrement()),
    [{ kind: 'modify column', definition: { autoIncrement: true } }],
  ],
  [
    'alter_table_alter_column_drop_autoincrement',
    a(int().autoincrement()),
    a(int()),
    [{ kind: 'modify column', definition: { autoIncrement: false } }],
  ],
  [
    'alter_table_alter_column_set_on_update',
    a(time().defaultNow()),
    a(time().defaultNow().onUpdateNow()),
    [{ kind: 'modify column', definition: { default: '(now())', onUpdate: 'CURRENT_TIMESTAMP' } }],
  ],
  [
    'alter_table_alter_column_drop_on_update',
    a(time().onUpdateNow()),
    a(time()),
    [{ kind: 'modify column', definition: { onUpdate: null } }],
  ],
  [
    'alter_table_alter_column_set_generated',
    a(int()),
    generated(sql`1 + 1`, 'stored'),
    [{ kind: 'modify column', definition: { generated: { expression: '1 + 1', stored: true } } }],
  ],
  [
    'alter_table_alter_column_drop_generated',
    generated(sql`1`, 'stored'),
    a(int()),
    [{ kind: 'modify column', definition: { generated: null } }],
  ],
  [
    'alter_table_alter_column_alter_generated',
    generated(sql`1`, 'virtual'),
    generated(sql`2`, 'virtual'),
    [{ kind: 'drop column' }, { kind: 'add column', definition: { generated: { expression: '2', stored: false } } }],
  ],
  [
    'create_composite_pk',
    bare,
    withKey,
    [{ kind: 'add constraint', constraint: { type: 'primary key', columns: ['a', 'b'] } }],
  ],
  ['delete_composite_pk', withKey, bare, [{ kind: 'drop constraint', name: null, type: 'primary key' }]],
  [
    'create_unique_constraint',
    bare,
    withUnique,
    [{ kind: 'add constraint', constraint: { type: 'unique', name: 'u', columns: ['a', 'b'] } }],
  ],
  ['delete_unique_constraint', withUnique, bare, [{ kind: 'drop index', table: 't', index: 'u' }]],
  [
    'create_check_constraint',
    bare,
    withCheck,
    [{ kind: 'add constraint', constraint: { type: 'check', name: 'c', expression: '`t`.`a` > 1' } }],
  ],
  ['delete_check_constraint', withCheck, bare, [{ kind: 'drop constraint', name: 'c', type: null }]],
  [
    'create_index',
    bare,
    withIndex,
    [{ kind: 'create index', index: 'i', parts: [{ column: 'a' }, { column: null, text: '(lower(`b`))' }] }],
  ],
  ['drop_index', withIndex, bare, [{ kind: 'drop index', table: 't', index: 'i' }]],
  [
    'create_reference',
    withoutReference,
    withReference,
    [
      {
        kind: 'add constraint',
        constraint: {
          type: 'foreign key',
          columns: ['a'],
          references: { schema: null, table: 'r', columns: ['id'] },
          onDelete: 'set null',
          onUpdate: 'cascade',
        },
      },
    ],
  ],
  ['delete_reference', withReference, withoutReference, [{ kind: 'drop constraint', name: 'f', type: 'foreign key' }]],
  ['mysql_create_view', {}, view('select 1'), [{ kind: 'create view', name: 'v' }]],
  ['drop_view', view('select 1'), {}, [{ kind: 'drop view', name: 'v' }]],
];

/** Statements that drizzle-kit 0.31.11 asks a question before, or that its differ never makes: as its source has them. */
const written: [string, string, Expected[]][] = [
  ['rename_table', 'RENAME TABLE `a` TO `b`;', [{ kind: 'rename table', table: 'a', to: 'b' }]],
  ['rename_view', 'RENAME TABLE `v` TO `w`;', [{ kind: 'rename table', table: 'v', to: 'w' }]],
  [
    'alter_table_rename_column',
    'ALTER TABLE `t` RENAME COLUMN `a` TO `b`;',
    [{ kind: 'rename column', table: 't', column: 'a', to: 'b' }],
  ],
  [
    'alter_mysql_view',
    'ALTER ALGORITHM = merge\nSQL SECURITY definer\nVIEW `v` AS select 2\nWITH cascaded CHECK OPTION;',
    [{ kind: 'alter view', name: 'v' }],
  ],
  [
    'alter_composite_pk',
    'ALTER TABLE `t` DROP PRIMARY KEY, ADD PRIMARY KEY(`b`,`a`);',
    [
      { kind: 'drop constraint', type: 'primary key' },
      { kind: 'add constraint', constraint: { columns: ['b', 'a'] } },
    ],
  ],
  [
    'alter_table_alter_column_set_pk',
    'ALTER TABLE `t` ADD PRIMARY KEY (`a`);',
    [{ kind: 'add constraint', constraint: { type: 'primary key', columns: ['a'] } }],
  ],
  [
    'alter_table_alter_column_drop_pk',
    'ALTER TABLE `t` DROP PRIMARY KEY',
    [{ kind: 'drop constraint', type: 'primary key' }],
  ],
];

test.each(changes)("drizzle-kit's %s is read", async (_, from, to, expected) => {
  const snapshots = [await generateMySQLDrizzleJson(from), await generateMySQLDrizzleJson(to)] as const;
  const statements = await generateMySQLMigration(...snapshots);

  const operations = await parseOperations(dialect, statements.join('--> statement-breakpoint\n'));

  expect(statements).not.toEqual([]);
  expect(operations.filter(({ kind }) => kind === 'unanalysed')).toEqual([]);
  for (const operation of expected) expect(operations).toContainEqual(expect.objectContaining(nested(operation)));
});

test.each(written)("drizzle-kit's %s is read", async (_, statement, expected) => {
  expect(await parseOperations(dialect, statement)).toMatchObject(expected);
});

test('no other statement is in the source of the installed drizzle-kit', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('drizzle-kit/api'), 'utf8');
  const lines = source.split('\n').filter((line) => line.includes('statement.type ===') && line.includes('"mysql"'));
  const types = lines.flatMap((line) => [...line.matchAll(/statement\.type === "(\w+)"/g)].map(([, type]) => type));

  expect(new Set(types)).toEqual(new Set([...changes, ...written].map(([type]) => type)));
});

/** As toMatchObject compares: of the objects inside, too, only what is named. */
function nested(value: Expected): Record<string, unknown> {
  const part = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(part);
    return typeof inner === 'object' && inner !== null ? expect.objectContaining(entries(inner)) : inner;
  };
  const entries = (object: object) => Object.fromEntries(Object.entries(object).map(([key, own]) => [key, part(own)]));
  return entries(value);
}

test('a table has its columns and constraints, types and expressions as written', async () => {
  const table = await only(
    dialect,
    `CREATE TABLE \`s\`.\`orders\` (
      \`id\` bigint unsigned AUTO_INCREMENT PRIMARY KEY NOT NULL,
      \`kind\` enum('a,b','it''s','c\\'d') NOT NULL DEFAULT 'a,b',
      \`at\` timestamp(3) DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP,
      \`size\` double precision NULL DEFAULT -1.5 COMMENT 'in cm',
      \`flag\` bit(1) DEFAULT b'0',
      \`sum\` decimal(10,2) GENERATED ALWAYS AS (\`size\` * (1 + 2)) VIRTUAL,
      CONSTRAINT \`pk\` PRIMARY KEY(\`id\`,\`kind\`),
      UNIQUE KEY \`u\` (\`kind\`(10), \`at\` DESC)
    ) ENGINE=InnoDB;`,
    'create table',
  );

  expect(
    table.columns.map(({ name, type, default: value, notNull }) => [name, type, value, notNull].join(' | ')),
  ).toEqual([
    'id | bigint unsigned |  | true',
    "kind | enum('a,b','it''s','c\\'d') | 'a,b' | true",
    'at | timestamp(3) | (now()) | false',
    'size | double precision | -1.5 | false',
    "flag | bit(1) | b'0' | false",
    'sum | decimal(10,2) |  | false',
  ]);
  expect(table).toMatchObject({ schema: 's', table: 'orders' });
  expect(table.columns[2]).toMatchObject({ onUpdate: 'CURRENT_TIMESTAMP' });
  expect(table.columns[5]).toMatchObject({ generated: { expression: '`size` * (1 + 2)', stored: false } });
  expect(table.constraints).toMatchObject([
    { type: 'primary key', name: 'pk', columns: ['id', 'kind'] },
    { type: 'unique', name: 'u', columns: ['kind', 'at'] },
  ]);
});

test.each([
  ['UPDATE `a` SET `b` = 1, c = (SELECT 2) WHERE d', [{ kind: 'update', columns: ['b', 'c'], where: 'd' }]],
  ['DELETE FROM a', [{ kind: 'delete', table: 'a', where: null }]],
  ["INSERT INTO a (`b`) VALUES ('x;y')", [{ kind: 'insert', columns: ['b'], source: 'values' }]],
  ['SET FOREIGN_KEY_CHECKS = 0', [{ kind: 'set', name: 'foreign_key_checks', value: '0' }]],
  [
    'ALTER TABLE a CHANGE `b` `c` int',
    [
      { kind: 'rename column', column: 'b', to: 'c' },
      { kind: 'modify column', column: 'c' },
    ],
  ],
  ['ALTER TABLE a ADD FULLTEXT INDEX b (c)', [{ kind: 'create index', table: 'a', index: 'b', method: 'fulltext' }]],
  ['ALTER TABLE a RENAME INDEX b TO c', [{ kind: 'rename index', table: 'a', index: 'b', to: 'c' }]],
])('%s', async (statement, expected) => {
  expect(await parseOperations(dialect, `${statement};`)).toMatchObject(expected);
});

test.each([
  'CREATE TABLE a (b int, INDEX c (b))',
  'CREATE TABLE a (b int) AS SELECT 1 AS b',
  'CREATE TABLE a LIKE b',
  'ALTER TABLE a ADD b int, ENGINE=MyISAM',
  'ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4',
  'ALTER TABLE a ADD COLUMN b int INVISIBLE',
  'ALTER TABLE a ADD SPATIAL KEY (c)',
  'ALTER TABLE a ADD COLUMN IF NOT EXISTS b int',
  'ALTER TABLE a DROP PARTITION b',
  'ALTER TABLE a ADD PARTITION (PARTITION b VALUES LESS THAN (1))',
  'UPDATE LOW_PRIORITY a SET b = 1',
  'SET @@GLOBAL.a = 1',
  '/*!40101 DROP TABLE a */',
  'DROP /*!50000 TABLE */ VIEW a',
  'UPDATE a JOIN b ON a.c = b.c SET a.d = 1',
  'UPDATE a, b SET a.c = b.c',
  'DELETE a FROM a JOIN b USING (c)',
  'SET GLOBAL max_connections = 1',
  'CREATE PROCEDURE p() BEGIN DROP TABLE a; DROP TABLE b; END',
  'CALL p()',
  "ALTER TABLE a ADD b varchar(9) DEFAULT 'it's'",
])('not known, and said so: %s', async (statement) => {
  expect(await kinds(dialect, statement)).toEqual(['unanalysed']);
});
