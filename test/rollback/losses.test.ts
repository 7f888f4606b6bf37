import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/project/dialects.js';
import { effectsOf } from '../../src/rollback/effects.js';
import { lossesOf } from '../../src/rollback/lost.js';
import type { TableBefore } from '../../src/rollback/names.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

/** The tables before, `table.column: type` each; a generated column's type ends in `*`. */
const schemas: Record<Dialect, Record<string, string>> = {
  postgresql: {
    'users.id': 'integer',
    'users.email': 'character varying(20)',
    'users.initial': 'text*',
    'Orders.Total': 'numeric(10,2)',
    'billing.invoices.id': 'integer',
    'billing.invoices.sum': 'integer',
  },
  sqlite: { 'users.id': 'integer', 'users.email': 'text', 'users.age': 'integer' },
  mysql: { 'users.id': 'int', 'users.email': 'varchar(20)' },
};

function tables(dialect: Dialect): TableBefore[] {
  const found = new Map<string, TableBefore>();
  for (const path of Object.keys(schemas[dialect])) {
    const [column = '', table = '', schema] = path.split('.').reverse();
    const own = dialect === 'postgresql' ? (schema ?? 'public') : null;
    const entry = found.get(`${schema}.${table}`) ?? { schema: own, table, columns: [] };
    entry.columns.push(column);
    found.set(`${schema}.${table}`, entry);
  }
  return [...found.values()];
}

async function losses(dialect: Dialect, sql: string, before: TableBefore[] | null = tables(dialect)) {
  const effects = effectsOf(dialect, await parseOperations(dialect, sql), before);
  return lossesOf(dialect, effects, ({ schema, table }, column) => {
    const own = schema === null || schema === 'public' ? '' : `${schema}.`;
    const type = schemas[dialect][`${own}${table}.${column}`];
    return before === null || type === undefined
      ? null
      : { type: type.replace('*', ''), isGenerated: type.endsWith('*') };
  });
}

type Case = [what: string, sql: string, lost: string[], left?: string[]];

