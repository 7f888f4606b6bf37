import { describe, expect, test } from 'vitest';
import { unseenIn } from '../../src/rollback/unseen.js';
import type { Change } from '../../src/rollback/verify.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

const table = { kind: 'table', schema: 'public', table: null, name: 'users' };
const made: Change = { kind: 'unexpected', object: table };
const set = (fact: string): Change => ({ kind: 'changed', object: table, fact, from: null });

async function unseen(sql: string, changes: Change[] = []): Promise<string[]> {
  return unseenIn('postgresql', await parseOperations('postgresql', sql), changes);
}

describe('it is said of', () => {
  test.each([
    'ALTER TABLE users OWNER TO bob',
    'ALTER TABLE users ALTER COLUMN n SET STATISTICS 500',
    'ALTER TABLE users ALTER COLUMN n SET STORAGE EXTERNAL',
    'ALTER TABLE users CLUSTER ON users_pkey',
    'ALTER TABLE users DISABLE TRIGGER ALL',
    'ALTER INDEX users_pkey SET (fillfactor = 50)',
    'ALTER SEQUENCE tickets RESTART WITH 500',
    "ALTER ROLE bob SET statement_timeout = '5s'",
    'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob',
    'CREATE PUBLICATION pub FOR TABLE users',
    'GRANT CONNECT ON DATABASE shop TO bob',
  ])('%s', async (sql) => {
    expect(await unseen(sql)).toEqual([`what "${sql}" did that the catalog does not show, if anything`]);
  });

  test.each(['PRAGMA user_version = 5', 'PRAGMA journal_mode = wal'])('SQLite: %s', async (sql) => {
    expect(unseenIn('sqlite', await parseOperations('sqlite', sql), [])).toHaveLength(1);
  });

  test('an owner in a block', async () => {
    expect(await unseen('DO $$ BEGIN ALTER TABLE users OWNER TO bob; END $$')).toHaveLength(1);
  });

  test('an owner whose table changes otherwise, too', async () => {
    expect(await unseen('ALTER TABLE users OWNER TO bob', [set('options')])).toHaveLength(1);
  });

  test('an owner of a table that only has another name', async () => {
    expect(await unseen('ALTER TABLE people RENAME TO users; ALTER TABLE users OWNER TO bob', [made])).toHaveLength(1);
  });

  test('default privileges, whatever else is granted', async () => {
    const sql = 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob';
    expect(await unseen(sql, [set('privileges'), made])).toHaveLength(1);
  });
});

describe('it is not said of', () => {
  test.each([
    ['what the catalog shows', 'ALTER TABLE users SET (fillfactor = 70)', set('options')],
    ['privileges that it shows', 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO bob', set('privileges')],
    ['the owner of a table that goes with the down', 'ALTER TABLE users OWNER TO bob', made],
    ['what is granted on one', 'GRANT SELECT ON users TO bob', made],
  ])('%s', async (_, sql, change) => {
    expect(await unseen(sql, [change])).toEqual([]);
  });

  test('columns, tables and rows', async () => {
    const sql = 'CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int; UPDATE t SET a = 1; DROP TABLE users';
    expect(await unseen(sql)).toEqual([]);
  });

  test.each(['PRAGMA user_version', 'PRAGMA foreign_keys = off'])('SQLite: %s', async (sql) => {
    expect(unseenIn('sqlite', await parseOperations('sqlite', sql), [])).toEqual([]);
  });

  test('MySQL, whose inverse says itself what it cannot undo', async () => {
    expect(unseenIn('mysql', await parseOperations('mysql', 'CALL tidy_up();'), [])).toEqual([]);
  });
});
