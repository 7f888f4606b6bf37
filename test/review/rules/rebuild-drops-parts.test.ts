import { expect, test } from 'vitest';
import { risksOf } from '../helpers.js';

const users = `CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text, "email" text);
CREATE TRIGGER "touch" AFTER UPDATE ON "users" BEGIN SELECT 1; END;
CREATE INDEX "by_name" ON "users" ("name" DESC);
CREATE UNIQUE INDEX "by_email" ON "users" (lower("email")) WHERE "email" <> '';`;
const rebuild = (columns: string) => `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, ${columns} text);
INSERT INTO "__new_users" ("id", ${columns.replace(' text', '')}) SELECT "id", ${columns.replace(' text', '')} FROM "users"; DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";`;
const found = async (...sql: string[]) =>
  (await risksOf('rebuild-drops-parts', 'sqlite', [users, sql.join('\n')])).map(
    ({ name, severity, statements }) => `${severity} ${name.split(' ')[1]} ${statements ?? ''}`,
  );
const both = '"name" text, "email"';

test('triggers and indexes that go with the old table are found, indexes with the statement that makes them', async () => {
  expect(await found(rebuild(both))).toEqual([
    'error touch ',
    'warning by_name CREATE INDEX "by_name" ON "users" ("name" DESC);',
    `error by_email CREATE UNIQUE INDEX "by_email" ON "users" (lower("email")) WHERE "email" <> '';`,
  ]);
});

test('those that the migration makes again or drops are not, nor an index on a column that goes', async () => {
  const again = `CREATE TRIGGER "touch" AFTER UPDATE ON "users" BEGIN SELECT 2; END;
CREATE UNIQUE INDEX "BY_EMAIL" ON "users" ("email");`;
  expect(await found('DROP INDEX "by_name";', rebuild(both), again)).toEqual([]);
  expect(await found(rebuild('"email"'), again)).toEqual([]);
});
