import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import type { Dialect } from '../../src/project/dialects.js';
import type { Operation } from '../../src/sql/operation.js';
import { parseOperations } from '../../src/sql/parse-operations.js';
import type { Column } from '../../src/sql/table-parts.js';
import { emptyPglite } from '../helpers/pglite.js';

/** `table.column not null` of all tables, sorted. */
type Columns = string[];

/** The columns that the operations leave behind, by nothing but what they say. */
async function columnsByOperations(dialect: Dialect, sql: string): Promise<Columns> {
  const tables = new Map<string, Map<string, boolean>>();
  const columnsOf = (table: string) => tables.get(table) ?? new Map<string, boolean>();
  const isNotNull = ({ notNull, constraints }: Column) =>
    notNull || (dialect === 'postgresql' && constraints.some(({ type }) => type === 'primary key'));
  const follow = (operation: Operation): void => {
    switch (operation.kind) {
      case 'create table':
        tables.set(operation.table, new Map(operation.columns.map((column) => [column.name, isNotNull(column)])));
        break;
      case 'drop table':
        tables.delete(operation.table);
        break;
      case 'rename table':
        tables.set(operation.to, columnsOf(operation.table));
        tables.delete(operation.table);
        break;
      case 'rebuild table':
        operation.steps.forEach(follow);
        break;
      case 'do block':
        operation.operations.forEach(follow);
        break;
      case 'add column':
      case 'modify column':
        columnsOf(operation.table).set(operation.column, isNotNull(operation.definition));
        break;
      case 'drop column':
        columnsOf(operation.table).delete(operation.column);
        break;
      case 'rename column': {
        const columns = columnsOf(operation.table);
        columns.set(operation.to, columns.get(operation.column) ?? false);
        columns.delete(operation.column);
        break;
      }
      case 'set not null':
      case 'drop not null':
        columnsOf(operation.table).set(operation.column, operation.kind === 'set not null');
        break;
      case 'unanalysed':
        throw new Error(operation.message);
      default:
    }
  };
  for (const operation of await parseOperations(dialect, sql)) follow(operation);
  return [...tables]
    .flatMap(([table, columns]) => [...columns].map(([column, notNull]) => line(table, column, notNull)))
    .sort();
}

const line = (table: unknown, column: unknown, notNull: boolean) => `${table}.${column}${notNull ? ' not null' : ''}`;

test('PostgreSQL makes of a migration what its operations say', async () => {
  const sql = `\uFEFF-- Orders; and users
    CREATE TABLE "Users" (id serial PRIMARY KEY, "e-mail" text NOT NULL DEFAULT 'a;b' CHECK ("e-mail" <> ''), gone int);\r
    CREATE TABLE old (a int, b int NOT NULL);
    ALTER TABLE old RENAME TO orders; ALTER TABLE orders RENAME a TO "A"; ALTER TABLE orders ALTER b DROP NOT NULL;
    DO $$ BEGIN ALTER TABLE orders ADD c int; ALTER TABLE orders ALTER c SET NOT NULL; END $$;
    ALTER TABLE "Users" DROP COLUMN gone, ADD COLUMN d numeric(3, 1) DEFAULT 1.5 NOT NULL;
    CREATE TABLE dropped (a int); DROP TABLE dropped;`;
  const database = await emptyPglite();
  try {
    await database.exec(sql.replace('\uFEFF', ''));
    const { rows } = await database.query<{ table_name: string; column_name: string; is_nullable: string }>(
      "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = 'public'",
    );
    const columns = rows.map((row) => line(row.table_name, row.column_name, row.is_nullable === 'NO'));

    expect(await columnsByOperations('postgresql', sql)).toEqual(columns.sort());
    expect(columns).toHaveLength(6);
  } finally {
    await database.close();
  }
});

test('SQLite makes of a migration what its operations say', async () => {
  const sql = `CREATE TABLE \`users\` (\`id\` integer PRIMARY KEY NOT NULL, [e-mail] text DEFAULT 'a;b', gone int);
    CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET gone = 1; DELETE FROM users WHERE 0; END;
    DROP TRIGGER t;
    ALTER TABLE users ADD "c" text DEFAULT ('x') NOT NULL; ALTER TABLE users RENAME COLUMN c TO d;
    ALTER TABLE users DROP COLUMN gone;
    CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, "e-mail" text NOT NULL, d text);
    INSERT INTO __new_users (id, "e-mail", d) SELECT id, "e-mail", d FROM users;
    DROP TABLE users; ALTER TABLE __new_users RENAME TO users;
    ALTER TABLE users ALTER COLUMN d TO d text NOT NULL DEFAULT 'x';
    CREATE TABLE other (a, b int);`;
  const database = createClient({ url: ':memory:' });
  try {
    await database.executeMultiple(sql);
    const { rows } = await database.execute(
      `SELECT m.name AS t, c.name AS c, c."notnull" AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`,
    );
    const columns = rows.map((row) => line(row.t, row.c, row.n === 1));

    expect(await columnsByOperations('sqlite', sql)).toEqual(columns.sort());
    expect(columns).toHaveLength(5);
  } finally {
    database.close();
  }
});
