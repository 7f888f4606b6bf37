import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" varchar(80));';
const rename = 'ALTER TABLE "users" RENAME TO "customers";';

test('a table that is renamed is found, with the view that serves both names', async () => {
  const [found] = await reviewed('postgresql', [users, rename]);
  expect(found).toMatchObject({
    name: 'rename-table users',
    severity: 'error',
    statements: [rename, 'CREATE VIEW "users" AS SELECT * FROM "customers";'],
  });
  const moved = 'CREATE SCHEMA "app"; ALTER TABLE "users" SET SCHEMA "app";';
  expect(await foundBy('rename-table', 'postgresql', [users, moved])).toEqual(['rename-table users']);
});

test('one that leaves something under the old name, or that the migration made, is not', async () => {
  const found = (history: string[]) => foundBy('rename-table', 'postgresql', history);
  expect(await found([users, `${rename} CREATE VIEW "users" AS SELECT * FROM "customers";`])).toEqual([]);
  expect(await found(['', users + rename])).toEqual([]);
  expect(await found([users, rename + users])).toEqual(['rename-table users']);
  const swapped = `${rename + users} INSERT INTO "users" SELECT * FROM "customers";`;
  expect(await found([users, swapped])).toEqual([]);
  const rebuild = `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "name" text); INSERT INTO "__new_users" ("id", "name") SELECT "id", "name" FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
  expect(await foundBy('rename-table', 'sqlite', [users, rebuild])).toEqual([]);
});

test('so is a view, and every table of a schema that is renamed', async () => {
  const view = `${users} CREATE VIEW "names" AS SELECT "name" FROM "users";`;
  const renameView = 'ALTER VIEW "names" RENAME TO "labels";';
  expect(await foundBy('rename-table', 'postgresql', [view, renameView])).toEqual(['rename-table names']);
  expect(await foundBy('rename-table', 'postgresql', [users, view.replace(users, '') + renameView])).toEqual([]);

  const invoices = 'CREATE SCHEMA "billing"; CREATE TABLE "billing"."invoices" ("id" integer PRIMARY KEY);';
  const renameSchema = 'ALTER SCHEMA "billing" RENAME TO "accounting";';
  expect(await reviewed('postgresql', [invoices, renameSchema])).toMatchObject([
    {
      name: 'rename-schema billing',
      message:
        'Schema billing is called accounting from here on: code that is still running and names billing.invoices fails.',
      statements: [
        renameSchema,
        'CREATE SCHEMA "billing";',
        'CREATE VIEW "billing"."invoices" AS SELECT * FROM "accounting"."invoices";',
      ],
    },
  ]);
  const kept = `${renameSchema} CREATE SCHEMA "billing"; CREATE VIEW "billing"."invoices" AS SELECT * FROM "accounting"."invoices";`;
  for (const history of [
    [invoices, kept],
    ['', invoices + renameSchema],
    ['CREATE SCHEMA "billing";', renameSchema],
  ])
    expect(await foundBy('rename-schema', 'postgresql', history)).toEqual([]);
});

test('a column that is renamed is found, with the steps of its own', async () => {
  const [found] = await reviewed('postgresql', [users, 'ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";']);
  expect(found).toMatchObject({
    name: 'rename-column users.name',
    severity: 'error',
    fix: 'Rename the property in the code alone; or add full_name, write both, fill it, and drop name in a later release.',
    statements: [
      'ALTER TABLE "users" ADD COLUMN "full_name" varchar(80);',
      'UPDATE "users" SET "full_name" = "name" WHERE "full_name" IS NULL;',
      'ALTER TABLE "users" DROP COLUMN "name";',
    ],
  });
  const added = 'ALTER TABLE "users" ADD COLUMN "nick" text; ALTER TABLE "users" RENAME COLUMN "nick" TO "alias";';
  expect(await foundBy('rename-column', 'postgresql', [users, added])).toEqual([]);
});

test('so is one that MySQL’s CHANGE or a rebuild of SQLite renames', async () => {
  const change = 'ALTER TABLE `users` CHANGE `name` `full_name` varchar(80);';
  const made = 'CREATE TABLE `users` (`id` int PRIMARY KEY, `name` varchar(80));';
  expect(await foundBy('rename-column', 'mysql', [made, change])).toEqual(['rename-column users.name']);
  const rebuild = `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "full_name" text); INSERT INTO "__new_users" ("id", "full_name") SELECT "id", "name" FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
  expect(await foundBy('rename-column', 'sqlite', [users, rebuild])).toEqual(['rename-column users.name']);
});

test('a value of an enum that is renamed is found, unless the migration made it', async () => {
  const status = `CREATE TYPE "status" AS ENUM ('open');`;
  const [found] = await reviewed('postgresql', [status, `ALTER TYPE "status" RENAME VALUE 'open' TO 'active';`]);
  expect(found).toMatchObject({
    name: 'rename-enum-value status.open',
    severity: 'error',
    statements: [`ALTER TYPE "status" ADD VALUE 'active' AFTER 'open';`],
  });
  const made = `${status} ALTER TYPE "status" RENAME VALUE 'open' TO 'active';`;
  expect(await foundBy('rename-enum-value', 'postgresql', ['', made])).toEqual([]);
});
