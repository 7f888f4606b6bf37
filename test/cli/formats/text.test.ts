import { expect, test } from 'vitest';
import { reportText } from '../../../src/cli/report-text.js';
import { ahead, project, reports } from './reports.js';

const text = (name: keyof typeof reports, checked = 'staged files'): string => reportText(reports[name], checked);

test('says in one line that all holds, and of which projects', () => {
  expect(text('all in lockstep')).toBe(
    '✓ staged files: schema and migrations are in lockstep (drizzle.config.ts, packages/auth/drizzle.config.ts)\n',
  );
  expect(text('no project', '3 commits')).toBe('✓ 3 commits: schema and migrations are in lockstep\n');
  const context = { checked: '1 migration', holds: 'no risk was found' };
  expect(reportText(reports['no project'], context.checked, context)).toBe('✓ 1 migration: no risk was found\n');
});

test('groups by project and migration, counts, and ends with the one command to run next', () => {
  expect(text('several findings')).toMatchInlineSnapshot(`
    "drizzle.config.ts (postgresql)

    ✗ lockstep/schema-ahead  src/schema
      The schema in the staged files has changes that no migration there makes.
        CREATE TABLE "orders" (
          "id" uuid
        );
        CREATE INDEX "orders_id" ON "orders" ("id");
      Fix: npx lockstep generate

    Migration 0001_add_orders

    ✗ history/missing-sql  drizzle/meta/_journal.json:12
      0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.
      Fix: git add -- drizzle

    ! rollback/stale  drizzle/0001_add_orders.down.sql:1
      0001_add_orders was changed after its down file was made.

    Migration 0000_init

    ✓ history/missing-sql  drizzle/meta/_journal.json:12
      0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.
      Approved: The database was made by hand in 2019.

    packages/auth/drizzle.config.ts (sqlite)

    ✗ lockstep/schema-ahead  src/schema
      The schema in the staged files has changes that no migration there makes.
        CREATE TABLE "orders" (
          "id" uuid
        );
        CREATE INDEX "orders_id" ON "orders" ("id");
      Fix: npx lockstep generate

    3 errors, 1 warning, 1 approved

    Next: git add -- drizzle
    "
  `);
});

test('groups by commit first', () => {
  expect(text('a range of commits', '2 commits')).toMatchInlineSnapshot(`
    "commit 1a2b3c4d5

    drizzle.config.ts (postgresql)

    ✗ lockstep/schema-ahead  src/schema
      The schema in the staged files has changes that no migration there makes.
        CREATE TABLE "orders" (
          "id" uuid
        );
        CREATE INDEX "orders_id" ON "orders" ("id");
      Fix: npx lockstep generate

    commit ffeeddccb

    drizzle.config.ts (postgresql)

    Migration 0001_add_orders

    ✗ history/missing-sql  drizzle/meta/_journal.json:12
      0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.
      Fix: git add -- drizzle

    packages/auth/drizzle.config.ts (postgresql)

    ✗ lockstep/schema-ahead  src/schema
      The schema in the staged files has changes that no migration there makes.
        CREATE TABLE "orders" (
          "id" uuid
        );
        CREATE INDEX "orders_id" ON "orders" ("id");
      Fix: npx lockstep generate

    3 errors

    Next: npx lockstep generate
    "
  `);
});

test('ends well when there are only warnings, or only what was approved', () => {
  expect(text('warnings alone')).toMatchInlineSnapshot(`
    "drizzle.config.ts (postgresql)

    Migration 0001_add_orders

    ! rollback/stale  drizzle/0001_add_orders.down.sql:1
      0001_add_orders was changed after its down file was made.

    i rollback/stale  drizzle/0001_add_orders.down.sql:1
      0001_add_orders was changed after its down file was made.

    ✓ staged files: no error (1 warning, 1 note)
    "
  `);
  expect(text('approved alone')).toMatchInlineSnapshot(`
    "drizzle.config.ts (postgresql)

    Migration 0000_init

    ✓ history/missing-sql  drizzle/meta/_journal.json:12
      0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.
      Approved: The database was made by hand in 2019.

    ✓ staged files: no error (1 approved)
    "
  `);
});

test('shows the beginning of long SQL, and says where the rest is', () => {
  const lines = text('a long statement').split('\n');
  expect(lines).toContain('    -- 39');
  expect(lines).not.toContain('    -- 40');
  expect(lines).toContain('    … and 20 more lines (--format json shows all)');
});

test('colours what is wrong, the missing SQL and the commands', () => {
  const painted = reportText({ ok: false, projects: [project([ahead])] }, 'x', {
    paint: (format, part) => `<${format}>${part}</>`,
  });
  expect(painted).toMatchInlineSnapshot(`
    "<bold>drizzle.config.ts (postgresql)</>

    <red>✗ lockstep/schema-ahead</>  src/schema
      The schema in the staged files has changes that no migration there makes.
    <yellow>    CREATE TABLE "orders" (</>
    <yellow>      "id" uuid</>
    <yellow>    );</>
    <yellow>    CREATE INDEX "orders_id" ON "orders" ("id");</>
      Fix: <cyan>npx lockstep generate</>

    Next: <cyan>npx lockstep generate</>
    "
  `);
});

test('takes another command to run next', () => {
  const shown = reportText(reports['one finding'], 'x', { next: 'lockstep rebase' });
  expect(shown.endsWith('\nNext: lockstep rebase\n')).toBe(true);
});

test('passes no control character of a name or a message on to the terminal', () => {
  const shown = text('hostile texts');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  expect(shown).toContain('✗ lockstep/unreadable-schema  src/my, schema: 50% [a](b) `é` .ts:3\n');
});
