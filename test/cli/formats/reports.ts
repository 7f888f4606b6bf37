import { type Finding, type ProjectReport, type Report, toReport } from '../../../src/finding.js';

/** The schema is ahead. */
export const ahead: Finding = {
  rule: 'lockstep/schema-ahead',
  severity: 'error',
  message: 'The schema in the staged files has changes that no migration there makes.',
  path: 'src/schema',
  fix: 'npx lockstep generate',
  statements: ['CREATE TABLE "orders" (\n\t"id" uuid\n);\n', 'CREATE INDEX "orders_id" ON "orders" ("id");'],
};

/** A migration without its file, in its line of the journal. */
export const missing: Finding = {
  rule: 'history/missing-sql',
  severity: 'error',
  message: '0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.',
  path: 'drizzle/meta/_journal.json',
  line: 12,
  migration: '0001_add_orders',
  fix: 'git add -- drizzle',
};

/** A warning of the same migration. */
export const stale: Finding = {
  rule: 'rollback/stale',
  severity: 'warning',
  message: '0001_add_orders was changed after its down file was made.',
  path: 'drizzle/0001_add_orders.down.sql',
  line: 1,
  migration: '0001_add_orders',
};

export const approved: Finding = {
  ...missing,
  migration: '0000_init',
  approved: { reason: 'The database was made by hand in 2019.' },
};

/** What the review finds, which somebody may accept. */
export const risk: Finding = {
  rule: 'review/drop-table',
  severity: 'error',
  message: 'orders is dropped, and its rows are gone.',
  path: 'drizzle/0002_drop_orders.sql',
  line: 1,
  migration: '0002_drop_orders',
  target: 'orders',
  fix: 'Rename it first.',
  approve: 'npx lockstep approve 0002_drop_orders drop-table:orders --reason "…"',
};

/** What nobody should write into a file's name, a schema's message or a fix, and somebody will. */
export const hostile: Finding = {
  rule: 'lockstep/unreadable-schema',
  severity: 'error',
  message: 'Line 1 is 100% wrong: <b>*_`\u001b[31m|@team #12 ##[error]\r\n::error::no',
  path: 'src/my, schema: 50% [a](b) `é`\n.ts',
  line: 3,
  fix: 'echo "`x`"\n::error::no',
  statements: ['SELECT 1;\n```\n::error::no'],
};

export function project(findings: Finding[], more: Partial<ProjectReport> = {}): ProjectReport {
  return { path: 'drizzle.config.ts', dialect: 'postgresql', line: 'journal', findings, ...more };
}

const [first, second] = ['1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b', 'ffeeddccbbaa99887766554433221100ffeeddcc'];

/** Fixed reports, by what they show. */
export const reports = {
  'all in lockstep': toReport([project([]), project([], { path: 'packages/auth/drizzle.config.ts' })]),
  'no project': toReport([]),
  'one finding': toReport([project([ahead])]),
  'several findings': toReport([
    project([missing, ahead, stale, approved]),
    project([], { path: 'packages/quiet/drizzle.config.ts' }),
    project([ahead], { path: 'packages/auth/drizzle.config.ts', dialect: 'sqlite', line: 'folders' }),
  ]),
  'a range of commits': toReport([
    project([ahead], { commit: first }),
    project([], { commit: second }),
    project([missing], { commit: second }),
    project([ahead], { commit: second, path: 'packages/auth/drizzle.config.ts' }),
  ]),
  'warnings alone': toReport([project([stale, { ...stale, severity: 'info' }])]),
  'approved alone': toReport([project([approved])]),
  'hostile texts': toReport([project([hostile], { path: 'a`b\n::error::no/drizzle.config.ts' })]),
  'a long statement': toReport([
    project([{ ...ahead, statements: [Array.from({ length: 60 }, (_, at) => `-- ${at}`).join('\n')] }]),
  ]),
  'nothing known of the place': toReport([project([{ rule: 'other/rule', severity: 'info', message: 'Hm.' }])]),
} satisfies Record<string, Report>;

export type ReportName = keyof typeof reports;

export const names = Object.keys(reports).filter((name): name is ReportName => name in reports);
