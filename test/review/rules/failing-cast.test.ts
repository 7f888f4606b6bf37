import { expect, test } from 'vitest';
import { foundBy, reviewed, risksOf } from '../helpers.js';

const roles = `CREATE TYPE role AS ENUM ('admin', 'user', 'guest');`;
const table = `${roles} CREATE TABLE t (a text, v varchar(120), i integer, b bigint, n numeric(10, 2), r role DEFAULT 'user', at timestamp, f boolean, d text DEFAULT 'x', j json);`;
const found = (...changes: string[]) => foundBy('failing-cast', 'postgresql', [table, ...changes]);
const alter = (column: string, rest: string) => `ALTER TABLE t ALTER COLUMN ${column} SET DATA TYPE ${rest};`;

test.each([
  ['a', 'integer USING a::integer'],
  ['a', 'varchar(50)'],
  ['v', 'varchar(50)'],
  ['b', 'integer'],
  ['n', 'numeric(5, 2)'],
  ['n', 'smallint'],
  ['i', 'numeric(5, 0)'],
  ['a', 'role USING a::role'],
  ['a', 'jsonb USING a::jsonb'],
  ['f', 'integer'],
  ['at', 'integer'],
])('%s to %s may fail', async (column, rest) => {
  expect(await found(alter(column, rest))).toEqual([`failing-cast t.${column}`]);
});

test.each([
  ['v', 'varchar(255)'],
  ['v', 'text'],
  ['a', 'varchar(50) USING a::varchar(50)'],
  ['i', 'bigint'],
  ['i', 'numeric(12, 2)'],
  ['i', 'text'],
  ['i', 'double precision'],
  ['n', 'numeric(12, 2)'],
  ['r', 'text'],
  ['at', 'timestamp with time zone'],
  ['at', 'date'],
  ['j', 'jsonb'],
])('%s to %s does not', async (column, rest) => {
  expect(await found(alter(column, rest))).toEqual([]);
});

const lists = `CREATE TABLE t (a text, l text[], c varchar(200)[], i integer[], n integer, b bit(8), b2 varbit(8), e vector(1536));`;

test.each([
  ['a', 'text[]'],
  ['n', 'integer[]'],
  ['l', 'integer[]'],
  ['i', 'smallint[]'],
  ['c', 'varchar(20)[]'],
  ['l', 'jsonb'],
  ['b', 'bit(16)'],
  ['e', 'vector(768)'],
  ['a', 'vector(768)'],
  ['a', 'macaddr'],
  ['a', 'tsvector'],
])('of lists, bits and the like: %s to %s may fail', async (column, rest) => {
  expect(await foundBy('failing-cast', 'postgresql', [lists, alter(column, rest)])).toEqual([
    `failing-cast t.${column}`,
  ]);
});

test.each([
  ['l', 'text'],
  ['i', 'bigint[]'],
  ['i', 'text[]'],
  ['c', 'text[]'],
  ['b', 'varbit'],
  ['b2', 'varbit(16)'],
  ['e', 'vector'],
  ['e', 'real[]'],
  ['i', 'vector'],
])('of lists, bits and the like: %s to %s does not', async (column, rest) => {
  expect(await foundBy('failing-cast', 'postgresql', [lists, alter(column, rest)])).toEqual([]);
});

test('a value becomes the only one of a list', async () => {
  const [risk] = await risksOf('failing-cast', 'postgresql', [lists, alter('a', 'text[]')]);
  expect(risk?.statements).toEqual(['ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE text[] USING ARRAY["a"]::text[];']);
});

test('without a cast the statement is refused on an empty table too, and so is a default that has none', async () => {
  const [risk] = await reviewed('postgresql', [`${table} ${alter('a', 'integer')}`]);
  expect(risk?.message).toContain('refuses the statement whether there are rows or not');
  const [besides] = await risksOf('failing-cast', 'postgresql', [table, alter('d', 'integer')]);
  expect(besides?.statements).toEqual([
    'ALTER TABLE "t" ALTER COLUMN "d" DROP DEFAULT;',
    'ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE integer USING "d"::integer;',
    'ALTER TABLE "t" ALTER COLUMN "d" SET DEFAULT /* value */;',
  ]);
  const [other] = await reviewed('postgresql', [`${table} ${alter('d', 'integer USING 1')}`]);
  expect(other?.message).toContain("The default of t.d ('x') cannot become integer");
});

