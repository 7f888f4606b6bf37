import { expect, test } from 'vitest';
import { inverseOfNothing } from '../../src/rollback/derive.js';

const template = '-- Custom SQL migration file, put your code below! --';

test('a migration without statements has nothing to undo', () => {
  const explained = `${template}\n-- Empty on purpose: the statement went into the one before.\n`;
  expect(inverseOfNothing({ sql: explained }, true).reversible).toEqual({ kind: 'yes' });
  expect(inverseOfNothing({ sql: `${template}\n` }, false)).toMatchObject({
    reversible: { kind: 'yes' },
    body: { statements: [] },
  });
});

test('the newest one, as generate --custom makes it, is still to be written', () => {
  expect(inverseOfNothing({ sql: `${template}\r\n` }, true)).toMatchObject({
    isToBeWritten: true,
    body: null,
    reversible: { kind: 'no', reason: 'not written yet: the migration has no SQL to undo' },
  });
  expect(inverseOfNothing({ sql: '' }, true).isToBeWritten).toBe(true);
});
