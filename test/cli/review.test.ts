import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectWithOrders } from '../helpers/project.js';
import { writtenProject } from '../helpers/written.js';

interface Found {
  rule: string;
  target: string;
  approved?: { reason: string };
}

function findingsIn(json: string): Found[] {
  const report: { projects: { findings: Found[] }[] } = JSON.parse(json);
  return report.projects.flatMap(({ findings }) => findings);
}

test('a table that goes stops generate, the commit and CI, until it is approved by name', () => {
  const repository = projectWithOrders();
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Orders');
  repository.write('src/schema/index.ts', "export * from './users';\n");
  repository.remove('src/schema/orders.ts');
  const run = (...args: string[]) => repository.lockstep(args);

  const generated = run('generate', '--name', 'drop_orders');
  expect(generated.code).toBe(1);
  expect(generated.stdout).toContain('orders is dropped, and its rows are gone.');
  expect(generated.stdout).toContain('Accept: npx lockstep approve 0002_drop_orders drop-table:orders --reason "…"');

  repository.git('add', '-A');
  const staged = run('check', '--staged', '--format', 'json');
  expect([staged.code, findingsIn(staged.stdout).map(({ rule }) => rule)]).toEqual([1, ['review/drop-table']]);
  repository.git('commit', '-qm', 'No orders');

  expect(run('approve', '0002', 'drop-table:order', '--reason', 'unused')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Did you mean drop-table:orders?'),
  });
  expect(run('approve', '0002', 'drop-table:orders')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs a reason'),
  });
  expect(run('approve', '0002', 'drop-table:orders', '--reason', '…')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs a reason'),
  });
  expect(run('approve', 'drop-table:orders', '--reason', 'unused')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs the migration before the finding'),
  });
  expect(run('approve', '0002', 'drop-table:orders', '--reason', 'never\nused').code).toBe(0);
  expect(repository.read('drizzle/0002_drop_orders.down.sql')).toContain(
    '\n-- Approved: drop-table:orders: never used\n',
  );
  repository.git('add', '-A');
  expect(run('check', '--staged')).toMatchObject({ code: 0, stdout: '' });
  repository.git('commit', '-qm', 'Approve it');
  // The commit before the approval has it as well, by the end of the range.
  expect(run('check', '--range', 'HEAD~2..').code).toBe(0);
  expect(run('check', '--range', 'HEAD~2..HEAD~1').code).toBe(1);
  const reviewed = run('review', '--since', 'HEAD~2', '--format', 'json');
  expect(findingsIn(reviewed.stdout)).toMatchObject([{ target: 'orders', approved: { reason: 'never used' } }]);
  expect(run('review', '0000').stdout).toBe('✓ 1 migration: no risk was found (drizzle.config.ts)\n');

  const path = 'drizzle/0002_drop_orders.sql';
  repository.write(path, `${repository.read(path)}\n-- and this`);
  const edited = run('review', '0002', '--format', 'json');
  expect(edited.code).toBe(1);
  expect(findingsIn(edited.stdout)[0]).not.toHaveProperty('approved');
  expect(findingsIn(edited.stdout)[0]).toMatchObject({
    message: expect.stringContaining('It was approved before the SQL was edited: '),
  });
  expect(run('approve', '0002', 'drop-table:orders', '--reason', 'still')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/was made for other SQL.*\n {2}npx lockstep down 0002_drop_orders\n/),
  });
  const down = 'drizzle/0002_drop_orders.down.sql';
  repository.write(down, `${repository.read(down)}-- by hand\nSELECT 1;\n`);
  // lockstep down leaves it as it is then.
  expect(run('approve', '0002', 'drop-table:orders', '--reason', 'still')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /It was written by hand\. .*without the lines of what was approved.*-- Up: sha256:[0-9a-f]{64}\n/,
    ),
  });
});

test('a comment for a pull request has the risks, what the down file restores, and the SQL', () => {
  const repository = writtenProject({ users: 'CREATE TABLE "users" ("id" int);', gone: 'DROP TABLE "users"; -- `' });
  repository.write(
    'drizzle/0001_gone.down.sql',
    '-- Reversible: structure only\n-- Lost by the migration, not brought back: the rows of users\n\nSELECT 1;\n',
  );
  const { stdout, code } = repository.lockstep(['review', '0001', '--format', 'markdown']);
  expect(code).toBe(1);
  expect(stdout).toContain('### ❌ lockstep review: 1 error');
  expect(stdout).toContain('**review/drop-table** in `drizzle/0001_gone.sql:1`');
  expect(stdout).toContain('reversible: structure only.\n- Lost by the migration, not brought back: the rows of users');
  expect(stdout).toContain('```sql\nDROP TABLE "users"; -- `\n```');

  const before = readFileSync(join(repository.folder, 'drizzle/0001_gone.down.sql'));
  for (const args of [
    ['review', '0009'],
    ['review', '0001', '--all'],
    ['review', '--url', 'x'],
    ['approve', '0001'],
  ]) {
    expect(repository.lockstep(args), args.join(' ')).toMatchObject({ code: 2, stdout: '' });
  }
  repository.remove('drizzle/0000_users.sql');
  expect(repository.lockstep(['review', '--all'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('drizzle/0000_users.sql is missing'),
  });
  expect(readFileSync(join(repository.folder, 'drizzle/0001_gone.down.sql'))).toEqual(before);
});
