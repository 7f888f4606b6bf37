import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { foundBy, reviewed } from '../helpers.js';

const users =
  'CREATE TABLE users (id integer PRIMARY KEY, email text, code text NOT NULL, CONSTRAINT users_code_key UNIQUE (code));';
const found = (...history: string[]) => foundBy('unique-on-rows', 'postgresql', history);

test('a unique constraint over rows is found, with the query for duplicates and the way without a lock', async () => {
  const [risk] = await reviewed('postgresql', [users, 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);']);
  expect(risk).toMatchObject({
    name: 'unique-on-rows users_email',
    message: 'users_email fails to be made if two rows of users have the same email.',
    statements: [
      'SELECT "email", count(*) FROM "users" WHERE "email" IS NOT NULL GROUP BY "email" HAVING count(*) > 1;',
      'CREATE UNIQUE INDEX CONCURRENTLY "users_email" ON "users" ("email");',
      'ALTER TABLE "users" ADD CONSTRAINT "users_email" UNIQUE USING INDEX "users_email";',
    ],
  });
});

test.each([
  'CREATE UNIQUE INDEX i ON users (lower(email)) WHERE id > 5;',
  'CREATE UNIQUE INDEX CONCURRENTLY i ON users (email);',
  'ALTER TABLE users ADD COLUMN slug text DEFAULT $$a$$; CREATE UNIQUE INDEX i ON users (slug);',
])('rows may be alike in %s', async (change) => {
  expect(await found(users, change)).toEqual(['unique-on-rows i']);
});

test.each([
  ['another key says so', 'CREATE UNIQUE INDEX i ON users (email, id);'],
  ['the key is made again', 'ALTER TABLE users DROP CONSTRAINT users_code_key; CREATE UNIQUE INDEX i ON users (code);'],
  [
    'every row has a null',
    'ALTER TABLE users ADD COLUMN slug text UNIQUE; CREATE UNIQUE INDEX i ON users (slug, email);',
  ],
  ['every row has its own', 'ALTER TABLE users ADD COLUMN key uuid DEFAULT gen_random_uuid() NOT NULL UNIQUE;'],
  [
    'no row meets it',
    'ALTER TABLE users ADD COLUMN main boolean DEFAULT false; CREATE UNIQUE INDEX i ON users (email) WHERE users.main;',
  ],
  ['the index is there', 'CREATE UNIQUE INDEX IF NOT EXISTS users_old ON users (email);'],
  ['the table has no rows', 'TRUNCATE users; CREATE UNIQUE INDEX i ON users (email);'],
])('no two rows are alike where %s', async (_, change) => {
  expect(await found(`${users} CREATE INDEX users_old ON users (email);`, change)).toEqual([]);
});

test('nulls that are not distinct are alike', async () => {
  const add =
    'ALTER TABLE users ADD COLUMN slug text; ALTER TABLE users ADD CONSTRAINT s UNIQUE NULLS NOT DISTINCT (slug);';
  expect(await found(users, add)).toEqual(['unique-on-rows s']);
});

test('it is a warning where the migration changes the rows before', async () => {
  const [risk] = await reviewed('postgresql', [
    users,
    'UPDATE users SET email = id::text WHERE email IS NULL; CREATE UNIQUE INDEX i ON users (email);',
  ]);
  expect(risk?.severity).toBe('warning');
});

test('an index that a rebuild of SQLite makes again is no news', async () => {
  const old = 'CREATE TABLE `t` (`id` integer PRIMARY KEY, `a` text); CREATE UNIQUE INDEX `i` ON `t` (`a`);';
  const rebuild =
    'CREATE TABLE `__new_t` (`id` integer PRIMARY KEY, `a` text, `b` text UNIQUE); INSERT INTO `__new_t`("id", "a") SELECT "id", "a" FROM `t`; DROP TABLE `t`; ALTER TABLE `__new_t` RENAME TO `t`; CREATE UNIQUE INDEX `i` ON `t` (`a`);';
  expect(await foundBy('unique-on-rows', 'sqlite', [old, rebuild])).toEqual([]);
  expect(await foundBy('unique-on-rows', 'sqlite', [old.replace('UNIQUE', ''), rebuild])).toEqual(['unique-on-rows i']);
});

test('MySQL gives every row the same value in a required column that has none', async () => {
  const made = 'CREATE TABLE `users` (`id` int PRIMARY KEY);';
  const found = (column: string) =>
    foundBy('unique-on-rows', 'mysql', [made, `ALTER TABLE \`users\` ADD \`n\` ${column};`]);
  expect(await found('int NOT NULL UNIQUE')).toEqual(['unique-on-rows users.n']);
  expect(await found('int UNIQUE')).toEqual([]);
});

test('a unique key that takes nulls for equal is another than one that does not', async () => {
  const again = 'ALTER TABLE "users" DROP CONSTRAINT "k"; ALTER TABLE "users" ADD CONSTRAINT "k" UNIQUE';
  const found = (column: string, nulls: string) =>
    foundBy('unique-on-rows', 'postgresql', [
      `CREATE TABLE "users" ("email" ${column}, CONSTRAINT "k" UNIQUE ("email"));`,
      `${again} ${nulls} ("email");`,
    ]);
  expect(await found('text', 'NULLS NOT DISTINCT')).toEqual(['unique-on-rows k']);
  expect(await found('text NOT NULL', 'NULLS NOT DISTINCT')).toEqual([]);
  expect(await found('text', '')).toEqual([]);
});

test('a unique column is not unique by less than all of it', async () => {
  const made = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(90) UNIQUE);';
  const query = async (dialect: Dialect, part: string) => {
    const found = await reviewed(dialect, [made, `CREATE UNIQUE INDEX u ON users (${part});`]);
    return found.find(({ name }) => name === 'unique-on-rows u')?.statements?.[0]?.replace(/ FROM.* GROUP/, ' GROUP');
  };
  expect(await query('postgresql', 'lower(email)')).toBe(
    'SELECT lower(email), count(*) GROUP BY lower(email) HAVING count(*) > 1;',
  );
  expect(await query('sqlite', 'email COLLATE NOCASE DESC')).toContain('GROUP BY "email" COLLATE NOCASE HAVING');
  expect(await query('mysql', 'email(10)')).toContain('GROUP BY left(`email`, 10) HAVING');
  expect(await query('postgresql', 'email DESC')).toBe(undefined);
  expect(await query('postgresql', 'id, lower(email)')).toBe(undefined);
});
