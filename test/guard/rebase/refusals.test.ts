import { expect, test } from 'vitest';
import { committedProject, tableSource } from '../../helpers/project.js';
import type { Repository } from '../../helpers/repository.js';
import { commitAll, commitColumns, commitTable, forked, rebase, resolveBarrel } from './branches.js';

/*
 * What a rebase refuses does not depend on the dialect: SQLite takes half the time that PostgreSQL does. rebase.test.ts
 * has the same ways through on PostgreSQL where they succeed.
 */

/** Every file that is not git's: that nothing was changed is seen on them. */
function files(repository: Repository): string {
  return repository
    .git('ls-files', '-z', '--cached', '--others', '--exclude-standard')
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => {
      try {
        return `${path}\n${repository.read(path)}`;
      } catch {
        return `${path} is gone`;
      }
    })
    .join('\n');
}

/** Runs a rebase that must fail, and shows that it has changed nothing. */
function refused(repository: Repository, ...args: string[]): { code: number; stderr: string } {
  const before = [repository.state(), files(repository)];
  const { code, stderr } = repository.lockstep(['rebase', ...args]);
  expect([repository.state(), files(repository)]).toEqual(before);
  return { code, stderr };
}

test('refuses a column that both branches changed, and names it', () => {
  const repository = committedProject('sqlite');
  const withEmail = (email: string) => tableSource('sqlite', 'users', ['email']).replace("text('email')", email);
  const change = (email: string, name: string) => {
    repository.write('src/schema/users.ts', withEmail(email));
    expect(repository.lockstep(['generate', '--name', name]).code).toBe(0);
    commitAll(repository, name);
  };
  repository.git('checkout', '-qb', 'feature');
  change("text('email').default('a')", 'default_a');
  repository.git('checkout', '-q', 'main');
  change("text('email').default('b')", 'default_b');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);

  const { code, stderr } = refused(repository);

  expect(code).toBe(1);
  expect(stderr).toContain('users.email (default)');
  expect(stderr).toContain('Nothing was changed');
});

test('the way out that a refusal names works', async () => {
  const repository = committedProject('sqlite');
  repository.git('checkout', '-qb', 'feature');
  commitColumns(repository, ['email', 'note'], 'note', 'sqlite');
  repository.git('checkout', '-q', 'main');
  repository.write(
    'src/schema/users.ts',
    tableSource('sqlite', 'users', ['email', 'note']).replace("text('note')", "text('note').notNull()"),
  );
  // The review wants it approved: rows may have no note.
  expect(repository.lockstep(['generate', '--name', 'note_too']).code).toBe(1);
  commitAll(repository, 'Note too');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  const { stderr } = refused(repository);

  const [, remove = '', checkout = ''] = /(git rm .+?) && (git checkout .+?) && lockstep generate/.exec(stderr) ?? [];
  repository.write('src/schema/users.ts', repository.git('show', 'feature:src/schema/users.ts'));
  repository.git('add', 'src');
  for (const command of [remove, checkout]) repository.git(...command.split(' ').slice(1));
  expect(repository.lockstep(['generate', '--name', 'nullable']).code).toBe(0);
  repository.git('add', '-A');

  expect(await repository.stagedRules()).toEqual([]);
});

test.each([
  ['an untracked file', (r: Repository) => r.write('drizzle/0009_wip.sql', 'SELECT 1;'), 'drizzle/0009_wip.sql'],
  ['an edit', (r: Repository) => r.write('drizzle/0000_init.sql', 'SELECT 1;'), 'drizzle/0000_init.sql'],
  ['a deletion', (r: Repository) => r.remove('drizzle/0000_init.sql'), 'drizzle/0000_init.sql'],
])('refuses %s in the migrations folder, before and during a merge', (_, make, path) => {
  const repository = forked('sqlite');
  make(repository);
  expect(refused(repository, '--onto', 'main')).toMatchObject({ code: 1, stderr: expect.stringContaining(path) });

  repository.git('stash', '-q', '--include-untracked');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  make(repository);
  expect(refused(repository)).toMatchObject({ code: 1, stderr: expect.stringContaining(path) });
});

