import { expect, test } from 'vitest';
import { markdownReport } from '../../../src/cli/formats/markdown.js';
import { type Finding, toReport } from '../../../src/finding.js';
import { ahead, names, project, reports } from './reports.js';

const markdown = (name: keyof typeof reports): string => markdownReport(reports[name], { checked: '2 commits' });

test('a comment with what is missing in each project and migration, and the command to run next', () => {
  expect(markdown('several findings')).toMatchInlineSnapshot(`
    "<!-- drizzle-lockstep -->
    ### ❌ lockstep: 3 errors, 1 warning, 1 approved

    2 commits

    #### \`drizzle.config.ts\` (postgresql)

    ❌ **lockstep/schema-ahead** in \`src/schema\`

    The schema in the staged files has changes that no migration there makes.

    \`\`\`sql
    CREATE TABLE "orders" (
    	"id" uuid
    );
    CREATE INDEX "orders_id" ON "orders" ("id");
    \`\`\`

    Fix: \`npx lockstep generate\`

    Migration \`0001_add_orders\`

    ❌ **history/missing-sql** in \`drizzle/meta/_journal.json:12\`

    0001\\_add\\_orders is listed, but drizzle/0001\\_add\\_orders.sql is not in the staged files.

    Fix: \`git add -- drizzle\`

    ⚠️ **rollback/stale** in \`drizzle/0001_add_orders.down.sql:1\`

    0001\\_add\\_orders was changed after its down file was made.

    Migration \`0000_init\`

    ☑️ **history/missing-sql** in \`drizzle/meta/_journal.json:12\`

    0001\\_add\\_orders is listed, but drizzle/0001\\_add\\_orders.sql is not in the staged files.

    Approved: The database was made by hand in 2019.

    #### \`packages/auth/drizzle.config.ts\` (sqlite)

    ❌ **lockstep/schema-ahead** in \`src/schema\`

    The schema in the staged files has changes that no migration there makes.

    \`\`\`sql
    CREATE TABLE "orders" (
    	"id" uuid
    );
    CREATE INDEX "orders_id" ON "orders" ("id");
    \`\`\`

    Fix: \`npx lockstep generate\`

    **Next:** \`git add -- drizzle\`
    "
  `);
});

test('names the commits', () => {
  expect(
    markdown('a range of commits')
      .split('\n')
      .filter((line) => line.startsWith('#')),
  ).toMatchInlineSnapshot(`
    [
      "### ❌ lockstep: 3 errors",
      "#### Commit \`1a2b3c4d5\` · \`drizzle.config.ts\` (postgresql)",
      "#### Commit \`ffeeddccb\` · \`drizzle.config.ts\` (postgresql)",
      "#### Commit \`ffeeddccb\` · \`packages/auth/drizzle.config.ts\` (postgresql)",
    ]
  `);
});

test('says that all holds', () => {
  expect(markdown('all in lockstep')).toMatchInlineSnapshot(`
    "<!-- drizzle-lockstep -->
    ### ✅ lockstep

    2 commits: schema and migrations are in lockstep (drizzle.config.ts, packages/auth/drizzle.config.ts)
    "
  `);
});

test('keeps every text what it is: no HTML, no emphasis, no mention, no end of a fence', () => {
  expect(markdown('hostile texts')).toMatchInlineSnapshot(`
    "<!-- drizzle-lockstep -->
    ### ❌ lockstep: 1 error

    2 commits

    #### \`\`a\`b ::error::no/drizzle.config.ts\`\` (postgresql)

    ❌ **lockstep/unreadable-schema** in \`\`src/my, schema: 50% [a](b) \`é\` .ts:3\`\`

    Line 1 is 100% wrong: &lt;b&gt;\\*\\_\\\`�\\[31m\\|@​team #​12 ##\\[error\\]
    ::error::no

    \`\`\`\`sql
    SELECT 1;
    \`\`\`
    ::error::no
    \`\`\`\`

    Fix: \`\`echo "\`x\`" ::error::no\`\`

    **Next:** \`\`echo "\`x\`" ::error::no\`\`
    "
  `);
});

test.each(names)('begins with the line by which a workflow finds its comment again: %s', (name) => {
  expect(markdown(name).startsWith('<!-- drizzle-lockstep -->\n')).toBe(true);
  expect(markdown(name)).toMatch(/[^\n]\n+$/);
});

test('stays within what a comment holds, and says that there is more', () => {
  const findings = Array.from({ length: 500 }, (_, at): Finding => ({ ...ahead, message: `${at} ${'x'.repeat(400)}` }));
  const comment = markdownReport(toReport([project(findings)]), { checked: 'x' });
  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toContain('and more than a comment holds');
  expect(comment).toContain('500 errors');
  expect(comment).toContain('**Next:** `npx lockstep generate`');
});
