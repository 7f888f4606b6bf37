import { describe, expect, test } from 'vitest';
import { broken, type Files, journal, json, origin, report, snapshot, without } from './histories.js';

test('a whole history breaks no rule', async () => {
  expect(await broken(journal('0000_init', '0001_orders', '0002_items'))).toEqual([]);
  expect(await broken({})).toEqual([]);
});

describe('history/malformed-entry', () => {
  test('an entry without a tag', async () => {
    const files = journal('0000_init');
    const entries = [
      { idx: 0, version: '7', when: 1, tag: '0000_init', breakpoints: true },
      { idx: 1, version: '7', when: 2, breakpoints: true },
    ];
    files['drizzle/meta/_journal.json'] = json({ version: '7', dialect: 'postgresql', entries });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/malformed-entry  drizzle/meta/_journal.json:12
        The journal's entry 1 has no tag. Migrating a database stops at it or passes it over.
        Fix: git log --oneline -- drizzle/meta/_journal.json"
    `);
  });

  test('a snapshot with the conflict markers of a merge breaks no chain besides', async () => {
    const files = journal('0000_init', '0001_orders', '0002_items');
    files['drizzle/meta/0001_snapshot.json'] =
      '{\n<<<<<<< HEAD\n  "id": "a"\n=======\n  "id": "b"\n>>>>>>> feature\n}\n';

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/malformed-entry  drizzle/meta/0001_snapshot.json:2
        drizzle/meta/0001_snapshot.json is not a snapshot of drizzle-kit. It holds the conflict markers of a merge. drizzle-kit stops at it.
        Fix: npx lockstep rebase"
    `);
  });
});

describe('history/unjournaled-sql', () => {
  test('an SQL file that no entry lists, and its snapshot with it', async () => {
    const files: Files = { ...journal('0000_init'), 'drizzle/0001_cleanup.sql': 'SELECT 1;\n' };
    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/unjournaled-sql  drizzle/0001_cleanup.sql
        drizzle/0001_cleanup.sql is not listed in drizzle/meta/_journal.json: no database gets it.
        Fix: Delete it, or make a migration of it: npx lockstep generate --custom"
    `);

    files['drizzle/meta/0001_snapshot.json'] = snapshot({ id: 'x', prevId: 'id-of-0000_init', tables: {} });
    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/unjournaled-sql  drizzle/0001_cleanup.sql
        drizzle/0001_cleanup.sql is not listed in drizzle/meta/_journal.json: no database gets it. Its snapshot is drizzle/meta/0001_snapshot.json, and drizzle-kit compares the schema with it: it is the last by name.
        Fix: Delete it, or make a migration of it: npx lockstep generate --custom"
    `);
  });

  test('an entry of the base branch that was lost is told as one fault', async () => {
    const published = journal('0000_init', '0001_orders');
    const files = {
      ...published,
      'drizzle/meta/_journal.json': journal('0000_init')['drizzle/meta/_journal.json'] ?? '',
    };

    expect(await report(files, { published })).toMatchInlineSnapshot(`
      "error history/unjournaled-sql  drizzle/0001_orders.sql
        drizzle/0001_orders.sql is not listed in drizzle/meta/_journal.json: no database gets it. On the base branch it is (commit 1a2b3c4d5). Its snapshot is drizzle/meta/0001_snapshot.json, and drizzle-kit compares the schema with it: it is the last by name.
        Fix: Put its entry back into drizzle/meta/_journal.json, as in: git show 1a2b3c4d5:drizzle/meta/_journal.json"
    `);
  });

  test('down files, and files of subfolders, are not meant', async () => {
    const files = { ...journal('0000_init'), 'drizzle/0000_init.down.sql': 'DROP TABLE "0000_init";\n' };

    expect(await broken(files)).toEqual([]);
  });
});

