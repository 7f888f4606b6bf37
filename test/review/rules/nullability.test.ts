import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

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

test('a column of the primary key cannot be null on PostgreSQL, and what drops the key first is said', async () => {
  const drop = alter('"id" DROP NOT NULL');
  const dropKey = 'ALTER TABLE "users" DROP CONSTRAINT "users_pkey";';
  const [found] = await reviewed('postgresql', [users, drop]);
  expect(found).toMatchObject({
    name: 'drop-not-null users.id',
    severity: 'error',
    message: 'users.id is to accept nulls while it is in the primary key users_pkey: PostgreSQL refuses that.',
    statements: [dropKey, drop],
  });
  const all = await reviewed('postgresql', [users, dropKey + drop]);
  expect(all.find(({ name }) => name === 'drop-not-null users.id')).toMatchObject({ severity: 'warning' });
});

test('a column that code has to fill from here on is found', async () => {
  const found = (sql: string) => foundBy('not-null-added', 'postgresql', [users, sql]);
  expect(await found('ALTER TABLE "users" ADD COLUMN "age" integer NOT NULL;')).toEqual(['not-null-added users.age']);
  expect(await found(alter('"nick" SET NOT NULL'))).toEqual(['not-null-added users.nick']);
  const rebuilt = rebuild('"id" integer PRIMARY KEY, "name" text NOT NULL, "nick" text, "age" integer NOT NULL');
  expect(await foundBy('not-null-added', 'sqlite', [users, rebuilt])).toEqual(['not-null-added users.age']);
});

test('so is one that loses what filled it', async () => {
  const found = (history: string[]) => foundBy('not-null-added', 'postgresql', history);
  const tags = `CREATE TABLE "tags" ("id" integer GENERATED ALWAYS AS IDENTITY, "name" text DEFAULT 'a' NOT NULL, "nick" text DEFAULT 'b');`;
  const alterTag = (action: string): string => `ALTER TABLE "tags" ALTER COLUMN ${action};`;
  expect(await found([tags, alterTag('"id" DROP IDENTITY')])).toEqual(['not-null-added tags.id']);
  expect(await found([tags, alterTag('"name" DROP DEFAULT')])).toEqual(['not-null-added tags.name']);
  const both = alterTag('"nick" SET NOT NULL') + alterTag('"nick" DROP DEFAULT');
  expect(await found([tags, both])).toEqual(['not-null-added tags.nick']);
  expect(await found([tags, alterTag('"nick" DROP DEFAULT')])).toEqual([]);
  expect(await found([tags, alterTag('"name" DROP DEFAULT') + alterTag(`"name" SET DEFAULT 'c'`)])).toEqual([]);
  const made = 'CREATE TABLE `tags` (`id` int AUTO_INCREMENT PRIMARY KEY);';
  const modify = 'ALTER TABLE `tags` MODIFY COLUMN `id` int NOT NULL;';
  expect(await foundBy('not-null-added', 'mysql', [made, modify])).toEqual(['not-null-added tags.id']);
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
