import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = `CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" varchar(120), "age" integer, "at" timestamp(3));`;

async function add(definition: string): Promise<string[]> {
  const found = await reviewed('postgresql', [users, `ALTER TABLE "users" ADD COLUMN "c" ${definition};`]);
  const rules = ['volatile-default', 'stored-generated', 'serial-added'];
  return found.map(({ name }) => name.split(' ')[0] ?? '').filter((rule) => rules.includes(rule));
}

test.each([
  ['uuid DEFAULT gen_random_uuid() NOT NULL', 'volatile-default'],
  ['text DEFAULT make_key()', 'volatile-default'],
  ["text DEFAULT ('k' || random()::text)", 'volatile-default'],
  ['text GENERATED ALWAYS AS (name || name) STORED', 'stored-generated'],
  ['serial', 'serial-added'],
  ['bigint GENERATED ALWAYS AS IDENTITY', 'serial-added'],
])('a column %s is written into every row', async (definition, rule) => {
  expect(await add(definition)).toEqual([rule]);
});

test.each([
  'timestamp DEFAULT now() NOT NULL',
  'timestamptz(3) DEFAULT CURRENT_TIMESTAMP(3)',
  "varchar(9) DEFAULT 'random()'::varchar(9)",
  "numeric(10, 2) DEFAULT CAST('1' AS numeric(10, 2))",
  "text[] DEFAULT ARRAY[lower('A')]",
  'text GENERATED ALWAYS AS (name || name) VIRTUAL',
  'integer',
])('a column %s is only noted', async (definition) => {
  expect(await add(definition)).toEqual([]);
});

test('a new table is filled with nothing', async () => {
  const sql = 'CREATE TABLE "a" ("b" integer); ALTER TABLE "a" ADD COLUMN "c" uuid DEFAULT gen_random_uuid();';
  expect(await foundBy('volatile-default', 'postgresql', [users, sql])).toEqual([]);
});

test('the safe way of a serial is a sequence of the same name', async () => {
  const found = await reviewed('postgresql', [users, 'ALTER TABLE "users" ADD COLUMN "number" bigserial;']);
  expect(found.find(({ name }) => name === 'serial-added users.number')?.statements).toEqual([
    'CREATE SEQUENCE "users_number_seq" AS bigint;',
    'ALTER TABLE "users" ADD COLUMN "number" bigint;',
    'ALTER SEQUENCE "users_number_seq" OWNED BY "users"."number";',
    `ALTER TABLE "users" ALTER COLUMN "number" SET DEFAULT nextval('"users_number_seq"');`,
  ]);
});

test('a change of type is judged by the type before, and by what is made of the column', async () => {
  const change = (to: string, more = ''): Promise<string[]> =>
    foundBy('type-rewrite', 'postgresql', [users + more, `ALTER TABLE "users" ALTER COLUMN ${to};`]);
  const risk = ['type-rewrite users.name'];
  expect(await change('"name" SET DATA TYPE varchar(255)')).toEqual([]);
  expect(await change('"name" SET DATA TYPE text USING "name"::text')).toEqual([]);
  expect(await change('"name" SET DATA TYPE varchar(50)')).toEqual(risk);
  expect(await change('"name" SET DATA TYPE text USING lower("name")')).toEqual(risk);
  expect(await change('"name" TYPE text', 'CREATE INDEX "i" ON "users" ("name");')).toEqual([]);
  expect(await change('"name" TYPE text', 'CREATE INDEX "i" ON "users" (lower("name"));')).toEqual(risk);
  expect(await change('"name" TYPE text', 'ALTER TABLE "users" ADD CHECK ("name" <> 1);')).toEqual(risk);
  expect(await change('"name" TYPE text COLLATE "C"', 'CREATE INDEX "i" ON "users" ("name");')).toEqual(risk);
  expect(await change('"unknown" TYPE text')).toEqual(['type-rewrite users.unknown']);
  const zone = await reviewed('postgresql', [users, 'ALTER TABLE "users" ALTER COLUMN "at" TYPE timestamptz;']);
  expect(zone.find(({ name }) => name === 'type-rewrite users.at')?.message).toContain("Only with SET TIME ZONE 'UTC'");
});

test('SET NOT NULL reads every row unless a check has proven it', async () => {
  const set = 'ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;';
  const check = (expression: string, more = ''): Promise<string[]> =>
    foundBy('set-not-null-scans', 'postgresql', [
      `${users} ALTER TABLE "users" ADD CONSTRAINT "c" CHECK (${expression}) ${more};`,
      set,
    ]);
  expect(await foundBy('set-not-null-scans', 'postgresql', [users, set])).toEqual(['set-not-null-scans users.age']);
  expect(await check('"age" IS NOT NULL')).toEqual([]);
  expect(await check('((age IS NOT NULL) AND (age > 0 OR id > 0))')).toEqual([]);
  expect(await check('"age" IS NOT NULL OR "id" > 0')).toHaveLength(1);
  expect(await check('"age" IS NOT NULL', 'NOT VALID')).toHaveLength(1);
  expect(await foundBy('set-not-null-scans', 'postgresql', [users + set, set])).toEqual([]);
});

test('a table that is written anew as a whole, by whatever action of ALTER TABLE', async () => {
  const found = async (action: string, before = users) =>
    (await reviewed('postgresql', [before, `ALTER TABLE "users" ${action};`]))
      .filter(({ name }) => name === 'table-rewrite users')
      .map(({ severity }) => severity);
  expect(await found('SET UNLOGGED')).toEqual(['error']);
  expect(await found('DISABLE ROW LEVEL SECURITY, SET TABLESPACE "fast"')).toEqual(['warning']);
  expect(await found('SET LOGGED')).toEqual(['warning']);
  expect(await found('SET (fillfactor = 70)')).toEqual([]);
  const both = `${users} ALTER TABLE "users" SET UNLOGGED;`;
  expect(await foundBy('table-rewrite', 'postgresql', [both])).toEqual([]);
});
