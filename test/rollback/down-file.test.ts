import { expect, test } from 'vitest';
import { isAsWritten, isProofOf, splitDown } from '../../src/history/down-header.js';
import { type DownHeader, downFileText, withProof } from '../../src/rollback/down-file.js';

const up = 'CREATE TABLE "a" ();';
const header: Omit<DownHeader, 'reversible'> = {
  migration: '0001_add',
  date: '2026-01-02',
  reason: 'undoes 0001_add',
  up,
  proof: null,
};
const undo = (...statements: string[]) => ({ statements, written: [], verify: [] });
const sqlOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('--'));

test('a down file has a header, statements between breakpoints, and queries to verify it', () => {
  const text = downFileText(
    { ...header, reversible: { kind: 'yes' } },
    { ...undo('DROP TABLE "b";', 'DROP TABLE "a";'), verify: [{ query: 'SELECT 1', expected: '1' }] },
  );

  expect(text.replaceAll(/[0-9a-f]{64}/g, '…')).toMatchInlineSnapshot(`
    "-- Down of: 0001_add
    -- Date: 2026-01-02
    -- Reason: undoes 0001_add
    -- Reversible: yes
    -- Up: sha256:…
    -- Down: sha256:…

    -- Undo changes
    DROP TABLE "b";
    --> statement-breakpoint
    DROP TABLE "a";

    -- Verify
    --   SELECT 1; -- 1
    "
  `);
});

test('a down file without statements is comments alone: running it changes nothing', () => {
  const text = downFileText({ ...header, reversible: { kind: 'no', reason: 'not written yet' } }, null);

  expect(sqlOf(text)).toEqual([]);
  expect(text).not.toContain('statement-breakpoint');
  expect(text).toContain('-- Reversible: no (not written yet)');
});

test('what comes from names cannot start a line of SQL', () => {
  const lost = ['the rows of a\nDROP TABLE users; --'];
  const text = downFileText(
    {
      ...header,
      reversible: { kind: 'structure only', lost, left: ['b\r\nDROP TABLE c;'] },
      filled: ['x\nDROP TABLE d;'],
    },
    undo('SELECT 1;'),
  );

  expect(sqlOf(text)).toEqual(['SELECT 1;']);
});

test('quotes what the migration wrote, for SQL of the user, and runs none of it', () => {
  const written = ['UPDATE "users"\nSET "name" = \'x\''];
  const reversible = { kind: 'structure only' as const, lost: ['what users held where it updated rows'], left: [] };
  const text = downFileText({ ...header, reversible }, { statements: [], written, verify: [] });

  expect(sqlOf(text)).toEqual([]);
  expect(text).not.toContain('statement-breakpoint');
  expect(text).toContain(`--   UPDATE "users"\n--   SET "name" = 'x'`);
});

test('knows what it wrote itself by its hash, with the line endings of either system', () => {
  const text = downFileText({ ...header, reversible: { kind: 'yes' } }, undo('DROP TABLE "a";'));

  expect(isAsWritten(splitDown(text))).toBe(true);
  expect(isAsWritten(splitDown(text.replaceAll('\n', '\r\n')))).toBe(true);
  expect(isAsWritten(splitDown(text.replace('DROP TABLE "a"', 'DROP TABLE "b"')))).toBe(false);
  expect(isAsWritten(splitDown('DROP TABLE "a";\n'))).toBe(false);
});

test('puts a proof into the header of a file that somebody wrote, and leaves its SQL as it is', () => {
  const written = '-- Reversible: yes\r\n\r\n-- my own\r\nDROP TABLE "a";\r\n';

  const text = withProof(written, up, { kind: 'proven', engine: 'PGlite 0.5.16', date: '2026-01-02', onRows: null });

  expect(text.endsWith('-- my own\r\nDROP TABLE "a";\r\n')).toBe(true);
  expect(isProofOf(splitDown(text), up)).toBe(true);
  expect(isProofOf(splitDown(text), `${up} -- edited`)).toBe(false);
  expect(isProofOf(splitDown(text.replace('"a"', '"b"')), up)).toBe(false);
  const bare = withProof('DROP TABLE "a";\n', up, { kind: 'not proven', reason: 'no engine', mend: null });
  expect(bare).toBe('-- Not proven: no engine\n\nDROP TABLE "a";\n');
});

test('a new proof takes the place of the old one', () => {
  const proven = { kind: 'proven' as const, engine: 'PGlite 0.5.16', date: '2026-01-02', onRows: 'stops' };
  const text = downFileText({ ...header, reversible: { kind: 'yes' }, proof: proven }, undo('DROP TABLE "a";'));

  const again = withProof(text, up, { ...proven, date: '2026-02-03', onRows: null });

  expect(again.match(/^-- Proof: /gm)).toHaveLength(1);
  expect(again).not.toContain('On rows');
  expect(again).toContain('2026-02-03');
});

test('what is quoted stays a comment, whatever ends its lines', () => {
  const written = ['UPDATE a SET b = 1;\rDROP TABLE c;\r\nDROP TABLE d;\nDROP TABLE e;'];

  const text = downFileText({ ...header, reversible: { kind: 'yes' } }, { ...undo('SELECT 1;'), written });

  expect(text.split(/\r|\n/).filter((line) => line !== '' && !line.startsWith('--'))).toEqual(['SELECT 1;']);
});

test('of many rows that were written, some are quoted', () => {
  const written = Array.from({ length: 30 }, (_, at) => `INSERT INTO t VALUES (${at}, '${'x'.repeat(2000)}');`);

  const text = downFileText({ ...header, reversible: { kind: 'yes' } }, { ...undo('SELECT 1;'), written });

  expect(text).toContain('-- and 10 statements more.');
  expect(text.length).toBeLessThan(25_000);
  expect(sqlOf(text)).toEqual(['SELECT 1;']);
});