describe('history/duplicate-index', () => {
  test('two branches that both made number 1', async () => {
    const files = journal('0000_init', '0001_orders', { tag: '0001_items', idx: 1, prevId: 'id-of-0000_init' });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/duplicate-index  drizzle/meta/_journal.json:23
        0001_items has the number of 0001_orders in the journal, 1, and its snapshot file drizzle/meta/0001_snapshot.json, which can hold the schema of only one of them.
        Fix: npx lockstep rebase"
    `);
  });

  test('prefixes of times: only the number in the journal is shared', async () => {
    const files = journal('20260101_init', '20260102_orders', { tag: '20260103_items', idx: 1 });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/duplicate-index  drizzle/meta/_journal.json:23
        20260103_items has the number of 20260102_orders in the journal, 1. drizzle-kit counts on from the last entry, and the numbers no longer tell the migrations apart.
        Fix: npx lockstep rebase"
    `);
  });

  test('one prefix, two numbers: the snapshot file is shared', async () => {
    const files = journal('0000_init', '0001_orders', { tag: '0001_items', prevId: 'id-of-0000_init' });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/duplicate-index  drizzle/meta/_journal.json:23
        0001_items and 0001_orders share the snapshot file drizzle/meta/0001_snapshot.json, which can hold the schema of only one of them.
        Fix: npx lockstep rebase"
    `);
  });

  test('an entry that is listed twice', async () => {
    const first = { tag: '0001_orders', idx: 1, when: Date.UTC(2026, 0, 2) };
    const files = journal('0000_init', first, { ...first, prevId: 'id-of-0000_init', when: Date.UTC(2026, 0, 3) });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/duplicate-index  drizzle/meta/_journal.json:23
        0001_orders is listed twice. A new database would run its SQL twice.
        Fix: Remove one of the two entries from drizzle/meta/_journal.json."
    `);
  });

  test('numbers with a gap are fine', async () => {
    expect(await broken(journal('0000_init', { tag: '0002_orders', idx: 2 }))).toEqual([]);
  });
});

describe('history/duplicate-snapshot-id', () => {
  test('a snapshot that was copied is no fork besides', async () => {
    const copied = { id: 'id-of-0001_orders', prevId: 'id-of-0000_init' };
    const files = journal('0000_init', '0001_orders', { tag: '0002_backfill', ...copied });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/duplicate-snapshot-id  drizzle/meta/0002_snapshot.json:2
        The snapshot of 0002_backfill has the id of drizzle/meta/0001_snapshot.json: it was copied. drizzle-kit cannot tell which of the two the next migration follows.
        Fix: Make the migration again with a snapshot of its own: npx lockstep generate --custom"
    `);
  });
});

describe('history/fork', () => {
  test('two snapshots of one parent', async () => {
    const files = journal('0000_init', '0001_orders', { tag: '0002_items', prevId: 'id-of-0000_init' });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/fork  drizzle/meta/0002_snapshot.json:3
        The snapshots of 0002_items and 0001_orders both follow that of 0000_init, and neither has the other's changes. drizzle-kit generate stops at it, and says so with exit code 0.
        Fix: npx lockstep rebase"
    `);
  });

  test('a history that starts twice', async () => {
    expect(await report(journal('0000_init', { tag: '0001_orders', prevId: origin }))).toMatchInlineSnapshot(`
      "error history/fork  drizzle/meta/0001_snapshot.json:3
        The snapshots of 0001_orders and 0000_init both follow the empty schema, and neither has the other's changes. drizzle-kit generate stops at it, and says so with exit code 0.
        Fix: npx lockstep rebase"
    `);
  });

  test('of the time before adoption is left alone, a new one is not', async () => {
    const twice = { tag: '0002_items', prevId: 'id-of-0000_init' };
    const files = journal('0000_init', '0001_orders', twice);

    expect(await broken(files, { since: '0002_items' })).toEqual([]);
    expect(await broken(files, { since: '0001_orders', rules: { 'rollback/missing': 'off' } })).toEqual([
      'history/fork',
    ]);
  });
});

