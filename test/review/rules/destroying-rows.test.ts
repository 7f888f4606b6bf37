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
  expect(await found('DELETE FROM "users" WHERE 1 = 1;')).toEqual(['delete-all users']);
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