const postgresql: Case[] = [
  ['nothing by adding', 'ALTER TABLE users ADD COLUMN age int; CREATE TABLE t (a int)', []],
  ['the rows of a dropped table', 'DROP TABLE users', ['the rows of users']],
  ['the rows of a table of another schema', 'DROP TABLE billing.invoices', ['the rows of billing.invoices']],
  ['the values of a dropped column', 'ALTER TABLE users DROP COLUMN email', ['the values of users.email']],
  ['names as they are written', 'ALTER TABLE "Orders" DROP COLUMN "Total"', ['the values of Orders.Total']],
  ['nothing of a computed column', 'ALTER TABLE users DROP COLUMN initial', []],
  [
    'the values of a column by its old name, after a renaming',
    'ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN email TO mail; ALTER TABLE people DROP COLUMN mail',
    ['the values of users.email'],
  ],
  [
    'a table by its old name, after another schema took it',
    'ALTER TABLE billing.invoices SET SCHEMA public; DROP TABLE invoices',
    ['the rows of billing.invoices'],
  ],
  [
    'the values of the column that was there, where a new one took its name',
    'ALTER TABLE users DROP COLUMN email; ALTER TABLE users ADD COLUMN email text; ALTER TABLE users DROP COLUMN email',
    ['the values of users.email'],
  ],
  [
    'nothing of what the migration itself made',
    'CREATE TABLE t (a int); INSERT INTO t VALUES (1); ALTER TABLE t DROP COLUMN a; DROP TABLE t',
    [],
  ],
  [
    'the rows of a table that is made anew',
    'DROP TABLE users; CREATE TABLE users (id int); DROP TABLE users',
    ['the rows of users'],
  ],
  [
    'the rows of a swapped table: each name for what it was',
    'ALTER TABLE users RENAME TO old_users; CREATE TABLE users (id int); DROP TABLE old_users',
    ['the rows of users'],
  ],
  ['nothing of a table that IF NOT EXISTS left alone', 'CREATE TABLE IF NOT EXISTS users (id int)', []],
  [
    'the values of a column that IF NOT EXISTS left alone and that is dropped then',
    'ALTER TABLE users ADD COLUMN IF NOT EXISTS email text; ALTER TABLE users DROP COLUMN email',
    ['the values of users.email'],
  ],
  ['nothing by a type that holds more', 'ALTER TABLE users ALTER COLUMN email TYPE text', []],
  [
    'what does not fit a type that holds less',
    'ALTER TABLE users ALTER COLUMN email TYPE varchar(5)',
    ['what users.email held that fits character varying(20) and not varchar(5)'],
  ],
  ['what an UPDATE overwrote', 'UPDATE users SET email = lower(email)', ['what users held where it updated rows']],
  ['nothing by an UPDATE of a new column alone', 'ALTER TABLE users ADD COLUMN age int; UPDATE users SET age = 1', []],
  [
    'what an UPDATE of a new and an old column overwrote',
    'ALTER TABLE users ADD COLUMN age int; UPDATE users SET age = 1, email = NULL',
    ['what users held where it updated rows'],
  ],
  ['the rows of a DELETE', 'DELETE FROM users WHERE id = 1', ['the rows that it deleted from users']],
  ['the rows of a TRUNCATE', 'TRUNCATE users', ['the rows of users']],
  ['and leaves those of an INSERT', 'INSERT INTO users (id) VALUES (1)', [], ['the rows that it inserted into users']],
  [
    'what an INSERT overwrites of a row that is there',
    "INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET email = ''",
    ['what users held where it inserted rows that were there already'],
    ['the rows that it inserted into users'],
  ],
  [
    'nothing by an INSERT that leaves what is there',
    'INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING',
    [],
    ['the rows that it inserted into users'],
  ],
  ['what a DO block does', 'DO $$ BEGIN ALTER TABLE users DROP COLUMN email; END $$', ['the values of users.email']],
  [
    'what a DO block may do by SQL that it builds',
    "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'users'; END $$",
    ['what its functions and its SQL built at run time changed in rows, if anything'],
  ],
  [
    'what a function may do',
    'SELECT move_everything()',
    ['what its functions and its SQL built at run time changed in rows, if anything'],
  ],
  [
    'nothing by setting a sequence, and leaves its position',
    "SELECT setval('users_id_seq', 5)",
    [],
    ['the positions that it gave to sequences'],
  ],
  ['how far a dropped sequence had counted', 'DROP SEQUENCE tickets', ['how far the sequence tickets had counted']],
  ['nothing of a sequence of its own', 'CREATE SEQUENCE tickets; DROP SEQUENCE tickets', []],
  [
    'what USING computes anew, although the type holds more',
    'ALTER TABLE users ALTER COLUMN email TYPE text USING upper(email)',
    ['what users.email held before upper(email) took its place'],
  ],
  [
    'what a cast on the way does not take',
    'ALTER TABLE users ALTER COLUMN email TYPE text USING email::varchar(3)::text',
    ['what users.email held before email::varchar(3)::text took its place'],
  ],
  [
    'nothing by a USING that casts the column to its new type',
    'ALTER TABLE users ALTER COLUMN email TYPE text USING "email"::text',
    [],
  ],
  [
    'nothing by a cast by way of text',
    'ALTER TABLE users ALTER COLUMN email TYPE varchar(30) USING email::text::varchar(30)',
    [],
  ],
  [
    'nothing by a cast that is written out',
    'ALTER TABLE users ALTER COLUMN email TYPE text USING CAST(email AS text)',
    [],
  ],
  [
    'what an upsert overwrote, and leaves the rows that were new',
    'INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET email = NULL',
    ['what users held where it inserted rows that were there already'],
    ['the rows that it inserted into users'],
  ],
  [
    'and leaves those of an INSERT that minds those that are there',
    'INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING',
    [],
    ['the rows that it inserted into users'],
  ],
  ['rows through a view', 'DELETE FROM active_users', ['the rows that it deleted from active_users']],
  [
    'rows of a table that the search path finds',
    'SET search_path TO billing; UPDATE invoices SET sum = 0',
    ['what invoices held where it updated rows'],
  ],
  [
    'the rows of a table of a schema that was renamed',
    'ALTER SCHEMA billing RENAME TO money; DROP TABLE money.invoices',
    ['the rows of billing.invoices'],
  ],
  [
    'what a composite type held',
    'ALTER TYPE address DROP ATTRIBUTE city CASCADE',
    ['what values of the type address held in attributes that it changed'],
  ],
  ['nothing by a new attribute', 'ALTER TYPE address ADD ATTRIBUTE zip text', []],
];

const sqlite: Case[] = [
  ['the values of a dropped column', 'ALTER TABLE users DROP COLUMN email', ['the values of users.email']],
  ['tables and columns in any case', 'ALTER TABLE USERS DROP COLUMN email', ['the values of users.email']],
  [
    'nothing by a rebuild that copies everything',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, email text NOT NULL, age integer);
--> statement-breakpoint
INSERT INTO __new_users(id, email, age) SELECT id, email, age FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    [],
  ],
  [
    'the values of a column that a rebuild does not copy',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, age integer);
--> statement-breakpoint
INSERT INTO __new_users(id, age) SELECT id, age FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    ['the values of users.email'],
  ],
  [
    'what does not fit the type that a rebuild gives',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, email text, age text);
