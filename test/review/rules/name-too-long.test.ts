import { expect, test } from 'vitest';
import { reviewed } from '../helpers.js';

const table = 'CREATE TABLE "t" ("id" integer PRIMARY KEY, "a" integer, "b" integer);';
const start = 'x'.repeat(63);
const index = (name: string): string => `CREATE INDEX "${name}" ON "t" ("a");`;
const found = async (dialect: 'postgresql' | 'mysql', sql: string) =>
  (await reviewed(dialect, [dialect === 'mysql' ? table.replaceAll('"', '`') : table, sql]))
    .filter(({ name }) => name.startsWith('name-too-long'))
    .map(({ name, severity, line }) => `${severity} ${line} ${name}`);

test('PostgreSQL cuts names at 63 bytes, and two of one beginning clash', async () => {
  expect(await found('postgresql', index(start))).toEqual([]);
  expect(await found('postgresql', index(`${start}_1`))).toEqual([`warning 1 name-too-long ${start}`]);
  expect(await found('postgresql', `${index(`${start}_1`)}\n${index(`${start}_2`)}`)).toEqual([
    `warning 1 name-too-long ${start}`,
    `error 2 name-too-long ${start}`,
  ]);
});

test('a name that a statement only mentions is not cut by it', async () => {
  expect(await found('postgresql', `UPDATE "t" SET "a" = 1 WHERE "b" = 2 AND '${start}_1' <> '';`)).toEqual([]);
  expect(await found('postgresql', `DROP INDEX IF EXISTS "${start}_1";`)).toEqual([]);
});

test('MySQL refuses more than 64 characters', async () => {
  const foreignKey = (name: string): string =>
    `ALTER TABLE \`t\` ADD CONSTRAINT \`${name}\` FOREIGN KEY (\`a\`) REFERENCES \`t\` (\`id\`);`;
  expect(await found('mysql', foreignKey('ü'.repeat(64)))).toEqual([]);
  expect(await found('mysql', foreignKey('u'.repeat(65)))).toEqual([`error 1 name-too-long ${'u'.repeat(65)}`]);
});
