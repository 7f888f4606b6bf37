import { expect, test } from 'vitest';
import { foundBy, risksOf } from '../helpers.js';

const made = 'CREATE TABLE "users" ("id" integer); CREATE VIEW "ids" AS SELECT "id" FROM "users";';
const rebuild =
  'CREATE TABLE "__new_users" ("id" integer); INSERT INTO "__new_users" ("id") SELECT "id" FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";';

test('a rebuild of what a view reads is found, with the statements around it', async () => {
  const [found] = await risksOf('rebuild-under-view', 'sqlite', [made, rebuild]);
  expect(found).toMatchObject({
    name: 'rebuild-under-view users',
    severity: 'error',
    statements: ['DROP VIEW "ids";', 'CREATE VIEW "ids" AS SELECT "id" FROM "users";'],
  });
});

test('one whose views are taken off before it is not', async () => {
  const found = (sql: string) => foundBy('rebuild-under-view', 'sqlite', [made, sql]);
  expect(await found(`DROP VIEW "ids"; ${rebuild}`)).toEqual([]);
  expect(await found(`PRAGMA legacy_alter_table=ON; ${rebuild}`)).toEqual([]);
});
