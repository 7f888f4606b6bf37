import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY);';

test.each(['postgresql', 'sqlite'] as const)('a table that is dropped is found on %s', async (dialect) => {
  expect(await foundBy('drop-table', dialect, [users, 'DROP TABLE "users";'])).toEqual(['drop-table users']);
});

test('a table that the migration made itself may go', async () => {
  expect(await foundBy('drop-table', 'postgresql', [`${users} DROP TABLE "users";`])).toEqual([]);
});

test('the foreign keys that fall with it are named', async () => {
  const posts = 'CREATE TABLE "posts" ("user" integer REFERENCES "users");';
  const [found] = await reviewed('postgresql', [users + posts, 'DROP TABLE "users" CASCADE;']);
  expect(found?.message).toContain('The foreign keys of posts to it fall with it');
});

test('the views that read it are named, and what becomes of them', async () => {
  const views = 'CREATE VIEW "active" AS SELECT "id" FROM "users"; CREATE VIEW "top" AS SELECT * FROM public.active;';
  const [falling] = await reviewed('postgresql', [users + views, 'DROP TABLE "users" CASCADE;']);
  expect(falling?.message).toContain('The views active and top fall with it (CASCADE).');
  const [refused] = await reviewed('postgresql', [users + views, 'DROP TABLE "users";']);
  expect(refused?.message).toContain('PostgreSQL refuses it as long as the views active and top are there.');
  const [broken] = await reviewed('sqlite', [users + views.replace('public.', ''), 'DROP TABLE "users";']);
  expect(broken?.message).toContain('The views active and top can no longer be read.');
});

test('a temporary table may go, and no other of its name', async () => {
  const sql = 'CREATE TEMPORARY TABLE "users" ("id" integer); DROP TABLE ';
  const found = (dropped: string) => foundBy('drop-table', 'postgresql', [users, sql + dropped]);
  expect(await found('"users"')).toEqual([]);
  expect(await found('pg_temp."users"')).toEqual([]);
  expect(await found('"public"."users"')).toEqual(['drop-table users']);
});
