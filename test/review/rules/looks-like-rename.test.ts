import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text, "age" integer);';
const found = (change: string) => foundBy('looks-like-rename', 'postgresql', [users, change]);

test('a column dropped and one like it added is found, with the statement that keeps the values', async () => {
  const change = 'ALTER TABLE "users" ADD COLUMN "full_name" text; ALTER TABLE "users" DROP COLUMN "name";';
  const [renamed] = (await reviewed('postgresql', [users, change])).filter(({ name }) => name.startsWith('looks-like'));
  expect(renamed).toMatchObject({
    name: 'looks-like-rename users.name',
    severity: 'warning',
    fix: 'Take this migration back, and: npx lockstep new rename-column users name full_name',
    statements: ['ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";'],
  });
});

test('one of another type, or one that the old one was copied into, is not', async () => {
  const drop = 'ALTER TABLE "users" DROP COLUMN "name";';
  expect(await found(`ALTER TABLE "users" ADD COLUMN "full_name" integer; ${drop}`)).toEqual([]);
  const add = 'ALTER TABLE "users" ADD COLUMN "full_name" text;';
  expect(await found(`${add} UPDATE "users" SET "full_name" = "name"; ${drop}`)).toEqual([]);
  expect(await found(drop)).toEqual([]);
});

test('of several of one type, only those with a like name are', async () => {
  const change = `ALTER TABLE "users" ADD COLUMN "city" text, ADD COLUMN "nick" text; ALTER TABLE "users" DROP COLUMN "name";`;
  expect(await found(change)).toEqual([]);
});

test('a table dropped and one with its columns made is found, unless the rows were brought over', async () => {
  const people = 'CREATE TABLE "people" ("id" integer PRIMARY KEY, "name" text, "age" integer);';
  expect(await found(`${people} DROP TABLE "users";`)).toEqual(['looks-like-rename users']);
  expect(await found(`${people} INSERT INTO "people" SELECT * FROM "users"; DROP TABLE "users";`)).toEqual([]);
  expect(await found('CREATE TABLE "tags" ("id" integer, "label" text); DROP TABLE "users";')).toEqual([]);
});
