import { expect, test } from 'vitest';
import { downFileText } from '../../src/rollback/down-file.js';
import { lostBetween } from '../../src/rollback/lost.js';

const header = { migration: '0001_add', date: '2026-01-02', reason: 'undoes 0001_add.sql', upHash: 'ab' };

test('a down file has a header, and statements between breakpoints', () => {
  const text = downFileText({ ...header, reversible: { kind: 'yes' } }, ['DROP TABLE "b";', 'DROP TABLE "a";']);

  expect(text).toMatchInlineSnapshot(`
    "-- Down of: 0001_add
    -- Date: 2026-01-02
    -- Reason: undoes 0001_add.sql
    -- Reversible: yes
    -- Up: sha256:ab

    -- Undo changes
    DROP TABLE "b";
    --> statement-breakpoint
    DROP TABLE "a";
    "
  `);
});

test('a down file without statements is comments alone: running it changes nothing', () => {
  const text = downFileText({ ...header, reversible: { kind: 'no', reason: 'not written yet' } }, []);

  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('--'))).toEqual([]);
  expect(text).toContain('-- Reversible: no (not written yet)');
});

test('what comes from names cannot start a line of SQL', () => {
  const lost = ['the rows of a\nDROP TABLE users; --'];
  const text = downFileText({ ...header, reversible: { kind: 'structure only', lost } }, ['SELECT 1;']);

  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('--'))).toEqual(['SELECT 1;']);
});

test('names the values that go with tables, columns and changes of type', () => {
  const before = {
    tables: {
      'public.a': { columns: { kept: { type: 'text' }, gone: { type: 'text' }, narrowed: { type: 'text' } } },
      'public.b': { columns: {} },
    },
  };
  const after = { tables: { 'public.a': { columns: { kept: { type: 'text' }, narrowed: { type: 'integer' } } } } };

  expect(lostBetween(before, after)).toEqual([
    'the values of a.gone',
    'what a.narrowed held that fits text and not integer',
    'the rows of b',
  ]);
  expect(lostBetween({}, after)).toEqual([]);
});