test.each([
  ["'1'::integer", 'bigint', false],
  ['\'user\'::"role"', 'role', false],
  ["'user'::text", 'role', true],
  ['now()', 'timestamp', false],
  ['true', 'boolean', false],
  ['0', 'boolean', true],
  ['0', 'bigint', false],
])('a text column’s default %s is judged by its own type: to %s it is refused: %s', async (value, type, isRefused) => {
  const change = `ALTER TABLE t ALTER COLUMN a SET DEFAULT ${value}; ${alter('a', `${type} USING NULL`)}`;
  const messages = (await risksOf('failing-cast', 'postgresql', [table, change])).map(({ message }) => message);
  expect(messages.some((message) => message.startsWith('The default of t.a'))).toBe(isRefused);
});

test('an enum that is made anew is compared with the one before', async () => {
  const remade = (values: string) =>
    `ALTER TABLE t ALTER COLUMN r DROP DEFAULT; ${alter('r', 'text')} DROP TYPE "public"."role"; CREATE TYPE "public"."role" AS ENUM(${values}); ${alter('r', '"public"."role" USING "r"::"public"."role"')}`;
  expect(await found(remade(`'user', 'guest', 'admin', 'owner'`))).toEqual([]);
  const [risk] = await risksOf('failing-cast', 'postgresql', [table, remade(`'admin', 'user'`)]);
  expect(risk).toMatchObject({
    name: 'failing-cast t.r',
    message: 't.r changes to "public"."role" without guest: the migration fails if a row has that value.',
    statements: [
      `SELECT count(*) FROM "t" WHERE "r" IN ('guest');`,
      `UPDATE "t" SET "r" = /* value */ WHERE "r" IN ('guest');`,
    ],
  });
});

test('a USING of one’s own is a warning, and so are rows that were changed before', async () => {
  const severity = async (sql: string) => (await risksOf('failing-cast', 'postgresql', [table, sql]))[0]?.severity;
  expect(await severity(alter('a', 'integer USING CASE WHEN a = $$x$$ THEN 1 ELSE a::integer END'))).toBe('warning');
  expect(await severity(`UPDATE t SET a = trim(a); ${alter('a', 'integer USING a::integer')}`)).toBe('warning');
});

test.each([
  ['varchar(20)', 'varchar(10)', 1],
  ['varchar(20)', 'varchar(30)', 0],
  ['text', 'varchar(255)', 1],
  ['varchar(255)', 'text', 0],
  ['bigint', 'int', 1],
  ['int', 'int unsigned', 1],
  ['int', 'bigint', 0],
  ['int unsigned', 'bigint', 0],
  ['int unsigned', 'int', 1],
  ['int', 'varchar(64)', 0],
  ['varchar(20)', 'int', 1],
  ['varchar(20)', 'json', 1],
  ['decimal(10,4)', 'decimal(10,2)', 0],
  ['decimal(10,4)', 'decimal(5,4)', 1],
  [`enum('a','b')`, `enum('b','a','c')`, 0],
  [`enum('a','b')`, `enum('a')`, 1],
  ['datetime', 'date', 0],
  ['datetime', 'timestamp', 1],
  ['timestamp', 'datetime', 0],
  ['tinyint(1)', 'boolean', 0],
])('MySQL: %s to %s, %i found', async (from, to, count) => {
  const history = [`CREATE TABLE \`t\` (\`a\` ${from});`, `ALTER TABLE \`t\` MODIFY COLUMN \`a\` ${to};`];
  expect(await foundBy('failing-cast', 'mysql', history)).toHaveLength(count);
});

test.each([
  ['varchar(9)', 'varchar(9) CHARACTER SET latin1', true],
  ['varchar(9) CHARACTER SET utf8mb4', 'text CHARSET ascii', true],
  ['varchar(9) CHARACTER SET utf8mb4', 'varchar(9) CHARACTER SET utf8mb3', true],
  ['varchar(9) CHARACTER SET latin1', 'varchar(9) CHARACTER SET utf8', false],
  ['varchar(9) CHARACTER SET latin1', 'varchar(9) CHARACTER SET utf8mb4', false],
  ['varchar(9) CHARACTER SET latin1', 'varchar(20) CHARACTER SET latin1', false],
  ['varchar(9) CHARACTER SET ascii', 'varchar(9) CHARACTER SET latin1', false],
])('on MySQL, %s to %s: %s', async (from, to, fails) => {
  const made = `CREATE TABLE \`t\` (\`id\` int PRIMARY KEY, \`c\` ${from});`;
  const risks = await foundBy('failing-cast', 'mysql', [made, `ALTER TABLE \`t\` MODIFY COLUMN \`c\` ${to};`]);
  expect(risks).toEqual(fails ? ['failing-cast t.c'] : []);
});