--> statement-breakpoint
INSERT INTO __new_users(id, email, age) SELECT id, email, age FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    ['what users.age held that fits integer and not text'],
  ],
  [
    'what does not fit, and what is not there any more, also where the copy names no columns',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, email integer);
INSERT INTO __new_users SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE __new_users RENAME TO users;`,
    ['the values of users.age', 'what users.email held that fits text and not integer'],
  ],
  [
    'what does not fit the type, and what comes into another column, where a rebuild copies by SELECT *',
    `CREATE TABLE __new_users (id text PRIMARY KEY NOT NULL, age integer, email text);
--> statement-breakpoint
INSERT INTO __new_users SELECT * FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    ['the values of users.email', 'the values of users.age', 'what users.id held that fits integer and not text'],
  ],
  [
    'nothing where that copies everything',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, email text NOT NULL, age integer);
--> statement-breakpoint
INSERT INTO __new_users SELECT * FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    [],
  ],
  [
    'the rows that a rebuild leaves out',
    `CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, email text, age integer);
--> statement-breakpoint
INSERT INTO __new_users(id, email, age) SELECT id, email, age FROM users WHERE age > 1;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`,
    ['the rows that it deleted from users'],
  ],
];

const mysql: Case[] = [
  ['the values of a dropped column', 'ALTER TABLE `users` DROP COLUMN `email`;', ['the values of users.email']],
  [
    'what does not fit a type that holds less',
    'ALTER TABLE `users` MODIFY COLUMN `email` varchar(5);',
    ['what users.email held that fits varchar(20) and not varchar(5)'],
  ],
  [
    'what an INSERT overwrites of a row that is there',
    'INSERT INTO `users` (`id`) VALUES (1) ON DUPLICATE KEY UPDATE `email` = 1;',
    ['what users held where it inserted rows that were there already'],
    ['the rows that it inserted into users'],
  ],
  [
    'a table by its old name',
    'RENAME TABLE `users` TO `people`;\n--> statement-breakpoint\nDROP TABLE `people`;',
    ['the rows of users'],
  ],
  [
    'what a statement that is not understood may do',
    'CALL tidy_up();',
    ['what its functions and its SQL built at run time changed in rows, if anything'],
  ],
];

describe.each([
  ['postgresql', postgresql],
  ['sqlite', sqlite],
  ['mysql', mysql],
] as const)('%s: a migration takes', (dialect, cases) => {
  test.each(cases)('%s', async (_, sql, lost, left = []) => {
    expect(await losses(dialect, sql)).toEqual({ lost, left });
  });
});

describe('what is gone without being named is found by the schema after', () => {
  const without = (gone: (path: string) => boolean) =>
    tables('postgresql')
      .map((table) => ({ ...table, columns: table.columns.filter((column) => !gone(`${table.table}.${column}`)) }))
      .filter(({ columns }) => columns.length > 0);

  test.each<[string, string, (path: string) => boolean, string[]]>([
    ['a table', 'DROP SCHEMA billing CASCADE', (path) => path.startsWith('invoices'), ['the rows of billing.invoices']],
    ['a column', 'DROP TYPE mail CASCADE', (path) => path === 'users.email', ['the values of users.email']],
    ['nothing where all is there', 'DROP TYPE mail CASCADE', () => false, []],
  ])('%s', async (_, sql, gone, lost) => {
    const effects = effectsOf(
      'postgresql',
      await parseOperations('postgresql', sql),
      tables('postgresql'),
      without(gone),
    );

    expect(lossesOf('postgresql', effects, () => null).lost).toEqual(lost);
  });

  test('a table that a block did not rename after all is there', async () => {
    const block = 'DO $$ BEGIN IF false THEN ALTER TABLE users RENAME TO people; END IF; END $$';
    const all = tables('postgresql');
    const effects = effectsOf('postgresql', await parseOperations('postgresql', block), all, all);

    expect(effects).toMatchObject({ droppedTables: [], droppedColumns: [] });
  });
});

describe('without the schema before, what the migration did not make itself is taken for what was there', () => {
  test.each<Case>([
    ['a dropped table', 'DROP TABLE anything', ['the rows of anything']],
    ['a dropped column', 'ALTER TABLE anything DROP COLUMN a', ['the values of anything.a']],
    ['a changed type', 'ALTER TABLE t ALTER COLUMN a TYPE int', ['what t.a held that fits its old type and not int']],
    ['nothing of a new table', 'CREATE TABLE t (a int); DROP TABLE t', []],
    ['nothing of a new column', 'ALTER TABLE t ADD COLUMN a int; ALTER TABLE t DROP COLUMN a', []],
    [
      'the old name of a renamed column',
      'ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t DROP COLUMN b',
      ['the values of t.a'],
    ],
  ])('%s', async (_, sql, lost) => {
    expect(await losses('postgresql', sql, null)).toEqual({ lost, left: [] });
  });
});
