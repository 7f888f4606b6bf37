import { expect, test } from 'vitest';
import { serverOf } from '../../../src/review/server.js';
import { foundBy, risksOf } from '../helpers.js';

const users = 'CREATE TABLE users (id integer PRIMARY KEY);';
const found = (dialect: 'postgresql' | 'sqlite' | 'mysql', ...history: string[]) =>
  foundBy('required-column', dialect, history);

test('a required column without a default is found, with the steps to it', async () => {
  const add = 'ALTER TABLE users ADD COLUMN age integer NOT NULL;';
  const [risk] = await risksOf('required-column', 'postgresql', [users, add]);
  expect(risk).toMatchObject({
    name: 'required-column users.age',
    severity: 'error',
    fix: expect.stringContaining('npx lockstep new backfill users age --set "…" --as migration'),
    statements: [
      'ALTER TABLE "users" ADD COLUMN "age" integer;',
      'UPDATE "users" SET "age" = /* value */ WHERE "age" IS NULL;',
      'ALTER TABLE "users" ADD CONSTRAINT "users_age_not_null" CHECK ("age" IS NOT NULL) NOT VALID;',
      'ALTER TABLE "users" VALIDATE CONSTRAINT "users_age_not_null";',
      'ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;',
      'ALTER TABLE "users" DROP CONSTRAINT "users_age_not_null";',
    ],
  });
});

test.each([
  'ADD COLUMN age integer NOT NULL DEFAULT 0',
  'ADD COLUMN age integer',
  'ADD COLUMN number serial NOT NULL',
  'ADD COLUMN number integer NOT NULL GENERATED ALWAYS AS IDENTITY',
  'ADD COLUMN twice integer NOT NULL GENERATED ALWAYS AS (id * 2) STORED',
])('the rows have a value after %s', async (change) => {
  expect(await found('postgresql', users, `ALTER TABLE users ${change};`)).toEqual([]);
});

test('a table that the migration made or emptied has no rows', async () => {
  const add = 'ALTER TABLE users ADD COLUMN age integer NOT NULL;';
  expect(await found('postgresql', `${users} ${add}`)).toEqual([]);
  expect(await found('postgresql', users, `TRUNCATE users; ${add}`)).toEqual([]);
  expect(await found('postgresql', users, `TRUNCATE users; INSERT INTO users VALUES (1); ${add}`)).toHaveLength(1);
});

test('a default of NULL is none, and every such column is told', async () => {
  const add =
    'ALTER TABLE users ADD COLUMN a text NOT NULL DEFAULT NULL; ALTER TABLE users ADD COLUMN b text NOT NULL;';
  expect(await found('sqlite', users, add)).toEqual(['required-column users.a', 'required-column users.b']);
});

test('MySQL fills in a value in silence, and refuses the zero date; MariaDB takes that too', async () => {
  const add = 'ALTER TABLE `users` ADD `age` int NOT NULL; ALTER TABLE `users` ADD `at` datetime NOT NULL;';
  const history = ['CREATE TABLE `users` (`id` int PRIMARY KEY);', add];
  const mysql = await risksOf('required-column', 'mysql', history);
  expect(mysql.map(({ severity }) => severity)).toEqual(['warning', 'error']);
  expect(mysql[0]?.message).toContain('the value 0, without a word');
  const mariadb = await risksOf('required-column', 'mysql', history, { server: serverOf('mysql', 'mariadb 10.11') });
  expect(mariadb.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
});

test('a required column that is computed fails on a row that makes it null', async () => {
  const made = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "a" text, "b" text NOT NULL);';
  const add = (expression: string) =>
    `ALTER TABLE "users" ADD COLUMN "c" text NOT NULL GENERATED ALWAYS AS (${expression})`;
  const found = (expression: string, kind = 'STORED') =>
    risksOf('required-column', kind === 'STORED' ? 'postgresql' : 'sqlite', [made, `${add(expression)} ${kind};`]);
  expect(await found('"a" || "b"')).toMatchObject([
    { severity: 'error', statements: ['SELECT count(*) FROM "users" WHERE ("a" || "b") IS NULL;'] },
  ]);
  expect(await found('lower("a")', 'VIRTUAL')).toHaveLength(1);
  expect(await found(`coalesce("a", '')`)).toEqual([]);
  expect(await found('lower("b")')).toEqual([]);
  expect(await found(`to_tsvector('english', "b")::text`)).toEqual([]);
  expect(await found(`to_tsvector('english', coalesce("a", ''))::text`)).toMatchObject([{ severity: 'warning' }]);
});

test('a new table has the rows of the partition that is attached to it', async () => {
  const made = 'CREATE TABLE "old" ("d" date NOT NULL);';
  const found = (partition: string) =>
    foundBy('required-column', 'postgresql', [
      made,
      `CREATE TABLE "new" ("d" date NOT NULL); CREATE TABLE "events" ("d" date NOT NULL) PARTITION BY RANGE ("d");
ALTER TABLE "events" ATTACH PARTITION "${partition}" DEFAULT; ALTER TABLE "events" ADD COLUMN "x" text NOT NULL;`,
    ]);
  expect(await found('old')).toEqual(['required-column events.x']);
  expect(await found('new')).toEqual([]);
});
