import { expect, test } from 'vitest';
import { githubReport } from '../../../src/cli/formats/github.js';
import { toReport } from '../../../src/finding.js';
import { names, project, reports, risk } from './reports.js';

const github = (name: keyof typeof reports, checked = 'commit HEAD'): string =>
  githubReport(reports[name], { checked });

/** What the runner makes of a line: `::name key=value,key=value::message`, each part unescaped. */
function obeyed(line: string): { command: string; properties: Record<string, string>; message: string } | null {
  const parts = /^\s*::(\w+)(?: (.*?))?::(.*)$/.exec(line);
  if (parts === null) return null;
  const decoded = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = (parts[2] ?? '').split(',').map((pair): [string, string] => {
    const [key = '', ...value] = pair.split('=');
    return [key, decoded(value.join('='))];
  });
  return {
    command: parts[1] ?? '',
    properties: Object.fromEntries(properties),
    message: decoded(parts[3] ?? ''),
  };
}

test('one annotation for each finding, at its file and line, then one line for the log', () => {
  expect(github('several findings')).toMatchInlineSnapshot(`
    "::error file=drizzle/meta/_journal.json,line=12,title=history/missing-sql::0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.%0A%0AFix: git add -- drizzle
    ::error file=src/schema,title=lockstep/schema-ahead::The schema in the staged files has changes that no migration there makes.%0A%0ACREATE TABLE "orders" (%0A	"id" uuid%0A);%0ACREATE INDEX "orders_id" ON "orders" ("id");%0A%0AFix: npx lockstep generate
    ::warning file=drizzle/0001_add_orders.down.sql,line=1,title=rollback/stale::0001_add_orders was changed after its down file was made.
    ::error file=src/schema,title=lockstep/schema-ahead::The schema in the staged files has changes that no migration there makes.%0A%0ACREATE TABLE "orders" (%0A	"id" uuid%0A);%0ACREATE INDEX "orders_id" ON "orders" ("id");%0A%0AFix: npx lockstep generate
    lockstep: commit HEAD: 3 errors, 1 warning, 1 approved. Next: git add -- drizzle
    "
  `);
});

test('names the commit in the title', () => {
  const [first] = github('a range of commits').split('\n');
  expect(obeyed(first ?? '')?.properties.title).toBe('lockstep/schema-ahead in commit 1a2b3c4d5');
});

test('what is to be accepted by name is said with the command for it', () => {
  const [annotation] = githubReport(toReport([project([risk])]), { checked: 'the index' }).split('\n');
  expect(obeyed(annotation ?? '')?.message).toBe(`${risk.message}\n\nFix: ${risk.fix}\n\nAccept: ${risk.approve}`);
  const warned = toReport([project([{ ...risk, severity: 'warning' }])]);
  expect(githubReport(warned, { checked: 'the index' })).not.toContain('Accept');
});

test('says in the log that all holds', () => {
  expect(github('all in lockstep')).toBe(
    'lockstep: commit HEAD: schema and migrations are in lockstep (drizzle.config.ts, packages/auth/drizzle.config.ts)\n',
  );
  expect(github('approved alone')).toBe('lockstep: commit HEAD: no error (1 approved)\n');
});

test('what a runner reads is what the finding says, whatever characters are in it', () => {
  const [annotation, summary, end] = github('hostile texts', 'range ##[error]x\n::error::no').split('\n');
  const [finding] = reports['hostile texts'].projects[0]?.findings ?? [];

  expect(obeyed(annotation ?? '')).toEqual({
    command: 'error',
    properties: { file: finding?.path, line: '3', title: 'lockstep/unreadable-schema' },
    message: `${finding?.message}\n\nSELECT 1;\n\`\`\`\n::error::no\n\nFix: ${finding?.fix}`,
  });
  expect(summary).toBe('lockstep: range ## [error]x ::error::no: 1 error. Next: echo "`x`" ::error::no');
  expect(end).toBe('');
});

test.each(names)('a runner obeys as many lines as there are open findings: %s', (name) => {
  const open = reports[name].projects.flatMap(({ findings }) => findings.filter(({ approved }) => !approved));
  const lines = github(name, 'x').split('\n');
  expect(lines.map(obeyed).filter((line) => line !== null)).toHaveLength(open.length);
  expect(lines).toHaveLength(open.length + 2);
  expect(lines.at(-2)).not.toContain('##[');
});
