import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const tables = `CREATE TABLE "users" ("id" integer PRIMARY KEY, "locale" text);
CREATE TABLE "posts" ("id" integer PRIMARY KEY, "user" integer REFERENCES "users");
CREATE TABLE "tags" ("post" integer REFERENCES "posts");`;

test('TRUNCATE is found, with the tables that CASCADE empties too', async () => {
  const [found] = await reviewed('postgresql', [tables, 'TRUNCATE "users" CASCADE;']);
  expect(found).toMatchObject({ name: 'truncate users', severity: 'error' });
  expect(found?.message).toContain('So are those of posts and tags');
  expect(await foundBy('truncate', 'postgresql', ['', `${tables} TRUNCATE "users" CASCADE;`])).toEqual([]);
});

test('DELETE is found where it leaves no row', async () => {
  const found = (sql: string) => foundBy('delete-all', 'sqlite', [tables, sql]);
  expect(await found('DELETE FROM "users";')).toEqual(['delete-all users']);
  for (const where of ['1 = 1', '(TRUE)', 'NOT false', '"id" = 1 OR 1', '(1=1 AND true)']) {
    expect(await found(`DELETE FROM "users" WHERE ${where};`)).toEqual(['delete-all users']);
  }
  expect(await found('DELETE FROM "users" WHERE "id" = 1 AND true;')).toEqual([]);
  expect(await found('DELETE FROM "users" WHERE "id" = 1;')).toEqual([]);
  expect(await found('CREATE TABLE "new" ("id" integer); INSERT INTO "new" VALUES (1); DELETE FROM "new";')).toEqual(
    [],
  );
});

test('UPDATE is found where it overwrites every value that was there', async () => {
  const found = (sql: string) => foundBy('update-all', 'postgresql', [tables, sql]);
  expect(await found(`UPDATE "users" SET "locale" = 'en';`)).toEqual(['update-all users.locale']);
  expect(await found(`UPDATE "users" SET "locale" = 'en' WHERE "locale" IS NULL;`)).toEqual([]);
  expect(await found(`ALTER TABLE "users" ADD COLUMN "zone" text; UPDATE "users" SET "zone" = 'UTC';`)).toEqual([]);
});

test('rows that are put back by the same migration make it a warning', async () => {
  const sql = 'DELETE FROM "users"; INSERT INTO "users" SELECT * FROM "kept";';
  const [found] = await reviewed('sqlite', [tables, sql]);
  expect(found).toMatchObject({ name: 'delete-all users', severity: 'warning' });
});

test('a rebuild that leaves rows out is found', async () => {
  const rebuild = (insert: string, where: string): string =>
    `CREATE TABLE "__new_tags" ("post" integer); ${insert} INTO "__new_tags" ("post") SELECT "post" FROM "tags"${where}; DROP TABLE "tags"; ALTER TABLE "__new_tags" RENAME TO "tags";`;
  const found = (insert: string, where = '') =>
    foundBy('rebuild-leaves-rows', 'sqlite', [tables, rebuild(insert, where)]);
  expect(await found('INSERT')).toEqual([]);
  expect(await found('INSERT OR IGNORE')).toEqual(['rebuild-leaves-rows tags']);
  expect(await found('INSERT', ' WHERE "post" > 1')).toEqual(['rebuild-leaves-rows tags']);
});