describe('history/broken-chain', () => {
  test('a parent that is not there', async () => {
    expect(await report(journal('0000_init', { tag: '0001_orders', prevId: 'gone' }))).toMatchInlineSnapshot(`
      "error history/broken-chain  drizzle/meta/0001_snapshot.json:3
        The snapshot of 0001_orders follows one that is not there, not that of 0000_init before it. What it was computed from is not known: it may lack changes of the migrations before it.
        Fix: npx lockstep rebase"
    `);
  });

  test('of a published migration: how to mend it without making it again', async () => {
    const published = journal('0000_init', { tag: '0001_orders', prevId: 'gone' });

    expect(await report(published, { published })).toMatchInlineSnapshot(`
      "error history/broken-chain  drizzle/meta/0001_snapshot.json:3
        The snapshot of 0001_orders follows one that is not there, not that of 0000_init before it. What it was computed from is not known: it may lack changes of the migrations before it.
        Fix: If its schema is right, set "prevId" in drizzle/meta/0001_snapshot.json to "id-of-0000_init""
    `);
  });

  test('a first migration that follows another', async () => {
    expect(await report(journal({ tag: '0000_init', prevId: 'gone' }))).toMatchInlineSnapshot(`
      "error history/broken-chain  drizzle/meta/0000_snapshot.json:3
        The snapshot of 0000_init follows one that is not there. What it was computed from is not known: it may lack changes of the migrations before it.
        Fix: npx lockstep rebase"
    `);
  });

  test('a migration that says it is the first, after one whose own parent is gone', async () => {
    const files = journal({ tag: '0000_init', prevId: 'gone' }, { tag: '0001_orders', prevId: origin });

    expect(await broken(files)).toEqual(['history/broken-chain', 'history/broken-chain']);
  });

  test('after a missing snapshot, that is the fault', async () => {
    const files = without(journal('0000_init', '0001_orders', '0002_items'), 'drizzle/meta/0001_snapshot.json');

    expect(await broken(files)).toEqual(['history/missing-snapshot']);
  });

  test('a deleted migration of the base branch is one fault, not two', async () => {
    const published = journal('0000_init', '0001_orders', '0002_items');
    const entries = journal('0000_init', { tag: '0002_items', idx: 2, when: Date.UTC(2026, 0, 3) });
    const files = {
      ...without(published, 'drizzle/0001_orders.sql', 'drizzle/meta/0001_snapshot.json'),
      'drizzle/meta/_journal.json': entries['drizzle/meta/_journal.json'] ?? '',
    };

    expect(await broken(files, { published })).toEqual(['history/deleted']);
    expect(await broken(files)).toEqual(['history/broken-chain']);
  });
});