test('refuses a staged migration that belongs to neither side of a merge', () => {
  const repository = forked('sqlite');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  repository.write('drizzle/0001_add_orders.sql', 'DROP TABLE users;');
  repository.git('add', 'drizzle/0001_add_orders.sql');

  expect(refused(repository).stderr).toContain('belong to neither side of the merge');
});

test('changes outside of the migrations folder do not matter', () => {
  const repository = forked('sqlite');
  repository.write('README.md', 'not committed\n');

  rebase(repository, '--onto', 'main');

  expect(repository.read('README.md')).toBe('not committed\n');
});

test('refuses a published migration that the branch has changed', () => {
  const repository = forked('sqlite');
  repository.write('drizzle/0000_init.sql', `${repository.read('drizzle/0000_init.sql')}\n-- edited`);
  commitAll(repository, 'Edit what is published');

  expect(refused(repository, '--onto', 'main').stderr).toContain('0000_init is changed in');
});

test('refuses a branch whose snapshot cannot be read', () => {
  const repository = forked('sqlite');
  repository.write('drizzle/meta/0001_snapshot.json', '{');
  commitAll(repository, 'Break it');

  expect(refused(repository, '--onto', 'main')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('drizzle/meta/0001_snapshot.json is not a snapshot'),
  });
});

test('refuses a commit that generates a migration again which the rebase has renamed', () => {
  const repository = forked('sqlite');
  repository.git('rm', '-rqf', 'drizzle');
  repository.git('checkout', '-q', 'HEAD~1', '--', 'drizzle');
  repository.write('src/schema/orders.ts', tableSource('sqlite', 'orders', ['title', 'total']));
  expect(repository.lockstep(['generate', '--name', 'add_orders']).code).toBe(0);
  commitAll(repository, 'Orders with a total');
  expect(repository.tryGit('rebase', 'main').code).not.toBe(0);
  resolveBarrel(repository, ['invoices', 'orders']);
  rebase(repository);
  repository.git('add', '--', 'drizzle');
  expect(repository.tryGit('-c', 'core.editor=true', 'rebase', '--continue').code).not.toBe(0);

  expect(refused(repository).stderr).toContain('0001_add_orders is changed in');
});

test('--dry-run shows the plan and changes nothing', () => {
  const repository = forked('sqlite');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);
  const before = [repository.state(), files(repository)];

  const text = rebase(repository, '--dry-run');
  const diff = rebase(repository, '--dry-run', '--diff');
  const json = JSON.parse(rebase(repository, '--dry-run', '--format', 'json'));

  expect(text).toContain('0001_add_orders → 0002_add_orders');
  expect(diff).toContain('+++ b/drizzle/0002_add_orders.sql');
  expect(json).toMatchObject({
    ok: true,
    written: false,
    migrations: [{ from: '0001_add_orders', to: '0002_add_orders', sql: 'kept', down: 'renewed' }],
    schema: { kind: 'lockstep' },
    nextSteps: ['git add -- drizzle', 'git merge --continue'],
  });
  expect([repository.state(), files(repository)]).toEqual(before);
});

test('names what is missing: a base, a repository, a known format', () => {
  const repository = committedProject('sqlite');
  repository.git('branch', '-m', 'trunk');
  expect(refused(repository)).toMatchObject({ code: 2, stderr: expect.stringContaining('--onto main') });
  expect(refused(repository, '--onto', 'nowhere')).toMatchObject({ code: 2 });
  expect(refused(repository, '--format', 'xml')).toMatchObject({ code: 2 });
});

test('refuses a conflict that no merge explains', () => {
  const repository = forked('sqlite');
  repository.git('checkout', '-q', 'main');
  commitTable(repository, 'refunds', 'sqlite');
  repository.git('checkout', '-q', 'feature');
  repository.write('drizzle/meta/_journal.json', `${repository.read('drizzle/meta/_journal.json')} `);
  repository.git('stash', '-q');
  repository.write('drizzle/meta/_journal.json', repository.read('drizzle/meta/_journal.json').replace('"7"', '"6"'));
  commitAll(repository, 'Version');
  repository.write('drizzle/meta/_journal.json', '{}');
  commitAll(repository, 'Nothing');
  expect(repository.tryGit('stash', 'pop').code).toBe(1);

  expect(refused(repository, '--onto', 'main').stderr).toContain('neither a merge nor a rebase is under way');
});
