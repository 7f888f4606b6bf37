import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" uuid PRIMARY KEY);';
const withKey = (dialect: Dialect, sql: string) => foundBy('foreign-key-without-index', dialect, [users, sql]);

test('a foreign key without an index is found, with the statement that makes one', async () => {
  const add = 'ALTER TABLE "posts" ADD COLUMN "user_id" uuid REFERENCES "users" ("id");';
  const history = [`${users} CREATE TABLE "posts" ("id" uuid PRIMARY KEY);`, add];
  const [found] = (await reviewed('postgresql', history)).filter(({ name }) => name.startsWith('foreign-key-without'));
  expect(found).toMatchObject({
    name: 'foreign-key-without-index posts.user_id',
    severity: 'warning',
    fix: 'npx lockstep new index posts user_id',
    statements: ['CREATE INDEX CONCURRENTLY "posts_user_id_idx" ON "posts" ("user_id");'],
  });
});

test.each(['postgresql', 'sqlite'] as const)('on %s a key or an index that begins with it serves', async (dialect) => {
  const found = (rest: string) =>
    withKey(dialect, `CREATE TABLE "p" ("u" uuid REFERENCES "users" ("id"), "x" uuid${rest}`);
  expect(await found(');')).toEqual(['foreign-key-without-index p.u']);
  expect(await found(', PRIMARY KEY ("u", "x"));')).toEqual([]);
  expect(await found('); CREATE INDEX "i" ON "p" ("u");')).toEqual([]);
  expect(await found('); CREATE INDEX "i" ON "p" ("x", "u");')).toEqual(['foreign-key-without-index p.u']);
  expect(await found('); CREATE INDEX "i" ON "p" ("u") WHERE "x" IS NULL;')).toEqual(['foreign-key-without-index p.u']);
});

test('MySQL makes its own', async () => {
  const sql = 'CREATE TABLE `p` (`u` int, CONSTRAINT `f` FOREIGN KEY (`u`) REFERENCES `users` (`id`));';
  expect(
    await foundBy('foreign-key-without-index', 'mysql', ['CREATE TABLE `users` (`id` int PRIMARY KEY);', sql]),
  ).toEqual([]);
});

test('a table without a primary key is found, made so or left so', async () => {
  const found = (sql: string) => foundBy('no-primary-key', 'postgresql', [users, sql]);
  expect(await found('CREATE TABLE "t" ("a" text);')).toEqual(['no-primary-key t']);
  expect(await found('ALTER TABLE "users" DROP CONSTRAINT "users_pkey";')).toEqual(['no-primary-key users']);
  expect(await found('CREATE TABLE "t" ("a" text); ALTER TABLE "t" ADD PRIMARY KEY ("a");')).toEqual([]);
  expect(await found('CREATE TEMPORARY TABLE "t" ("a" text);')).toEqual([]);
});

test.each([
  ['uuid-key t.id', '"id" serial PRIMARY KEY'],
  ['uuid-key t.id', '"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY'],
  ['timestamp-without-time-zone t.at', '"at" timestamp (3) DEFAULT now()'],
  ['char-type t.code', '"code" char(2)'],
  ['char-type t.code', '"code" character(2)[]'],
])('%s is found in a table with %s', async (name, column) => {
  const found = await reviewed('postgresql', ['', `CREATE TABLE "t" (${column});`]);
  expect(found.map((one) => one.name)).toContain(name);
});

test.each([
  ['uuid-key', '"id" text PRIMARY KEY'],
  ['uuid-key', '"a" integer, "b" integer, PRIMARY KEY ("a", "b")'],
  ['timestamp-without-time-zone', '"at" timestamp with time zone'],
  ['timestamp-without-time-zone', '"at" timestamptz'],
  ['char-type', '"code" varchar(2)'],
])('%s is not found in a table with %s', async (rule, column) => {
  expect(await foundBy(rule, 'postgresql', ['', `CREATE TABLE "t" (${column});`])).toEqual([]);
});
