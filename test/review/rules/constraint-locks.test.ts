import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const schema = `CREATE TABLE "users" ("id" integer PRIMARY KEY, "email" text);
CREATE TABLE "orders" ("id" integer PRIMARY KEY, "user" integer, "total" integer);`;

const rules = ['foreign-key-locks', 'check-locks', 'unique-locks', 'validate-in-same-transaction'];

async function found(sql: string): Promise<string[]> {
  const all = await reviewed('postgresql', [schema, sql]);
  return all.map(({ name }) => name).filter((name) => rules.includes(name.split(' ')[0] ?? ''));
}

test('a foreign key is to be added NOT VALID and validated later, with all that it says', async () => {
  const sql =
    'ALTER TABLE "orders" ADD CONSTRAINT "orders_user_fk" FOREIGN KEY ("user") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;';
  const all = await reviewed('postgresql', [schema, sql]);
  expect(all.find(({ name }) => name === 'foreign-key-locks orders_user_fk')).toMatchObject({
    severity: 'warning',
    message: 'orders and users take no writes while every row of orders is looked up for orders_user_fk.',
    statements: [
      'ALTER TABLE "orders" ADD CONSTRAINT "orders_user_fk" FOREIGN KEY ("user") REFERENCES "public"."users" ("id") ON DELETE CASCADE NOT VALID;',
      'ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_user_fk";',
    ],
  });
});

test.each([
  [
    'a foreign key of a new table',
    'CREATE TABLE "a" ("u" integer); ALTER TABLE "a" ADD FOREIGN KEY ("u") REFERENCES "users";',
  ],
  [
    'a foreign key of a column that is null everywhere',
    'ALTER TABLE "orders" ADD COLUMN "u" integer REFERENCES "users";',
  ],
  ['a foreign key that is not valid', 'ALTER TABLE "orders" ADD FOREIGN KEY ("user") REFERENCES "users" NOT VALID;'],
  ['a check that is not valid', 'ALTER TABLE "orders" ADD CHECK ("total" > 0) NOT VALID;'],
  ['a constraint from an index', 'ALTER TABLE "users" ADD CONSTRAINT "u" UNIQUE USING INDEX "users_email_idx";'],
  ['a validation by itself', 'ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_total_check";'],
])('%s is over in a moment', async (_, sql) => {
  expect(await found(sql)).toEqual([]);
});

test('constraints that come with a column are found by the names that PostgreSQL gives them', async () => {
  const sql = 'ALTER TABLE "orders" ADD COLUMN "n" integer DEFAULT 1 UNIQUE CHECK ("n" > 0) REFERENCES "users";';
  expect(await found(sql)).toEqual([
    'foreign-key-locks orders_n_fkey',
    'check-locks orders_n_check',
    'unique-locks orders_n_key',
  ]);
});

test('a unique constraint and a primary key are to be made of an index', async () => {
  const sql = 'ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE NULLS NOT DISTINCT ("email");';
  const all = await reviewed('postgresql', [schema, sql]);
  expect(all.find(({ name }) => name === 'unique-locks users_email_unique')?.statements).toEqual([
    'CREATE UNIQUE INDEX CONCURRENTLY "users_email_unique" ON "users" ("email") NULLS NOT DISTINCT;',
    'ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE USING INDEX "users_email_unique";',
  ]);
  expect(await found('ALTER TABLE "users" ADD EXCLUDE USING gist ("email" WITH =);')).toEqual([
    'unique-locks users_excl',
  ]);
});

test('what is validated in the transaction that added it is found', async () => {
  const add = 'ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;';
  const validate = 'ALTER TABLE "orders" VALIDATE CONSTRAINT "c";';
  expect(await found(add + validate)).toEqual(['validate-in-same-transaction c']);
  expect(await foundBy('validate-in-same-transaction', 'postgresql', [schema + add, validate])).toEqual([]);
  const alone = 'CREATE INDEX CONCURRENTLY "i" ON "users" ("email");';
  expect(await found(add + alone + validate)).toEqual([]);
});

test('partitions, and domains with columns', async () => {
  const sql = `ALTER TABLE "all" ATTACH PARTITION "orders" FOR VALUES FROM (1) TO (2);
ALTER TABLE "all" DETACH PARTITION "old";
ALTER TABLE "all" DETACH PARTITION "older" CONCURRENTLY;
ALTER DOMAIN "email" ADD CONSTRAINT "at" CHECK (value LIKE '%@%');
ALTER DOMAIN "email" ADD CONSTRAINT "dot" CHECK (value LIKE '%.%') NOT VALID;
ALTER DOMAIN "email" VALIDATE CONSTRAINT "dot";
ALTER DOMAIN "name" SET NOT NULL;`;
  const all = await reviewed('postgresql', [schema, sql]);
  const names = all.map(({ name }) => name);
  expect(names.filter((name) => /partition|domain/.test(name))).toEqual([
    'attach-partition orders',
    'detach-partition old',
    'domain-constraint email',
    'domain-constraint name',
  ]);
});
