import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text NOT NULL);';
const tighten = 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;';

test('a column that may hold nulls is found', async () => {
  const [risk] = await reviewed('postgresql', [users, tighten]);
  expect(risk).toMatchObject({ name: 'set-not-null users.name', severity: 'error' });
  expect(risk?.message).toBe('users.name becomes required: the migration fails if a row of users has no value in it.');
});

test.each([
  "UPDATE users SET name = 'x' WHERE name IS NULL;",
  'UPDATE users SET name = coalesce(name, nick);',
  'UPDATE users SET name = nick::text WHERE users.name IS NULL;',
  'DELETE FROM users WHERE name IS NULL;',
  'ALTER TABLE users ADD CONSTRAINT c CHECK (name IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c;',
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL;',
])('no row has a null after %s', async (before) => {
  const found = await foundBy('set-not-null', 'postgresql', [users, before + tighten]);
  expect(found.length).toBe(before.includes('SET NOT NULL') ? 1 : 0);
});

test.each([
  ['UPDATE users SET name = (SELECT max(nick) FROM users) WHERE name IS NULL;', 'warning'],
  ["UPDATE users SET name = 'x' WHERE id > 5;", 'warning'],
  ["UPDATE users SET nick = 'x';", 'error'],
  ['ALTER TABLE users ADD CONSTRAINT c CHECK (name IS NOT NULL) NOT VALID;', 'error'],
])('after %s it is a %s', async (before, severity) => {
  const found = await reviewed('postgresql', [users, before + tighten]);
  expect(found.find(({ name }) => name.startsWith('set-not-null'))?.severity).toBe(severity);
});

test('a column that the migration adds is null in every row, or has its default there', async () => {
  const add = (rest: string) =>
    `ALTER TABLE users ADD COLUMN age integer${rest}; ALTER TABLE users ALTER COLUMN age SET NOT NULL;`;
  const [risk] = await reviewed('postgresql', [users, add('')]);
  expect(risk?.message).toContain('right after it was added without a value');
  expect(await foundBy('set-not-null', 'postgresql', [users, add(' DEFAULT 0')])).toEqual([]);
});

test('MODIFY is found where the column was nullable, and only there', async () => {
  const table = 'CREATE TABLE `users` (`id` int, `name` varchar(20), `nick` varchar(20) NOT NULL);';
  const modify = (column: string) => `ALTER TABLE \`users\` MODIFY COLUMN \`${column}\` varchar(20) NOT NULL;`;
  expect(await foundBy('set-not-null', 'mysql', [table, modify('name')])).toEqual(['set-not-null users.name']);
  expect(await foundBy('set-not-null', 'mysql', [table, modify('nick')])).toEqual([]);
});

test("libSQL's ALTER COLUMN … TO does not look at the rows", async () => {
  const modify = 'ALTER TABLE `users` ALTER COLUMN "name" TO "name" text NOT NULL;';
  expect(await foundBy('set-not-null', 'sqlite', [users, modify])).toEqual([]);
});
