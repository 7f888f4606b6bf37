import { expect, test } from 'vitest';
import { foundBy } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text NOT NULL, "nick" text);';
const rebuild = (columns: string, copied = '"id", "name", "nick"'): string =>
  `CREATE TABLE "__new_users" (${columns}); INSERT INTO "__new_users" (${copied}) SELECT ${copied} FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
const alter = (action: string): string => `ALTER TABLE "users" ALTER COLUMN ${action};`;

test('a column that may be null from here on is found on every engine', async () => {
  const dropped = (sql: string) => foundBy('drop-not-null', 'postgresql', [users, sql]);
  expect(await dropped(alter('"name" DROP NOT NULL'))).toEqual(['drop-not-null users.name']);
  expect(await dropped(alter('"nick" DROP NOT NULL'))).toEqual([]);
  expect(await dropped(`${alter('"name" DROP NOT NULL')} ${alter('"name" SET NOT NULL')}`)).toEqual([]);
  const rebuilt = rebuild('"id" integer PRIMARY KEY, "name" text, "nick" text');
  expect(await foundBy('drop-not-null', 'sqlite', [users, rebuilt])).toEqual(['drop-not-null users.name']);
  const made = 'CREATE TABLE `users` (`name` varchar(80) NOT NULL);';
  const modify = 'ALTER TABLE `users` MODIFY COLUMN `name` varchar(80);';
  expect(await foundBy('drop-not-null', 'mysql', [made, modify])).toEqual(['drop-not-null users.name']);
});

test('a column that code has to fill from here on is found', async () => {
  const found = (sql: string) => foundBy('not-null-added', 'postgresql', [users, sql]);
  expect(await found('ALTER TABLE "users" ADD COLUMN "age" integer NOT NULL;')).toEqual(['not-null-added users.age']);
  expect(await found(alter('"nick" SET NOT NULL'))).toEqual(['not-null-added users.nick']);
  const rebuilt = rebuild('"id" integer PRIMARY KEY, "name" text NOT NULL, "nick" text, "age" integer NOT NULL');
  expect(await foundBy('not-null-added', 'sqlite', [users, rebuilt])).toEqual(['not-null-added users.age']);
});

test.each([
  ['one with a default', 'ALTER TABLE "users" ADD COLUMN "age" integer DEFAULT 0 NOT NULL;'],
  ['one that the database counts', 'ALTER TABLE "users" ADD COLUMN "number" serial NOT NULL;'],
  ['one that was required before', alter('"name" SET NOT NULL')],
  ['one whose default comes after', `${alter('"nick" SET NOT NULL')} ${alter(`"nick" SET DEFAULT ''`)}`],
  [
    'one of a table that the migration made',
    'CREATE TABLE "t" ("a" text); ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;',
  ],
])('%s is not', async (_, sql) => {
  expect(await foundBy('not-null-added', 'postgresql', [users, sql])).toEqual([]);
});