describe('history/out-of-order', () => {
  const at = (dayOfMonth: number): number => Date.UTC(2026, 0, dayOfMonth);

  test('an earlier time than a migration before it', async () => {
    const files = journal('0000_init', { tag: '0001_orders', when: at(9) }, { tag: '0002_items', when: at(8) });

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/out-of-order  drizzle/meta/_journal.json:23
        0002_items has an earlier time than 0001_orders before it (2026-01-08T00:00:00.000Z, 2026-01-09T00:00:00.000Z). A database that has 0001_orders skips it in silence.
        Fix: Set "when" of 0002_items to 1767916800001 in drizzle/meta/_journal.json:23"
    `);
  });

  test('the same time, and a later migration hidden by one further back', async () => {
    const files = journal(
      '0000_init',
      { tag: '0001_orders', when: at(9) },
      { tag: '0002_items', when: at(9) },
      '0003_tags',
    );

    expect(await report(files)).toMatchInlineSnapshot(`
      "error history/out-of-order  drizzle/meta/_journal.json:23
        0002_items has the same time as 0001_orders before it (2026-01-09T00:00:00.000Z, 2026-01-09T00:00:00.000Z). A database that has 0001_orders skips it in silence.
        Fix: Move the entry of 0002_items to the end of drizzle/meta/_journal.json, with "when": 1767916800001
      error history/out-of-order  drizzle/meta/_journal.json:30
        0003_tags has an earlier time than 0001_orders before it (2026-01-04T00:00:00.000Z, 2026-01-09T00:00:00.000Z). A database that has 0001_orders skips it in silence.
        Fix: Set "when" of 0003_tags to 1767916800001 in drizzle/meta/_journal.json:30"
    `);
  });

  test('a new migration that was put before a published one', async () => {
    const published = journal('0000_init', { tag: '0002_items', when: at(9) });
    const files = journal('0000_init', { tag: '0001_orders', when: at(8) }, { tag: '0002_items', when: at(9) });

    // The snapshots follow each other anew: only the journal's order is at stake.
    expect(await report(files, { published })).toMatchInlineSnapshot(`
      "error history/out-of-order  drizzle/meta/_journal.json:16
        0001_orders has an earlier time than 0002_items after it, which is published (2026-01-08T00:00:00.000Z, 2026-01-09T00:00:00.000Z). A database that has 0002_items skips it in silence.
        Fix: Move the entry of 0001_orders to the end of drizzle/meta/_journal.json, with "when": 1767916800001"
    `);
    expect(await broken(files)).toEqual([]);
  });
});

describe('history/future-when', () => {
  const now = Date.UTC(2026, 0, 10);

  test('more than a day ahead', async () => {
    const files = journal('0000_init', { tag: '0001_orders', when: Date.UTC(2031, 0, 1) });

    expect(await report(files, { now })).toMatchInlineSnapshot(`
      "error history/future-when  drizzle/meta/_journal.json:16
        0001_orders has a time in the future, 2031-01-01T00:00:00.000Z. Whatever is generated until then is skipped in silence by every database that has it.
        Fix: Set "when" of 0001_orders to 1768003200000 in drizzle/meta/_journal.json:16"
    `);
  });

  test('a clock that is some hours ahead is none', async () => {
    const files = journal('0000_init', { tag: '0001_orders', when: Date.UTC(2026, 0, 10, 20) });

    expect(await broken(files, { now })).toEqual([]);
  });
});

describe('history/foreign-file', () => {
  test('files that nothing runs, those of a folder together', async () => {
    const files = {
      ...journal('0000_init'),
      'drizzle/notes.txt': '',
      'drizzle/seeds/users.sql': '',
      'drizzle/seeds/orders.sql': '',
      'drizzle/0007_gone.down.sql': '',
    };

    expect(await report(files)).toMatchInlineSnapshot(`
      "warning history/foreign-file  drizzle/0007_gone.down.sql
        drizzle/0007_gone.down.sql undoes a migration that is not there.
        Fix: git rm -- drizzle/0007_gone.down.sql
      warning history/foreign-file  drizzle/notes.txt
        drizzle/notes.txt is neither of drizzle-kit nor of lockstep: no migration runs it, and no check looks at it.
        Fix: Move drizzle/notes.txt out of drizzle.
      warning history/foreign-file  drizzle/seeds/orders.sql
        drizzle/seeds holds 2 files that are neither of drizzle-kit nor of lockstep: no migration runs them, and no check looks at them.
        Fix: Move drizzle/seeds out of drizzle."
    `);
  });

  test('a snapshot of no migration: an error where drizzle-kit takes or refuses it', async () => {
    const files = journal('0000_init', '0001_orders', '0002_items');
    const orphan = (prevId: string): string => snapshot({ id: 'orphan', prevId, tables: {} });

    expect(await report({ ...files, 'drizzle/meta/0009_snapshot.json': orphan('x') })).toMatchInlineSnapshot(`
      "error history/foreign-file  drizzle/meta/0009_snapshot.json
        drizzle/meta/0009_snapshot.json belongs to no migration, and drizzle-kit compares the schema with it: it is the last by name.
        Fix: Delete it, or restore its migration: git log --oneline --diff-filter=D -- drizzle/meta/0009_snapshot.json"
    `);
    expect(
      await report({ ...files, 'drizzle/meta/00000_snapshot.json': orphan('id-of-0000_init') }),
    ).toMatchInlineSnapshot(`
      "error history/foreign-file  drizzle/meta/00000_snapshot.json
        drizzle/meta/00000_snapshot.json belongs to no migration, and drizzle-kit stops at it: it follows the same snapshot as drizzle/meta/0001_snapshot.json.
        Fix: Delete it, or restore its migration: git log --oneline --diff-filter=D -- drizzle/meta/00000_snapshot.json"
    `);
    expect(await report({ ...files, 'drizzle/meta/00000_snapshot.json': orphan('x') })).toMatchInlineSnapshot(`
      "warning history/foreign-file  drizzle/meta/00000_snapshot.json
        drizzle/meta/00000_snapshot.json belongs to no migration.
        Fix: Delete it, or restore its migration: git log --oneline --diff-filter=D -- drizzle/meta/00000_snapshot.json"
    `);
  });

  test('what belongs there is left alone', async () => {
    const files = {
      ...journal('0000_init'),
      'drizzle/README.md': '',
      'drizzle/meta/.gitkeep': '',
      'drizzle/.gitattributes': '',
      'drizzle/schema.ts': '',
      'drizzle/relations.ts': '',
      'drizzle/migrations.js': '',
      // A migrations folder of another config.
      'drizzle/sqlite/meta/_journal.json': '',
      'drizzle/sqlite/0000_init.sql': '',
      'drizzle/sqlite/meta/0000_snapshot.json': '',
    };

    expect(await broken(files)).toEqual([]);
  });

  test('code beside a schema that lies among the migrations', async () => {
    const files = { ...journal('0000_init'), 'drizzle/tables/users.ts': '', 'drizzle/client.ts': '' };

    expect(await broken(files, { schema: ['drizzle/tables'] })).toEqual([]);
    expect(await broken(files, { schema: ['drizzle/tables/*.ts'] })).toEqual([]);
    expect(await broken(files, { schema: ['drizzle/schema.ts'] })).toEqual([
      'history/foreign-file',
      'history/foreign-file',
    ]);
  });
});
