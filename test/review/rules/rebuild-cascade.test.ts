import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY);';
const posts = (end: string): string => `CREATE TABLE "posts" ("user" integer REFERENCES "users" ("id")${end});`;
const rebuild =
  'CREATE TABLE "__new_users" ("id" integer PRIMARY KEY); INSERT INTO "__new_users" ("id") SELECT "id" FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";';
const found = (history: string[]) => foundBy('rebuild-cascade', 'sqlite', history);

test('a rebuild of a parent is found, with what becomes of the rows of its children', async () => {
  const all = await reviewed('sqlite', [users + posts(' ON DELETE CASCADE'), rebuild]);
  const one = all.find(({ name }) => name === 'rebuild-cascade users');
  expect(one?.severity).toBe('warning');
  expect(one?.message).toContain('the rows of posts that refer to it are deleted');
  expect(one?.fix).toBe('Apply it with npx lockstep migrate');
});

test('one whose children keep their rows is not', async () => {
  expect(await found([users + posts(''), rebuild])).toEqual([]);
  expect(await found([users, `${posts(' ON DELETE CASCADE')} ${rebuild}`])).toEqual([]);
});

test('a parent that is dropped is an error, as long as the children stay', async () => {
  const made = users + posts(' ON DELETE SET NULL');
  const all = await reviewed('sqlite', [made, 'DROP TABLE "users";']);
  expect(all.find(({ name }) => name === 'rebuild-cascade users')).toMatchObject({ severity: 'error' });
  expect(await found([made, 'DROP TABLE "users"; DROP TABLE "posts";'])).toEqual([]);
});
