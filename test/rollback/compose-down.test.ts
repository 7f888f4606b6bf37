import { describe, expect, test } from 'vitest';
import { type Catalog, type CatalogObject, keyOf } from '../../src/database/catalog.js';
import { headerValue, isAsWritten, isProofOf, splitDown } from '../../src/history/down-header.js';
import { composeDown, mayRewrite } from '../../src/rollback/compose-down.js';
import type { ProofRecord } from '../../src/rollback/down-file.js';
import { composeInverse, type Inverse, noInverse, schemaOf } from '../../src/rollback/inverse.js';

const up = 'CREATE TABLE "a" ();\n';
const undoOf = (...statements: string[]): Inverse => ({
  body: { statements, written: [], verify: [] },
  reversible: { kind: 'yes' },
  filled: [],
  takesAway: null,
});
const inverse = undoOf('DROP TABLE "a";');
const proven: ProofRecord = { kind: 'proven', engine: 'PGlite 0.5.16', date: '2026-01-02', onRows: null };
const first = { tag: '0001_a', up, date: '2026-01-02' };
const later = { ...first, date: '2026-03-04' };
const made = composeDown(first, inverse, proven, null).text;
const approved = made.replace('\n\n', '\n-- Approved: drop-table:a — nobody reads it\n\n');

test('is written with the date and the proof', () => {
  expect(made).toContain('-- Date: 2026-01-02');
  expect(isProofOf(splitDown(made), up)).toBe(true);
  expect(isAsWritten(splitDown(made))).toBe(true);
});

test('the same again changes nothing, whether it was proven again or not', () => {
  expect(composeDown(later, inverse, null, made).text).toBe(made);
  expect(composeDown(later, inverse, proven, made).text).toBe(made);
  expect(composeDown(later, inverse, null, approved).text).toBe(approved);
});

test('line endings of a checkout are no change', () => {
  expect(composeDown({ ...later, up: up.replaceAll('\n', '\r\n') }, inverse, null, approved).text).toBe(approved);
  expect(composeDown(later, inverse, null, made.replaceAll('\n', '\r\n')).text).toBe(made);
});

describe('what is written anew', () => {
  test('has the new date, and no proof of what it no longer is', () => {
    const { text } = composeDown(later, undoOf('DROP TABLE "a" RESTRICT;'), null, made);

    expect(text).toContain('-- Date: 2026-03-04');
    expect(text).not.toContain('-- Proof:');
  });

  test('keeps the proof where only the header is other', () => {
    const { text } = composeDown(later, { ...inverse, filled: ["'' in a.b"] }, null, made);

    expect(text).toContain("-- Filled in: '' in a.b");
    expect(text).toContain('-- Proof: PGlite 0.5.16 on 2026-01-02');
    expect(isProofOf(splitDown(text), up)).toBe(true);
  });

  test('has no proof of a migration that is other now', () => {
    const { text } = composeDown({ ...later, up: `${up}-- more\n` }, inverse, null, made);

    expect(text).not.toContain('-- Proof:');
  });

  test('has what the proof says now', () => {
    const refused: ProofRecord = { kind: 'not proven', reason: 'PGlite: no such thing', mend: 'a server' };

    const { text } = composeDown(later, inverse, refused, made);

    expect(text).toContain('-- Not proven: PGlite: no such thing\n-- To prove it: a server\n');
    expect(text).not.toContain('-- Proof:');
  });
});

test('a reason that a person gave stays', () => {
  const reasoned = made.replace('-- Reason: undoes 0001_a', '-- Reason: asked for by sales');

  expect(composeDown(later, undoOf('DROP TABLE a;'), null, reasoned).text).toContain('-- Reason: asked for by sales\n');
});

describe('approvals', () => {
  test('are kept as long as the migration is the one that they were given for', () => {
    expect(composeDown(later, undoOf('DROP TABLE a;'), null, approved).text).toContain('-- Approved: drop-table:a');
  });

  test('are dropped with the SQL that they were given for', () => {
    expect(composeDown({ ...later, up: `${up}DROP TABLE b;` }, inverse, null, approved).text).not.toContain('Approved');
  });
});

test('a template for a migration without SQL says nothing of what it was made for, and may be replaced', () => {
  const empty = { ...first, up: '-- Custom SQL migration file, put your code below! --' };
  const { text } = composeDown(empty, { ...noInverse('not written yet'), isToBeWritten: true }, null, null);

  expect(headerValue(splitDown(text), 'Up')).toBeNull();
  expect(mayRewrite(text)).toBe(true);
  expect(composeDown(later, inverse, proven, text).text).toContain('DROP TABLE "a";');
});

test('a template for a migration that nothing undoes says what it was made for', () => {
  const { text } = composeDown(first, noInverse('its SQL is custom'), null, null);

  expect(headerValue(splitDown(text), 'Up')).toMatch(/^sha256:/);
  expect(headerValue(splitDown(text), 'Reversible')).toBe('no (its SQL is custom)');
});

test.each([
  ['there is none', null, true],
  ['it is as lockstep wrote it', made, true],
  ['git changed its line endings', made.replaceAll('\n', '\r\n'), true],
  ['an editor added a byte order mark', `\uFEFF${made}`, true],
  ['an approval was added to its header', approved, true],
  ['a statement was added', `${made}SELECT 1;\n`, false],
  ['a statement was changed', made.replace('DROP TABLE "a"', 'DROP TABLE IF EXISTS "a"'), false],
  ['a comment was added', made.replace('-- Undo', '-- Careful: ask the owners first.\n-- Undo'), false],
  ['it has no header', 'DROP TABLE "a";\n', false],
  ['it is empty', '', false],
  [
    'its reason was written by a person',
    made.replace('-- Reason: undoes 0001_a', '-- Reason: asked for by sales'),
    true,
  ],
])('may be written anew where %s: %#', (_, existing, may) => {
  expect(mayRewrite(existing)).toBe(may);
});

test('a type that the down makes narrower again is said: what was put there since may not fit', async () => {
  const before = schemaOf(columnsOf({ total: 'numeric(10,2)', status: 'public.order_status', note: 'text' }));
  const after = schemaOf(columnsOf({ total: 'numeric(14,6)', status: 'public.order_status', note: 'varchar(20)' }));
  const statements = [
    'ALTER TABLE "orders" ALTER COLUMN "total" SET DATA TYPE numeric(10,2);',
    'ALTER TYPE "public"."order_status" RENAME TO "order_status__old";',
    `CREATE TYPE "public"."order_status" AS ENUM('open');`,
    'ALTER TABLE "orders" ALTER COLUMN "status" SET DATA TYPE "public"."order_status" USING "status"::text::"public"."order_status";',
    'ALTER TABLE "orders" ALTER COLUMN "note" SET DATA TYPE text;',
  ];

  const undo = { statements, filled: [], remaining: [] };
  const inverse = await composeInverse('postgresql', [], before, undo, [], after);

  expect(composeDown(first, inverse, null, null).text).toContain(
    '\n-- Narrows again: orders.total to numeric(10,2), orders.status to order_status; what does not fit by then is rounded or cut off, or stops it\n',
  );
});

/** The columns of the table orders, by name, with their types. */
function columnsOf(types: Record<string, string>): Catalog {
  const place = { schema: 'public', table: null, facts: {}, besides: {} };
  const objects: CatalogObject[] = [
    { ...place, kind: 'table', name: 'orders' },
    ...Object.entries(types).map(([name, type]) => ({
      ...place,
      kind: 'column' as const,
      table: 'orders',
      name,
      facts: { type },
    })),
  ];
  return new Map(objects.map((object) => [keyOf(object), object]));
}
