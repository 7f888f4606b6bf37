import { expect, test } from 'vitest';
import { foundBy, risksOf } from '../helpers.js';

const made =
  'CREATE TABLE "orgs" ("id" integer PRIMARY KEY); CREATE TABLE "users" ("org" integer CONSTRAINT "fk" REFERENCES "orgs");';
const dropTable = 'DROP TABLE "orgs" CASCADE;';
const dropKey = 'ALTER TABLE "users" DROP CONSTRAINT "fk";';

test('a foreign key that went with the table before it is found, with the order that works', async () => {
  const [found] = await risksOf('already-dropped', 'postgresql', [made, dropTable + dropKey]);
  expect(found).toMatchObject({
    name: 'already-dropped fk',
    severity: 'error',
    message: 'fk has gone with orgs (CASCADE): PostgreSQL does not find it, and the migration fails.',
    statements: [dropKey, dropTable],
  });
});

test.each([
  ['before the table', dropKey + dropTable],
  ['if it is there', dropTable + dropKey.replace('"fk"', 'IF EXISTS "fk"')],
  ['and that no statement made', dropKey.replace('fk', 'other')],
])('one that is dropped %s is not', async (_, sql) => {
  expect(await foundBy('already-dropped', 'postgresql', [made, sql])).toEqual([]);
});
