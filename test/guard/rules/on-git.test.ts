import { describe, expect, test } from 'vitest';
import { addTable, committedProject, generate, projectWithOrders } from '../../helpers/project.js';
import type { Repository } from '../../helpers/repository.js';
import { forked } from '../rebase/branches.js';

/** A project with two migrations on main, and the branch feature checked out. */
function onFeature(): Repository {
  const repository = projectWithOrders('sqlite');
  commit(repository, 'Orders');
  repository.git('checkout', '-qb', 'feature');
  return repository;
}

function commit(repository: Repository, message: string): void {
  repository.git('add', '-A');
  repository.git('commit', '-qm', message);
}

describe('a branch and the migrations of its base branch', () => {
  test('an edit is found in the working tree, the index, the commit, and with the command that takes it back', async () => {
    const repository = onFeature();
    const path = 'drizzle/0001_add_orders.sql';
    repository.write(path, repository.read(path).replace('`title` text', '`title` text NOT NULL'));
    const rules = async (of: Parameters<Repository['findings']>[0]) =>
      (await repository.findings(of)).map((finding) => `${finding.rule}:${finding.line}`);

    // The down file was made for the SQL as it was.
    const found = ['history/edited:3', 'rollback/stale:5'];
    expect(await rules({ tree: 'working tree' })).toEqual(found);
    expect(await rules({ tree: 'index' })).toEqual([]);
    repository.git('add', '-A');
    expect(await rules({ tree: 'index' })).toEqual(found);
    repository.git('commit', '-qm', 'Edit');
    const [finding] = await repository.findings({ tree: 'commit', revision: 'HEAD' });
    expect(finding?.rule).toBe('history/edited');

    repository.git(...(finding?.fix ?? '').split(' ').slice(1));
    expect(await rules({ tree: 'index' })).toEqual([]);
  });

  test('a new migration may be regenerated as often as one likes', async () => {
    const repository = onFeature();
    addTable(repository, 'items', 'sqlite');
    generate(repository, 'add_items');
    commit(repository, 'Items');
    for (const path of ['drizzle/0002_add_items.sql', 'drizzle/0002_add_items.down.sql']) repository.remove(path);
    repository.remove('drizzle/meta/0002_snapshot.json');
    repository.git('checkout', 'main', '--', 'drizzle/meta/_journal.json');
    generate(repository, 'items_again');
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('a deleted migration is found, also where the schema is as before it', async () => {
    const repository = onFeature();
    repository.git('checkout', 'main~1', '--', '.');
    repository.git('rm', '-q', 'drizzle/0001_add_orders.sql', 'drizzle/0001_add_orders.down.sql');
    repository.git('rm', '-q', 'drizzle/meta/0001_snapshot.json', 'src/schema/orders.ts');

    const [finding, ...more] = await repository.findings({ tree: 'index' });

    expect(finding).toMatchObject({ rule: 'history/deleted', path: 'drizzle/meta/_journal.json' });
    expect(more).toEqual([]);
    repository.git(...(finding?.fix ?? '').split(' ').slice(1));
    expect(await repository.stagedRules()).toEqual(['lockstep/schema-ahead']);
  });

  test('a checkout with CRLF is no edit', async () => {
    const repository = onFeature();
    repository.git('config', 'core.autocrlf', 'true');
    repository.remove('drizzle');
    repository.git('checkout', '--', 'drizzle');
    expect(repository.read('drizzle/0001_add_orders.sql')).toContain('\r\n');

    expect(await repository.findings({ tree: 'working tree' })).toEqual([]);
  });

  test('two branches that each add a migration, merged by hand', async () => {
    const repository = forked('sqlite');
    repository.git('checkout', '-q', 'main');
    repository.tryGit('merge', 'feature');
    const journalOf = (branch: string): { entries: object[] } =>
      JSON.parse(repository.git('show', `${branch}:drizzle/meta/_journal.json`));
    const main = journalOf('main');
    const entries = [...main.entries, ...journalOf('feature').entries.slice(1)];
    repository.write('drizzle/meta/_journal.json', JSON.stringify({ ...main, entries }, null, 2));
    repository.git('checkout', '--theirs', 'drizzle/meta/0001_snapshot.json');
    repository.write(
      'src/schema/index.ts',
      "export * from './users';\nexport * from './orders';\nexport * from './invoices';\n",
    );
    commit(repository, 'Merge');

    const rules = (await repository.findings({ tree: 'commit', revision: 'HEAD' })).map((finding) => finding.rule);

    expect(rules).toContain('history/duplicate-index');
    expect(rules).toContain('history/edited');
    expect(rules).toContain('lockstep/schema-ahead');
  });
});

test('the severity of a rule is read from package.json, of the tree that is checked', async () => {
  const repository = committedProject();
  repository.write('drizzle/notes.txt', 'not a migration\n');
  repository.git('add', '-A');
  expect(await repository.findings({ tree: 'index' })).toMatchObject([
    { rule: 'history/foreign-file', severity: 'warning' },
  ]);
  const settings = { name: 'shop', type: 'module', lockstep: { rules: { 'history/foreign-file': 'off' } } };
  repository.write('package.json', JSON.stringify(settings));

  expect(await repository.stagedRules()).toEqual(['history/foreign-file']);
  repository.git('add', '-A');
  expect(await repository.stagedRules()).toEqual([]);
});
