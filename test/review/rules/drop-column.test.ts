import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text UNIQUE, "email" text);';

test('a column that is dropped is found, with what goes with it', async () => {
  const view =
    'CREATE VIEW "names" AS SELECT "name" FROM "users"; CREATE VIEW "emails" AS SELECT "email" FROM "users";';
  const [found] = await reviewed('postgresql', [users + view, 'ALTER TABLE "users" DROP COLUMN "name" CASCADE;']);
  expect(found).toMatchObject({ name: 'drop-column users.name', severity: 'error' });
  expect(found?.message).toBe(
    'users.name is dropped, and its values are gone from every row. With it goes users_name_key. The view names falls with it (CASCADE). Code that still has it in its schema fails.',
  );
});

test('on SQLite, also one that a rebuild does not copy', async () => {
  const rebuild = (columns: string, copied: string): string =>
    `CREATE TABLE "__new_users" (${columns}); INSERT INTO "__new_users" (${copied}) SELECT ${copied} FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
  const without = rebuild('"id" integer PRIMARY KEY, "name" text', '"id", "name"');
  expect(await foundBy('drop-column', 'sqlite', [users, without])).toEqual(['drop-column users.email']);
  const all = rebuild('"id" integer PRIMARY KEY, "name" text, "email" text', '"id", "name", "email"');
  expect(await foundBy('drop-column', 'sqlite', [users, all])).toEqual([]);
});

test.each([
  ['a column of a table that the migration made', ['', `${users} ALTER TABLE "users" DROP COLUMN "name";`]],
  [
    'a column that the migration added',
    [users, 'ALTER TABLE "users" ADD COLUMN "tmp" text; ALTER TABLE "users" DROP COLUMN "tmp";'],
  ],
  ['a column that is not there', [users, 'ALTER TABLE "users" DROP COLUMN IF EXISTS "age";']],
])('%s may go', async (_, history) => {
  expect(await foundBy('drop-column', 'postgresql', history)).toEqual([]);
});
