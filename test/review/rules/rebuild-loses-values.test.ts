import { expect, test } from 'vitest';
import { risksOf } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text, "email" text, "mail" text AS ("email"));';
const rebuild = (columns: string, copy: string): string =>
  `CREATE TABLE "__new_users" (${columns}); INSERT INTO "__new_users" ${copy} FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
const found = async (columns: string, copy: string, before = users) =>
  (await risksOf('rebuild-loses-values', 'sqlite', [before, rebuild(columns, copy)])).map(({ message }) =>
    message.replace('The rebuild of users loses the values of ', ''),
  );
const same = '"id" integer PRIMARY KEY, "name" text, "email" text';

test.each([
  ['("id", "name") SELECT "id", "name"', same, ['email: the copy leaves it out, and every row gets NULL in it.']],
  [`SELECT "id", "name", ''`, same, [`email: every row gets '' in it.`]],
  [
    '("name", "email") SELECT "name", "email"',
    same,
    ['id: the copy leaves it out, and every row gets a new number in it.'],
  ],
  [
    'SELECT "id", "name", "email"',
    '"id" integer PRIMARY KEY, "email" text, "name" text',
    ['email: every row gets its name in it.', 'name: every row gets its email in it.'],
  ],
  [
    '("id", "name") SELECT "id", "name"',
    '"id" integer PRIMARY KEY, "name" text, "email" text AS ("name")',
    ['email: every row gets what its expression makes.'],
  ],
])('a copy by %s loses values', async (copy, columns, messages) => {
  expect(await found(columns, copy)).toEqual(messages);
});

test('SELECT * copies by place', async () => {
  const plain = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text, "email" text);';
  const turned = '"id" integer PRIMARY KEY, "email" text, "name" text';
  expect(await found(turned, 'SELECT *', plain)).toEqual([
    'email: SELECT * copies by place, and every row gets its name in it.',
    'name: SELECT * copies by place, and every row gets its email in it.',
  ]);
  expect(await found(turned, '("id", "name", "email") SELECT *', plain)).toEqual([]);
  expect(await found(same, 'SELECT *', plain)).toEqual([]);
});

test.each([
  ['SELECT "id", "name", coalesce("email", \'\')', same],
  ['("id", "name", "email", "old") SELECT "id", "name", NULL, "email"', `${same}, "old" text`],
  ['("id", "name", "email", "age") SELECT "id", "name", "email", 0', `${same}, "age" integer`],
  ['("id", "EMAIL") SELECT "id", "Email"', '"id" integer PRIMARY KEY, "email" text'],
])('a copy by %s does not', async (copy, columns) => {
  expect(await found(columns, copy)).toEqual([]);
});
