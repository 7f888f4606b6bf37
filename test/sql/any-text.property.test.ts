import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialects } from '../../src/project/dialects.js';
import type { Operation } from '../../src/sql/operation.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

/** Parts of SQL that, put together at random, open quotes, comments and bodies that nothing closes. */
const fragments = [
  ...['CREATE TABLE', 'ALTER TABLE', 'DROP', 'ADD COLUMN', 'CREATE TRIGGER', 'BEGIN', 'END', 'DO', 'WITH', 'AS', 'SET'],
  ...['INSERT INTO', 'SELECT', 'FROM', 'UPDATE', 'DEFAULT', 'REFERENCES', 'CHECK', 'PRIMARY KEY', 'RENAME TO'],
  ...['"', "'", '`', '[', ']', '$$', '$a$', '(', ')', ',', ';', '--', '/*', '*/', '#', '\\', '.', '\0', '\uFEFF'],
  ...[
    '--> statement-breakpoint',
    '\n',
    '\r\n',
    'a',
    '"b"',
    '`c`',
    'é😀',
    '1',
    "'text'",
    'integer',
    '__new_a',
    '\ud83d',
  ],
];
const text = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 5 })), {
  maxLength: 40,
});

test.each(dialects)(
  '%s: any text is read without an exception, and every operation is where it says',
  async (dialect) => {
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const sql = parts.join(' ');
        for (const operation of await parseOperations(dialect, sql)) expectPlace(sql, operation);
      }),
      { numRuns: 400 },
    );
  },
);

function expectPlace(sql: string, operation: Operation): void {
  const { place, text } = operation;
  expect(place.line).toBe(sql.slice(0, place.offset).split('\n').length);
  if (operation.kind === 'rebuild table') {
    for (const step of operation.steps) expectPlace(sql, step);
  } else {
    expect(sql.slice(place.offset, place.offset + place.length)).toBe(text);
  }
}

test.each(dialects)(
  '%s: what cannot be read says what and in which line, and what follows is read',
  async (dialect) => {
    const operations = await parseOperations(dialect, 'DROP TABLE a;\n\nALTER\nTABEL b;\nDROP TABLE c;');

    expect(operations.map(({ kind }) => kind)).toEqual(['drop table', 'unanalysed', 'drop table']);
    expect(operations[1]).toMatchObject({ message: expect.stringMatching(/tabel/i), line: 4, text: 'ALTER\nTABEL b' });
  },
);

test('a statement does not end at a NUL character unseen', async () => {
  expect(await parseOperations('postgresql', 'SELECT 1 \0 FROM a')).toMatchObject([{ kind: 'unanalysed' }]);
});

test.each(dialects)('%s: SQL nested deeper than any stack is no exception', async (dialect) => {
  const deep = `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}; UPDATE a SET b = ${'1+'.repeat(20_000)}1; DROP TABLE a`;

  expect((await parseOperations(dialect, deep)).at(-1)).toMatchObject({ kind: 'drop table', table: 'a' });
});

test.each([
  ['postgresql', "DELETE FROM pg_enum WHERE enumlabel = 'a'"],
  ['postgresql', 'UPDATE pg_catalog.pg_attribute SET attnotnull = true'],
  ['sqlite', "UPDATE sqlite_master SET sql = ''"],
  ['mysql', "DELETE FROM mysql.user WHERE user = ''"],
] as const)("%s: a change of the database's own tables is not taken for a change of rows", async (dialect, sql) => {
  expect(await parseOperations(dialect, sql)).toMatchObject([{ kind: 'unanalysed', reason: 'unknown' }]);
});

test("statements too deep for PostgreSQL's parser do it no lasting harm", async () => {
  const deep = `SELECT ${'1+'.repeat(20_000)}1;`;

  const operations = await parseOperations('postgresql', `${deep.repeat(40)} DROP TABLE a`);

  expect(operations.at(0)).toMatchObject({ kind: 'unanalysed', message: expect.stringContaining('too deep') });
  expect(operations.at(-1)).toMatchObject({ kind: 'drop table', table: 'a' });
});
