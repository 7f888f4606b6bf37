import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const billing = 'CREATE SCHEMA "billing"; CREATE TABLE "billing"."invoices" ("id" integer PRIMARY KEY);';

test('a schema is dropped with all that is in it', async () => {
  const [found] = await reviewed('postgresql', [billing, 'DROP SCHEMA "billing" CASCADE;']);
  expect(found).toMatchObject({ name: 'drop-schema billing', severity: 'error' });
  expect(found?.message).toContain('with it invoices, and whatever else is in it');
  const emptied = 'DROP TABLE "billing"."invoices"; DROP SCHEMA "billing";';
  expect(await foundBy('drop-schema', 'postgresql', [billing, emptied])).toEqual([]);
});

const views = `CREATE TABLE "users" ("id" integer); CREATE VIEW "low" AS SELECT "id" FROM "users";
CREATE VIEW "high" AS SELECT "id" FROM "low"; CREATE MATERIALIZED VIEW "counted" AS SELECT count(*) FROM "users";`;

test('a view is dropped that another one reads', async () => {
  const found = await reviewed('postgresql', [views, 'DROP VIEW "low" CASCADE;']);
  expect(found.map(({ name, message }) => [name, message])).toEqual([
    ['drop-view low', 'View low is dropped: the view high above it falls with it (CASCADE).'],
  ]);
  const again = 'CREATE VIEW "low" AS SELECT 1 AS "id"; CREATE VIEW "high" AS SELECT "id" FROM "low";';
  expect(await foundBy('drop-view', 'postgresql', [views, `DROP VIEW "low" CASCADE; ${again}`])).toEqual([]);
  expect(await foundBy('drop-view', 'postgresql', [views, 'DROP VIEW "high";'])).toEqual([]);
  expect(await foundBy('drop-view', 'postgresql', [views, 'DROP VIEW "low";'])).toEqual(['drop-view low']);
});

test('a materialized view is dropped with its rows', async () => {
  const [found] = await reviewed('postgresql', [views, 'DROP MATERIALIZED VIEW "counted";']);
  expect(found).toMatchObject({ name: 'drop-view counted', severity: 'warning' });
});

const moods = `CREATE TYPE "mood" AS ENUM ('happy'); CREATE TYPE "unused" AS ENUM ('a');
CREATE TABLE "people" ("id" integer PRIMARY KEY, "mood" "public"."mood");
CREATE TABLE "pets" ("owner" integer REFERENCES "people");`;

test('CASCADE is found with what falls', async () => {
  const [columns] = await reviewed('postgresql', [moods, 'DROP TYPE "public"."mood" CASCADE;']);
  expect(columns).toMatchObject({ name: 'cascade mood', severity: 'error' });
  expect(columns?.message).toBe('Dropping type mood with CASCADE also drops column people.mood.');
  const serial = 'CREATE TABLE "people" ("id" serial PRIMARY KEY);';
  const [numbers] = await reviewed('postgresql', [serial, 'DROP SEQUENCE "people_id_seq" CASCADE;']);
  expect(numbers?.message).toBe('Dropping sequence people_id_seq with CASCADE also drops the default of people.id.');
  const [keys] = await reviewed('postgresql', [moods, 'ALTER TABLE "people" DROP CONSTRAINT "people_pkey" CASCADE;']);
  expect(keys?.message).toContain('also drops foreign key pets_owner_fkey of pets');
});

test('CASCADE of what nothing depends on is not found, of what cannot be followed as a warning', async () => {
  expect(await foundBy('cascade', 'postgresql', [moods, 'DROP TYPE "unused" CASCADE;'])).toEqual([]);
  const [unknown] = await reviewed('postgresql', [moods, 'DROP FUNCTION touch() CASCADE;']);
  expect(unknown).toMatchObject({ name: 'cascade touch', severity: 'warning' });
});
