import { expect, test } from 'vitest';
import { foundBy, reviewed, risksOf } from '../helpers.js';

const users = 'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text NOT NULL);';
const tighten = 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;';

test('a column that may hold nulls is found', async () => {
  const [risk] = await risksOf('set-not-null', 'postgresql', [users, tighten]);
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
  const [risk] = await risksOf('set-not-null', 'postgresql', [users, add('')]);
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

test.each([
  ['postgresql', tighten],
  ['mysql', 'ALTER TABLE users MODIFY COLUMN name text NOT NULL;'],
] as const)('what an earlier migration filled in is not to be filled in again on %s', async (dialect, sql) => {
  const fill = 'UPDATE users SET name = nick WHERE name IS NULL;';
  const [risk] = await risksOf('set-not-null', dialect, [users, fill, sql]);
  expect(risk?.severity).toBe('error');
  expect(risk?.fix).toBe(
    'Look for rows without a value since 0001 filled them in, with the first query; accept it where there is none.',
  );
  expect(risk?.statements?.[0]).toMatch(/^SELECT count\(\*\) FROM .users. WHERE .name. IS NULL;$/);
  const [other] = await risksOf('set-not-null', dialect, [
    users,
    "UPDATE users SET name = 'x' WHERE nick IS NULL;",
    sql,
  ]);
  expect(other?.fix).toContain('new backfill users name');
});

test('nor before a rebuild of SQLite', async () => {
  const rebuild = `CREATE TABLE __new_users (id integer PRIMARY KEY, name text NOT NULL, nick text NOT NULL);
INSERT INTO __new_users("id", "name", "nick") SELECT "id", "name", "nick" FROM users;
DROP TABLE users;
ALTER TABLE __new_users RENAME TO users;`;
  const fill = 'UPDATE users SET name = nick WHERE name IS NULL;';
  const [risk] = await risksOf('rebuild-not-null', 'sqlite', [users, fill, rebuild]);
  expect(risk).toMatchObject({
    severity: 'error',
    fix: 'Look for rows without a value since 0001 filled them in, with the query; accept it where there is none.',
    statements: ['SELECT count(*) FROM "users" WHERE "name" IS NULL;'],
  });
});
