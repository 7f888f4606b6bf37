import { describe, expect, test } from 'vitest';
import { broken, folder, journal, json, report, without } from './histories.js';

const published = journal('0000_init', '0001_orders');
const journalFile = 'drizzle/meta/_journal.json';

describe('history/edited', () => {
  test('SQL that was changed, at its line', async () => {
    const files = { ...published, 'drizzle/0001_orders.sql': `${published['drizzle/0001_orders.sql']}SELECT 1;\n` };

    expect(await report(files, { published })).toMatchInlineSnapshot(`
      "error history/edited  drizzle/0001_orders.sql:2
        0001_orders is published (commit 1a2b3c4d5) and its SQL was changed. Databases that have it do not get the change.
        Fix: git checkout 1a2b3c4d5 -- drizzle/0001_orders.sql"
    `);
  });

  test('a changed schema in a snapshot, and a changed time', async () => {
    const files = journal('0000_init', { tag: '0001_orders', when: Date.UTC(2026, 0, 5) });
    expect(await report(files, { published })).toMatchInlineSnapshot(`
      "error history/edited  drizzle/meta/_journal.json:16
        0001_orders is published (commit 1a2b3c4d5) and its time in the journal was changed. drizzle-orm goes by it: databases that have it run it again, or skip others.
        Fix: Set "when" back to 1767312000000 in drizzle/meta/_journal.json:16"
    `);

    const snapshot = published['drizzle/meta/0001_snapshot.json']?.replace('{}', '{ "columns": {} }') ?? '';
    expect(
      await report({ ...files, 'drizzle/meta/0001_snapshot.json': snapshot }, { published }),
    ).toMatchInlineSnapshot(`
      "error history/edited  drizzle/meta/0001_snapshot.json:5
        0001_orders is published (commit 1a2b3c4d5) and the schema in its snapshot and its time in the journal were changed. drizzle-kit would take it for the schema that the databases have.
        Fix: git checkout 1a2b3c4d5 -- drizzle/meta/0001_snapshot.json"
    `);
  });

  test('another tag, and another number', async () => {
    const renamed = {
      ...without(published, 'drizzle/0001_orders.sql'),
      'drizzle/0001_sales.sql': published['drizzle/0001_orders.sql'] ?? '',
      [journalFile]: published[journalFile]?.replace('0001_orders', '0001_sales') ?? '',
    };
    expect(await report(renamed, { published })).toMatchInlineSnapshot(`
      "error history/edited  drizzle/meta/_journal.json:16
        0001_orders is published (commit 1a2b3c4d5) and its tag was changed to 0001_sales. Every other branch has it as it was.
        Fix: Set "tag" back to "0001_orders" in drizzle/meta/_journal.json:16"
    `);

    const renumbered = { ...published, [journalFile]: published[journalFile]?.replace('"idx": 1', '"idx": 7') ?? '' };
    expect(await report(renumbered, { published })).toMatchInlineSnapshot(`
      "error history/edited  drizzle/meta/_journal.json:16
        0001_orders is published (commit 1a2b3c4d5) and its number in the journal was changed. Every other branch has it as it was.
        Fix: Set "idx" back to 1 in drizzle/meta/_journal.json:16"
    `);
  });

  test('also what is older than adoption: the change is new', async () => {
    const files = { ...published, 'drizzle/0000_init.sql': 'SELECT 1;\n' };

    expect(await broken(files, { published, since: '0001_orders' })).toEqual(['history/edited']);
  });

  test('line endings, the layout of a snapshot, a new version of it and down files are no edits', async () => {
    const crlf = Object.fromEntries(
      Object.entries(published).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
    );
    expect(await broken(crlf, { published })).toEqual([]);

    const path = 'drizzle/meta/0001_snapshot.json';
    const parsed: object = JSON.parse(published[path] ?? '');
    const reordered = Object.fromEntries(Object.entries(parsed).reverse());
    expect(await broken({ ...published, [path]: JSON.stringify(reordered) }, { published })).toEqual([]);
    const newer = json({ ...parsed, version: '8', tables: { other: {} } });
    expect(await broken({ ...published, [path]: newer }, { published })).toEqual([]);

    const down = 'drizzle/0001_orders.down.sql';
    expect(await broken({ ...published, [down]: 'DROP' }, { published: { ...published, [down]: 'SELECT' } })).toEqual(
      [],
    );
  });

  test('a migration that only this branch has may change', async () => {
    const files = { ...published, 'drizzle/0001_orders.sql': 'SELECT 1;\n' };

    expect(await broken(files, { published: journal('0000_init') })).toEqual([]);
    expect(await broken(files)).toEqual([]);
  });

  test('what mends a fault of the published history is no edit', async () => {
    const late = { tag: '0001_orders', when: Date.UTC(2025, 0, 1) };
    expect(await broken(journal('0000_init', '0001_orders'), { published: journal('0000_init', late) })).toEqual([]);

    const twice = { tag: '20260102_orders', idx: 0 };
    const numbered = journal('20260101_init', '20260102_orders');
    expect(await broken(numbered, { published: journal('20260101_init', twice) })).toEqual([]);

    const forked = journal('0000_init', '0001_orders', { tag: '0002_items', prevId: 'id-of-0000_init' });
    const mended = journal('0000_init', '0001_orders', '0002_items');
    const path = 'drizzle/meta/0002_snapshot.json';
    mended[path] = mended[path]?.replace('"0002_items": {}', '"0002_items": {}, "0001_orders": {}') ?? '';
    expect(await broken(mended, { published: forked })).toEqual([]);
  });
});

