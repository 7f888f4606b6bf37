import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const tables = 'CREATE TABLE "users" ("id" integer, "name" text); CREATE TABLE "orders" ("id" integer, "name" text);';
const addColumn = 'ALTER TABLE "users" ADD COLUMN "full" text;';

test.each([
  ['a change of its rows', 'UPDATE "users" SET "full" = "name";'],
  ['an index of another table', 'CREATE INDEX "i" ON "orders" ("id");'],
  ['a rewrite of another table', 'ALTER TABLE "orders" ALTER COLUMN "id" TYPE bigint;'],
])('a lock that is held during %s is found', async (_, sql) => {
  expect(await foundBy('many-locks', 'postgresql', [tables, addColumn + sql])).toEqual(['many-locks users']);
});

test('all that is locked and all that takes long is in one finding', async () => {
  const sql = `${addColumn}
ALTER TABLE "orders" ADD COLUMN "full" text;
UPDATE "users" SET "full" = "name";
CREATE INDEX "i" ON "orders" ("id");`;
  const found = await reviewed('postgresql', [tables, sql]);
  expect(found.filter(({ name }) => name.startsWith('many-locks'))).toEqual([
    {
      name: 'many-locks users',
      severity: 'warning',
      message:
        'users and orders take neither reads nor writes to the end of the migration, and in it the change of rows of users and the index of orders may take long.',
      line: 1,
      fix: 'Put what follows from line 3 on into a migration of its own.',
    },
  ]);
});

test.each([
  ['short statements', `${addColumn} ALTER TABLE "orders" DROP COLUMN "name";`],
  ['one rewrite', 'ALTER TABLE "users" ADD COLUMN "a" text; ALTER TABLE "users" ALTER COLUMN "id" TYPE bigint;'],
  ['a new table', `CREATE TABLE "new" ("id" integer); CREATE INDEX "i" ON "new" ("id"); ${addColumn}`],
  ['what runs statement by statement', `${addColumn} CREATE INDEX CONCURRENTLY "i" ON "orders" ("id");`],
])('%s: nothing is held for long', async (_, sql) => {
  expect(await foundBy('many-locks', 'postgresql', [tables, sql])).toEqual([]);
});

test.each(['postgresql', 'sqlite'] as const)(
  'a migration of %s that ends its transaction is found',
  async (dialect) => {
    const sql = 'BEGIN; SAVEPOINT a; RELEASE a;\nCOMMIT;';
    expect(await foundBy('transaction-control', dialect, [sql])).toEqual([
      'transaction-control line-1',
      'transaction-control line-2',
    ]);
  },
);
