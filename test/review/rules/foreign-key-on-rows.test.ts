import { expect, test } from 'vitest';
import { foundBy, reviewed, risksOf } from '../helpers.js';

const tables =
  'CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE posts (id integer PRIMARY KEY, author integer, parent integer);';
const add =
  'ALTER TABLE posts ADD CONSTRAINT posts_author_fk FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE';

test('a foreign key over rows is found, with the query for orphans and the way in two steps', async () => {
  const [risk] = await reviewed('postgresql', [tables, `${add};`]);
  expect(risk).toMatchObject({
    name: 'foreign-key-on-rows posts_author_fk',
    severity: 'error',
    message: 'posts_author_fk fails to be made if author of a row of posts is not in users.',
    statements: [
      'SELECT "author" FROM "posts" WHERE "posts"."author" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "users" WHERE "users"."id" = "posts"."author");',
      'ALTER TABLE "posts" ADD CONSTRAINT "posts_author_fk" FOREIGN KEY ("author") REFERENCES "users" ("id") ON DELETE CASCADE NOT VALID;',
      'ALTER TABLE "posts" VALIDATE CONSTRAINT "posts_author_fk";',
    ],
  });
});

test.each([
  ['it is not valid yet', `${add} NOT VALID;`],
  ['its column is new', 'ALTER TABLE posts ADD COLUMN editor integer REFERENCES users (id);'],
  [
    'its column is new and without values',
    `ALTER TABLE posts DROP COLUMN author; ALTER TABLE posts ADD COLUMN author integer; ${add};`,
  ],
  ['only an empty table lets the migration through', `ALTER TABLE posts ADD COLUMN x integer NOT NULL; ${add};`],
])('the rows need not be looked at where %s', async (_, change) => {
  expect(await foundBy('foreign-key-on-rows', 'postgresql', [tables, change])).toEqual([]);
});

test('one that is made again with another action is no news', async () => {
  const again = `ALTER TABLE posts DROP CONSTRAINT posts_author_fk; ${add.replace('CASCADE', 'SET NULL')};`;
  expect(await foundBy('foreign-key-on-rows', 'postgresql', [tables, `${add};`, again])).toEqual([]);
  expect(await foundBy('foreign-key-on-rows', 'postgresql', [tables, `${add} NOT VALID;`, again])).toHaveLength(1);
});

test('one of a table to itself has a query that runs', async () => {
  const own = 'ALTER TABLE posts ADD CONSTRAINT k FOREIGN KEY (parent) REFERENCES posts;';
  const [risk] = await reviewed('postgresql', [tables, own]);
  expect(risk?.statements?.[0]).toContain('FROM "posts" AS referred WHERE referred."id" = "posts"."parent"');
});

test('MySQL does not look where its checks are off', async () => {
  const key = 'ALTER TABLE `posts` ADD CONSTRAINT `k` FOREIGN KEY (`author`) REFERENCES `users`(`id`);';
  const history = 'CREATE TABLE `users` (`id` int PRIMARY KEY); CREATE TABLE `posts` (`author` int);';
  expect(await foundBy('foreign-key-on-rows', 'mysql', [history, key])).toEqual(['foreign-key-on-rows k']);
  expect(await foundBy('foreign-key-on-rows', 'mysql', [history, `SET FOREIGN_KEY_CHECKS = 0; ${key}`])).toEqual([]);
});

test('one that a rebuild adds is found: a warning where foreign keys are turned off', async () => {
  const old =
    'CREATE TABLE `users` (`id` integer PRIMARY KEY); CREATE TABLE `t` (`id` integer PRIMARY KEY, `u` integer);';
  const rebuild =
    'CREATE TABLE `__new_t` (`id` integer PRIMARY KEY, `u` integer, FOREIGN KEY (`u`) REFERENCES `users`(`id`)); INSERT INTO `__new_t`("id", "u") SELECT "id", "u" FROM `t`; DROP TABLE `t`; ALTER TABLE `__new_t` RENAME TO `t`;';
  const severities = async (sql: string) =>
    (await risksOf('foreign-key-on-rows', 'sqlite', [old, sql])).map(({ severity }) => severity);
  expect(await severities(rebuild)).toEqual(['error']);
  expect(await severities(`PRAGMA foreign_keys=OFF; ${rebuild}`)).toEqual(['warning']);
});

test('one that libSQL gives a column is a warning: it looks at new rows only', async () => {
  const old = 'CREATE TABLE `users` (`id` integer PRIMARY KEY); CREATE TABLE `t` (`u` integer);';
  const alter = 'ALTER TABLE `t` ALTER COLUMN "u" TO "u" integer REFERENCES users(id);';
  expect(await risksOf('foreign-key-on-rows', 'sqlite', [old, alter])).toMatchObject([
    { severity: 'warning', message: 't.u holds for new rows of t only: those whose u is not in users stay, unseen.' },
  ]);
});
