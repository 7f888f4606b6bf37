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
