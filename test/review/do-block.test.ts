import { expect, test } from 'vitest';
import { foundBy, risksOf } from './helpers.js';

const users = 'CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text);';
const maybe = (sql: string) => `DO $$ BEGIN IF EXISTS (SELECT 1 FROM "flags") THEN ${sql} END IF; END $$;\n`;
const require = 'ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;';

test('a table that a block may have left as it was has its rows', async () => {
  const add = 'ALTER TABLE "users" ADD COLUMN "x" text NOT NULL;';
  const found = (sql: string) => foundBy('required-column', 'postgresql', [users, sql]);
  expect(await found(maybe('TRUNCATE "users";') + add)).toEqual(['required-column users.x']);
  expect(await found(maybe(`TRUNCATE "users"; ${add}`))).toEqual([]);
  expect(await found(`DO $$ BEGIN TRUNCATE "users"; END $$;${add}`)).toEqual([]);
});

test('a table that a block makes where it is missing is not new', async () => {
  const sql = `${maybe('CREATE TABLE "users" ("id" int, "name" text);')}ALTER TABLE "users" DROP COLUMN "name";`;
  expect(await foundBy('drop-column', 'postgresql', [users, sql])).toEqual(['drop-column users.name']);
  expect(await foundBy('drop-column', 'postgresql', [sql])).toEqual([]);
});

test('nulls that a block may have filled are a warning', async () => {
  const fill = `UPDATE "users" SET "name" = '' WHERE "name" IS NULL;`;
  const found = await risksOf('set-not-null', 'postgresql', [users, maybe(fill) + require]);
  expect(found).toMatchObject([{ name: 'set-not-null users.name', severity: 'warning' }]);
  expect(await foundBy('set-not-null', 'postgresql', [users, fill + require])).toEqual([]);
});

test('what a block may have skipped lets no later statement off', async () => {
  const add = maybe('ALTER TABLE "users" ADD COLUMN "y" int NOT NULL;');
  const unique = 'CREATE UNIQUE INDEX "u" ON "users" ("name");';
  expect(await foundBy('unique-on-rows', 'postgresql', [users, add + unique])).toEqual(['unique-on-rows u']);
});
