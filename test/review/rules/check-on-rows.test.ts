import { expect, test } from 'vitest';
import { foundBy, reviewed, risksOf } from '../helpers.js';

const orders =
  'CREATE TABLE orders (id integer PRIMARY KEY, total integer, kind text, CONSTRAINT small CHECK (total < 9), CONSTRAINT kinds CHECK (kind IN ($$a$$, $$b$$)));';
const add = 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (orders.total >= 0)';

test('a check over rows is found, with the query for those that do not meet it', async () => {
  const [risk] = await reviewed('postgresql', [orders, `${add};`]);
  expect(risk).toMatchObject({
    name: 'check-on-rows positive',
    severity: 'error',
    statements: [
      'SELECT count(*) FROM "orders" WHERE NOT (orders.total >= 0);',
      'ALTER TABLE "orders" ADD CONSTRAINT "positive" CHECK (orders.total >= 0) NOT VALID;',
      'ALTER TABLE "orders" VALIDATE CONSTRAINT "positive";',
    ],
  });
});

test.each([
  ['it is not valid yet', `${add} NOT VALID;`],
  [
    'its column is new, and null',
    'ALTER TABLE orders ADD COLUMN tax integer; ALTER TABLE orders ADD CHECK (tax >= 0);',
  ],
  ['it is made again', 'ALTER TABLE orders DROP CONSTRAINT small; ALTER TABLE orders ADD CHECK ("total" < 9);'],
  [
    'it lets nulls be',
    'ALTER TABLE orders ADD COLUMN a integer; ALTER TABLE orders ADD COLUMN b integer; ALTER TABLE orders ADD CHECK ((a IS NULL AND b IS NULL) OR (a > 0 AND b > 0));',
  ],
  [
    'it takes more values',
    'ALTER TABLE orders DROP CONSTRAINT kinds; ALTER TABLE orders ADD CHECK (orders.kind IN ($$c$$, $$a$$, $$b$$));',
  ],
  ['it asks for values that are there', 'ALTER TABLE orders ADD CHECK (id IS NOT NULL);'],
])('every row meets it where %s', async (_, change) => {
  expect(await foundBy('check-on-rows', 'postgresql', [orders, change])).toEqual([]);
});

test('an expression that sees nulls may be false for a new column', async () => {
  const change =
    'ALTER TABLE orders ADD COLUMN tax integer; ALTER TABLE orders ADD CHECK (tax IS NOT NULL OR tax > 0);';
  expect(await foundBy('check-on-rows', 'postgresql', [orders, change])).toEqual(['check-on-rows orders_tax_check']);
});

test('it is a warning where the column comes with a default', async () => {
  const [risk] = await reviewed('sqlite', [
    orders,
    'ALTER TABLE orders ADD COLUMN tax integer DEFAULT 0 CHECK (tax > 0);',
  ]);
  expect(risk).toMatchObject({ name: 'check-on-rows orders', severity: 'warning' });
});

test('a check that a rebuild takes along is no news', async () => {
  const old = 'CREATE TABLE `t` (`a` integer, CONSTRAINT "c" CHECK("t"."a" > 1));';
  const rebuild =
    'CREATE TABLE `__new_t` (`a` integer, CONSTRAINT "c" CHECK("__new_t"."a" > 1)); INSERT INTO `__new_t`("a") SELECT "a" FROM `t`; DROP TABLE `t`; ALTER TABLE `__new_t` RENAME TO `t`;';
  expect(await foundBy('check-on-rows', 'sqlite', [old, rebuild])).toEqual([]);
  const [risk] = await risksOf('check-on-rows', 'sqlite', [old, rebuild.replaceAll('> 1', '> 2')]);
  // The query runs before the migration: the table that takes the place is not there yet.
  expect(risk).toMatchObject({
    name: 'check-on-rows c',
    message: expect.stringMatching(/: "t"\."a" > 2$/),
    statements: ['SELECT count(*) FROM "t" WHERE NOT ("t"."a" > 2);'],
  });
});
