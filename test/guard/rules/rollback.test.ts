import { describe, expect, test } from 'vitest';
import { downFileText } from '../../../src/rollback/down-file.js';
import { broken, folder, journal, report, without } from './histories.js';

const down = (sql: string): string =>
  downFileText(
    {
      migration: 'm',
      date: '2026-01-01',
      reason: 'undoes it',
      reversible: { kind: 'yes' },
      up: sql,
      proof: { kind: 'proven', engine: 'PGlite 0.5.16', date: '2026-01-01', onRows: null },
    },
    { statements: ['SELECT 1;'], written: [], verify: [] },
  );

const plain = journal('0000_init', '0001_orders', '0002_items');
const sqlOf = (tag: string): string => plain[`drizzle/${tag}.sql`] ?? '';
const downs = Object.fromEntries(
  ['0000_init', '0001_orders', '0002_items'].map((tag) => [`drizzle/${tag}.down.sql`, down(sqlOf(tag))]),
);

describe('rollback/missing', () => {
  test('a migration without its down file, where others have theirs', async () => {
    const files = without({ ...plain, ...downs }, 'drizzle/0002_items.down.sql');

    expect(await report(files)).toMatchInlineSnapshot(`
      "error rollback/missing  drizzle/meta/_journal.json:23
        0002_items has no drizzle/0002_items.down.sql in the staged files: it could not be rolled back.
        Fix: npx lockstep down 0002_items"
    `);
  });

  test('a project that never had one is not alarmed, nor is the time before the first one', async () => {
    expect(await broken(plain)).toEqual([]);
    expect(await broken(without({ ...plain, ...downs }, 'drizzle/0000_init.down.sql'))).toEqual([]);
  });

  test('since adoption every migration needs one', async () => {
    expect(await broken(plain, { since: '0000_init' })).toEqual(['rollback/missing', 'rollback/missing']);
    expect(await broken(plain, { since: '0002_items' })).toEqual([]);
  });

  test('where the SQL is missing, that is the fault', async () => {
    const files = without({ ...plain, ...downs }, 'drizzle/0001_orders.sql', 'drizzle/0001_orders.down.sql');

    expect(await broken(files)).toEqual(['history/missing-sql']);
  });

  test('on the 1.0 line it lies in the folder of its migration', async () => {
    const sql = 'SELECT 1;\n';
    const files = {
      ...folder('20260101000000_init', [], [], sql),
      ...folder('20260102000000_orders', ['20260101000000_init'], [], sql),
      'drizzle/20260101000000_init/down.sql': down(sql),
    };

    expect(await report(files, { dialect: 'sqlite' })).toMatchInlineSnapshot(`
      "error rollback/missing  drizzle/20260102000000_orders/migration.sql:1
        20260102000000_orders has no drizzle/20260102000000_orders/down.sql in the staged files: it could not be rolled back.
        Fix: npx lockstep down 20260102000000_orders"
    `);
  });
});

describe('rollback/stale', () => {
  test('a down file that was made for another version of the migration', async () => {
    const files = { ...plain, ...downs, 'drizzle/0001_orders.sql': 'CREATE TABLE "other" ();\n' };

    expect(await report(files)).toMatchInlineSnapshot(`
      "error rollback/stale  drizzle/0001_orders.down.sql:5
        drizzle/0001_orders.down.sql was made for another version of 0001_orders.sql than that in the staged files: rolling back could stop half-way, or leave something behind.
        Fix: npx lockstep down 0001_orders"
    `);
  });

  test('the template of a custom migration, once the migration has its SQL', async () => {
    const heading = { migration: 'm', date: '2026-01-01', reason: 'undoes it', up: null, proof: null };
    const template = downFileText({ ...heading, reversible: { kind: 'no', reason: 'not written yet' } }, null);
    const files = { ...plain, ...downs, 'drizzle/0002_items.down.sql': template };

    expect(await report(files)).toMatchInlineSnapshot(`
      "error rollback/stale  drizzle/0002_items.down.sql:4
        drizzle/0002_items.down.sql is still the template of an empty migration, and 0002_items.sql has its SQL by now: nothing would undo it.
        Fix: npx lockstep down 0002_items"
    `);
    const empty = { ...files, 'drizzle/0002_items.sql': '-- Custom SQL migration file, put your code below! --\r\n' };
    expect(await broken(empty)).toEqual([]);
    const filledIn = { ...files, 'drizzle/0002_items.down.sql': `${template}SELECT 1;\n` };
    expect(await broken(filledIn)).toEqual([]);
  });

  test('line endings on either side are no other version', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const path = 'drizzle/0001_orders';
    const sql = sqlOf('0001_orders');

    expect(await broken({ ...plain, ...downs, [`${path}.sql`]: crlf(sql) })).toEqual([]);
    expect(await broken({ ...plain, ...downs, [`${path}.down.sql`]: crlf(down(sql)) })).toEqual([]);
    expect(await broken({ ...plain, ...downs, [`${path}.down.sql`]: down(crlf(sql)) })).toEqual([]);
  });

  test('a file that a person wrote without a header is left alone', async () => {
    expect(await broken({ ...plain, ...downs, 'drizzle/0001_orders.down.sql': 'DROP TABLE "orders";\n' })).toEqual([]);
  });

  test('of the time before adoption is left alone', async () => {
    const files = { ...plain, ...downs, 'drizzle/0001_orders.sql': 'CREATE TABLE "other" ();\n' };

    expect(await broken(files, { since: '0001_orders' })).toEqual([]);
  });
});

describe('rollback/unproven', () => {
  const path = 'drizzle/0002_items.down.sql';
  const text = down(sqlOf('0002_items'));
  const unproven = text.replace(/-- Proof: .+\n/, '');
  const withDown = (changed: string) => ({ ...plain, ...downs, [path]: changed });

  test('a down file that was edited since it was proven', async () => {
    expect(await report(withDown(text.replace('SELECT 1;', 'SELECT 2;')))).toMatchInlineSnapshot(`
      "warning rollback/unproven  drizzle/0002_items.down.sql:1
        drizzle/0002_items.down.sql was edited since it was proven.
        Fix: npx lockstep prove 0002_items"
    `);
  });

  test('one that never was', async () => {
    expect(await report(withDown(unproven))).toContain(`${path} was never proven.`);
  });

  test.each([
    ['is proven', text],
    ['says why it is not', unproven.replace('-- Down:', '-- Not proven: no server\n-- Down:')],
    ['says that it cannot be undone', unproven.replace('-- Reversible: yes', '-- Reversible: no (the rows are gone)')],
    ['was written by a person', 'SELECT 1;\n'],
  ])('nothing about one that %s', async (_, changed) => {
    expect(await broken(withDown(changed))).toEqual([]);
  });
});