describe('history/deleted', () => {
  test('a migration that is gone with its files', async () => {
    expect(await report(journal('0000_init'), { published })).toMatchInlineSnapshot(`
      "error history/deleted  drizzle/meta/_journal.json
        0001_orders is published (commit 1a2b3c4d5) and is not in the staged files any more. Databases that have it keep what it did, and new ones never get it.
        Fix: git checkout 1a2b3c4d5 -- drizzle"
    `);
  });

  test('files of a migration from before adoption: the rules on missing files leave those alone', async () => {
    const files = without(published, 'drizzle/0000_init.sql', 'drizzle/meta/0000_snapshot.json');

    expect(await report(files, { published, since: '0000_init' })).toMatchInlineSnapshot(`
      "error history/deleted  drizzle/meta/_journal.json:9
        0000_init is published (commit 1a2b3c4d5), and drizzle/0000_init.sql and drizzle/meta/0000_snapshot.json are not in the staged files any more.
        Fix: git checkout 1a2b3c4d5 -- drizzle/0000_init.sql drizzle/meta/0000_snapshot.json
      error rollback/missing  drizzle/meta/_journal.json:16
        0001_orders has no drizzle/0001_orders.down.sql in the staged files: it could not be rolled back.
        Fix: npx lockstep down 0001_orders"
    `);
    expect(await broken(files, { published })).toEqual(['history/missing-sql', 'history/missing-snapshot']);
  });

  test('a snapshot that the base branch does not have either is not deleted', async () => {
    const lacking = without(published, 'drizzle/meta/0000_snapshot.json');

    expect(await broken(lacking, { published: lacking, since: '0001_orders' })).toEqual([]);
  });

  test('the way of a journal to the folders of 1.0 deletes nothing', async () => {
    const moved = (tag: string, sql: string) => folder(tag, [], [], sql);
    const files = {
      ...moved('20260101000000_init', published['drizzle/0000_init.sql'] ?? ''),
      ...moved('20260102000000_sales', published['drizzle/0001_orders.sql'] ?? ''),
    };
    expect(await broken(files, { published, dialect: 'sqlite' })).not.toContain('history/deleted');

    const half = moved('20260101000000_init', published['drizzle/0000_init.sql'] ?? '');
    expect(await broken(half, { published, dialect: 'sqlite' })).toEqual(['history/deleted']);
  });
});

describe('history/renamed', () => {
  const table = { entityType: 'tables', name: 'users' };
  const before = folder('20260101000000_init', [], [table], 'CREATE TABLE `users` (`id` integer);\n');

  test('a folder with another name, by its snapshot or by its SQL', async () => {
    const renamed = Object.fromEntries(
      Object.entries(before).map(([path, text]) => [path.replace('20260101000000_init', '20260202000000_start'), text]),
    );
    expect(await report(renamed, { published: before, dialect: 'sqlite' })).toMatchInlineSnapshot(`
      "error history/renamed  drizzle/20260202000000_start/migration.sql:1
        20260202000000_start is the published 20260101000000_init under another name (commit 1a2b3c4d5). Every database that has it would run it again.
        Fix: git mv drizzle/20260202000000_start drizzle/20260101000000_init"
    `);

    const generatedAnew = folder('20260202000000_start', [], [table], 'CREATE TABLE `users` (`id` integer);\r\n');
    expect(await broken(generatedAnew, { published: before, dialect: 'sqlite' })).toEqual(['history/renamed']);
  });

  test('a folder that is gone while another came is deleted', async () => {
    const other = folder('20260202000000_start', [], [], 'CREATE TABLE `orders` (`id` integer);\n');

    expect(await broken(other, { published: before, dialect: 'sqlite' })).toEqual(['history/deleted']);
  });
});
