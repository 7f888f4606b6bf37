import { describe, expect, test } from 'vitest';
import { splitDown } from '../../src/history/down-header.js';
import { downFileText } from '../../src/rollback/down-file.js';
import { type Down, readDown } from '../../src/runner/down.js';
import { readLocal } from '../../src/runner/local.js';
import { takenBy } from '../../src/runner/taken.js';
import { temporaryFolder, writeHistory } from './database.js';

const up = 'alter table users add column nick text;\nselect 1;\n';
const tag = '0000_nick';

/** What a rollback says of this down file. */
function read(down: string | undefined, sql = up): Down {
  const folder = writeHistory(temporaryFolder(), [{ tag, sql, ...(down === undefined ? {} : { down }) }]);
  const [migration] = readLocal(folder).migrations;
  if (migration === undefined) throw new Error('There is one.');
  return readDown('postgresql', migration);
}

const kindsOf = (down: string | undefined, sql?: string): string[] => read(down, sql).problems.map(({ kind }) => kind);

const written = (about: Partial<Parameters<typeof downFileText>[0]>, statements: string[] = ['select 2;']): string =>
  downFileText(
    { migration: tag, date: '2026-11-20', reason: 'x', reversible: { kind: 'yes' }, up, proof: null, ...about },
    { statements, written: [], verify: [{ query: 'SELECT 1', expected: '0' }] },
  );

const template = (sql: string | null): string =>
  downFileText(
    {
      migration: tag,
      date: '2026-11-20',
      reason: 'x',
      reversible: { kind: 'no', reason: 'not written yet' },
      up: sql,
      proof: null,
    },
    null,
  );

describe('a down file', () => {
  test('that lockstep wrote and that takes nothing is run without a question', () => {
    expect(read(written({}))).toMatchObject({ statements: 1, problems: [], notes: [] });
    // Nothing of the schema to undo, and rows that were written stay: said, and no reason to stop.
    const left = written({ reversible: { kind: 'structure only', lost: [], left: ['the rows of a'] } }, []);
    expect(read(left)).toMatchObject({ statements: 0, problems: [], notes: ['Stays: the rows of a'] });
  });

  test('that is missing, empty or a template is told apart from one of a migration without SQL', () => {
    const custom = '-- Custom SQL migration file, put your code below! --';
    expect(kindsOf(undefined)).toEqual(['missing']);
    expect(kindsOf(undefined, custom)).toEqual([]);
    expect(kindsOf('')).toEqual(['not written']);
    expect(kindsOf('-- nothing yet\n')).toEqual(['not written']);
    expect(kindsOf(template(null))).toEqual(['not written']);
    expect(kindsOf(template(null), custom)).toEqual([]);
  });

  test('of other SQL, or of another migration, is stale; line endings do not make it so', () => {
    expect(kindsOf(written({}), up.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(kindsOf(written({}).replaceAll('\n', '\r\n'))).toEqual([]);
    expect(kindsOf(`\uFEFF${written({})}`)).toEqual([]);
    expect(kindsOf(written({}), `${up};`)).toEqual(['stale']);
    expect(kindsOf('-- Down of: 0007_other\nselect 2;')).toEqual(['stale']);
    // Renamed by a rebase: the hash of its SQL says more than the name.
    expect(kindsOf(written({ migration: '0007_nick' }))).toEqual([]);
  });

  test('that says no, or a word that nobody knows, is not reversible', () => {
    const problem = read(written({ reversible: { kind: 'no', reason: 'its rows are gone' } })).problems[0];
    expect(problem).toMatchObject({ kind: 'not reversible', message: 'Not reversible: its rows are gone.' });
    expect(kindsOf(written({}).replace('Reversible: yes', 'Reversible: maybe'))).toEqual(['not reversible']);
  });

  test('loses data by what its header says', () => {
    const text = written({
      reversible: { kind: 'structure only', lost: ['the values of a.b'], left: [] },
      takesAway: 'table posts',
      narrows: 'a.c to integer',
    });
    expect(read(text).problems.map(({ message }) => message)).toEqual([
      'Takes away with what was put there since: table posts',
      'Narrows again: a.c to integer; what does not fit by then is rounded or cut off, or stops it',
      'Does not bring back: the values of a.b',
    ]);
  });

  test('of somebody else loses data by what its statements say', () => {
    expect(kindsOf('alter table users drop column nick;')).toEqual(['loses data']);
    expect(kindsOf('alter table users rename column a to b;')).toEqual([]);
    // Edited since lockstep wrote it.
    expect(kindsOf(`${written({})}truncate users;`)).toEqual(['loses data']);
    expect(splitDown(written({})).body).toContain('-- Verify');
  });

  test('has several problems at once', () => {
    const text = written({ reversible: { kind: 'no', reason: 'x' }, takesAway: 'table posts' });
    expect(kindsOf(text, 'other')).toEqual(['not reversible', 'stale', 'loses data']);
  });
});

describe('statements that take rows away', () => {
  test.each([
    ['drop table a;', true],
    ['DROP TABLE IF EXISTS "a" CASCADE;', true],
    ['drop schema billing;', true],
    ['drop index a_b; drop view v; drop type mood; drop function f;', false],
    ['alter table a drop b;', true],
    ['alter table a add c integer, drop column if exists b;', true],
    ['alter table a drop constraint b, alter column c drop not null, alter column c drop default;', false],
    ['alter table a drop primary key, drop foreign key f, drop index i, drop key k;', false],
    ['truncate a; ', true],
    ['delete from a;', true],
    ["update a set drop_table = 'drop table b';", false],
    [
      'create table new_a (b int); insert into new_a select b from a; drop table a; alter table new_a rename to a;',
      false,
    ],
    ['drop table a; alter table b rename to c;', true],
    ['drop table a cascade; alter table b rename to a;', true],
  ])('%s', (sql, takes) => {
    expect(takenBy('mysql', sql).length > 0).toBe(takes);
    expect(takenBy('postgresql', sql).length > 0).toBe(takes);
  });
});
