import { expect, test } from 'vitest';
import { risksOf } from '../helpers.js';

const users =
  'CREATE TABLE "users" ("id" integer, "email" varchar(90), "name" text, "short" text GENERATED ALWAYS AS (left("name", 9)) STORED);';
const view = 'CREATE VIEW "mails" AS SELECT "email" FROM "users"';
const above = 'CREATE MATERIALIZED VIEW "app"."all_mails" AS SELECT * FROM "mails"';
const change = 'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE text';
const found = (...history: string[]) => risksOf('type-under-view', 'postgresql', history);

test('a column under a view does not change its type, and the way around drops and makes the views above it', async () => {
  expect(await found(`${users} ${view}; ${above};`, `${change};`)).toMatchObject([
    {
      name: 'type-under-view users.email',
      severity: 'error',
      message: expect.stringContaining('as long as view mails and view app.all_mails use it'),
      statements: [
        'DROP MATERIALIZED VIEW "app"."all_mails";',
        'DROP VIEW "mails";',
        `${change};`,
        `${view};`,
        `${above};`,
      ],
    },
  ]);
});

test('nor one that a generated column is made of', async () => {
  const [risk] = await found(users, 'ALTER TABLE "users" ALTER COLUMN "name" SET DATA TYPE varchar;');
  expect(risk?.message).toContain('as long as generated column short uses it');
});

test('a column that no view names does, and one whose views the migration dropped before', async () => {
  expect(await found(`${users} ${view};`, 'ALTER TABLE "users" ALTER COLUMN "id" SET DATA TYPE bigint;')).toEqual([]);
  expect(await found(`${users} ${view};`, `DROP VIEW "mails"; ${change}; ${view};`)).toEqual([]);
});

test('a view over two tables with such a column may read the other one', async () => {
  const other = 'CREATE TABLE "other" ("email" text);';
  const join = 'CREATE VIEW "j" AS SELECT "other"."email" FROM "users" JOIN "other" ON true;';
  expect(await found(users + other + join, `${change};`)).toMatchObject([{ severity: 'warning' }]);
});
