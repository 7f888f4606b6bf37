import { expect, test } from 'vitest';
import { joinStatements, splitPieces, splitStatements } from '../../src/sql/breakpoints.js';

const texts = (...parameters: Parameters<typeof splitStatements>) =>
  splitStatements(...parameters).map(({ text }) => text);

test('a file is cut at its breakpoints, wherever they stand, as drizzle cuts it', () => {
  const sql = "SELECT 1;--> statement-breakpoint\nSELECT '--> statement-breakpoint';";

  expect(splitPieces(sql)).toEqual([
    { offset: 0, text: 'SELECT 1;' },
    { offset: 33, text: "\nSELECT '" },
    { offset: 66, text: "';" },
  ]);
});

test.each([
  ['a byte order mark and Windows line ends', '\uFEFFSELECT 1;\r\n\r\nSELECT 2;\r\n', ['1:SELECT 1', '3:SELECT 2']],
  ['comments before and between', '-- one\n/* two\n*/ SELECT 1; -- three\nSELECT 2', ['3:SELECT 1', '4:SELECT 2']],
  ['nothing but comments', '-- one\n/* ; */', []],
  ['empty statements', ';;\n;', []],
  ['letters beyond the first plane', "SELECT '😀';\nSELECT 2", ["1:SELECT '😀'", '2:SELECT 2']],
])('statements have the lines of the file: %s', (_, sql, expected) => {
  const statements = splitStatements('postgresql', sql);

  expect(statements.map(({ line, text }) => `${line}:${text}`)).toEqual(expected);
  for (const { offset, text } of statements) expect(sql.slice(offset, offset + text.length)).toBe(text);
});

test.each([
  ["SELECT 'a;''b;'", 'a doubled quote'],
  ['SELECT "a;b"', 'a quoted name'],
  ["SELECT E'a\\';b'", 'a backslash in E strings'],
  ['DO $$ BEGIN; END $$', 'dollar quotes'],
  ['DO $a$ BEGIN; $$; END $a$', 'dollar quotes with a tag'],
  ['SELECT 1 /* a; /* b; */ c; */ + 1', 'nested comments'],
  ['SELECT 1 -- a;\n + 1', 'a comment to the end of the line'],
  ['CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)', 'brackets'],
  ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END', 'a body in standard SQL'],
])('PostgreSQL: %s is one statement: %s', (sql) => {
  expect(texts('postgresql', `${sql};\nSELECT 2;`)).toEqual([sql, 'SELECT 2']);
});

test.each([
  ["SELECT '\\'", 'a backslash is a letter'],
  ['SELECT [a;b], `c;d`, "e;f"', 'three kinds of quotes'],
  [
    'CREATE TEMP TRIGGER t AFTER UPDATE ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END',
    'the body of a trigger',
  ],
])('SQLite: %s is one statement: %s', (sql) => {
  expect(texts('sqlite', `${sql};\nSELECT 2;`)).toEqual([sql, 'SELECT 2']);
});

test.each([
  ['SELECT \'a\\\';b\', "c\\";d"', 'backslashes in both kinds of strings'],
  ['SELECT 1--1', 'two dashes without a space are minus minus'],
  ['SELECT 1 # a;\n + 1', 'a comment after a hash'],
])('MySQL: %s is one statement: %s', (sql) => {
  expect(texts('mysql', `${sql};\nSELECT 2;`)).toEqual([sql, 'SELECT 2']);
});

test('MySQL: the body of a routine goes to the end of its piece', () => {
  const trigger =
    'CREATE DEFINER = `a`@`b` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END';

  expect(texts('mysql', `${trigger};--> statement-breakpoint\nSELECT 1;`)).toEqual([trigger, 'SELECT 1']);
});

test('joined statements are split into the same again', () => {
  const statements = ['CREATE TABLE "a" ("b" text);', 'DROP TABLE "c";'];

  expect(joinStatements(statements)).toBe('CREATE TABLE "a" ("b" text);--> statement-breakpoint\nDROP TABLE "c";\n');
  expect(texts('postgresql', joinStatements(statements)).map((text) => `${text};`)).toEqual(statements);
  expect(joinStatements([])).toBe('');
});
