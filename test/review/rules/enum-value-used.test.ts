import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const orders = `CREATE TYPE "status" AS ENUM ('open'); CREATE TABLE "orders" ("status" "status", "note" text);
CREATE TABLE "notes" ("text" text);`;
const add = `ALTER TYPE "public"."status" ADD VALUE 'done';\n`;
const found = (sql: string) => foundBy('enum-value-used', 'postgresql', [orders, sql]);

test.each([
  ['a default', `ALTER TABLE "orders" ALTER COLUMN "status" SET DEFAULT 'done';`],
  ['a row', `UPDATE "orders" SET "status" = 'done' WHERE "status" IS NULL;`],
  ['a cast', `INSERT INTO "notes" SELECT 'done'::"public"."status"::text;`],
  ['a cast in words', `INSERT INTO "notes" SELECT CAST('done' AS "status")::text;`],
  ['a view', `CREATE VIEW "open" AS SELECT * FROM "orders" WHERE "status" = 'done';`],
  ['a query', `INSERT INTO "notes" SELECT "note" FROM "orders" WHERE "status" = 'done';`],
  ['another table', `UPDATE "notes" SET "text" = '' FROM "orders" WHERE "orders"."status" = 'done';`],
])('a new value used in %s is found', async (_, use) => {
  expect(await found(add + use)).toEqual(['enum-value-used status.done']);
});

test('the place and the line of both are said', async () => {
  const use = `UPDATE "orders" SET "status" = 'done' WHERE "status" IS NULL;`;
  const all = await reviewed('postgresql', [orders, add + use]);
  expect(all.find(({ name }) => name.startsWith('enum-value-used'))).toMatchObject({
    severity: 'error',
    line: 2,
    message: expect.stringContaining('the value done that line 1 adds to status'),
  });
});

test('a value that was there, one of a type that the migration made, and the same word elsewhere are not', async () => {
  expect(await found(`${add} INSERT INTO "notes" VALUES ('done');`)).toEqual([]);
  expect(await found(`${add} ALTER TYPE "status" ADD VALUE 'paid' BEFORE 'done';`)).toEqual([]);
  expect(await found(`${add} UPDATE "orders" SET "status" = 'open' WHERE "note" IS NULL;`)).toEqual([]);
  const made = `CREATE TYPE "mood" AS ENUM ('a'); ALTER TYPE "mood" ADD VALUE 'b'; CREATE TABLE "m" ("m" "mood" DEFAULT 'b');`;
  expect(await found(made)).toEqual([]);
});
