import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectWithHooks } from '../generators/hooked-project.js';
import { addProject } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';

/** Lists migrations as drizzle-kit 0.31 does. Their SQL and snapshots say nothing to the hooks that only tell. */
function journal(tags: string[]): string {
  const entries = tags.map((tag, idx) => ({ idx, version: '7', when: 1700000000000 + idx, tag, breakpoints: true }));
  return `${JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2)}\n`;
}

/** A project with hooks and one migration, committed past the hook that would refuse it. */
function startedProject(folder = '', name?: string): Repository {
  const repository = projectWithHooks(folder, name);
  commit(repository, join(folder, 'drizzle/meta/_journal.json'), journal(['0000_init']));
  return repository;
}

function commit(repository: Repository, path: string, content = 'text\n'): void {
  repository.write(path, content);
  repository.git('add', '-A');
  repository.git('commit', '-qm', path, '--no-verify');
}

function commitMigration(repository: Repository, tag: string, folder = ''): void {
  const path = join(folder, 'drizzle/meta/_journal.json');
  const tags = JSON.parse(repository.read(path)).entries.map((entry: { tag: string }) => entry.tag);
  commit(repository, path, journal([...tags, tag]));
}

/** What the hooks of a git command said about migrations. Fails when git did. */
function said(repository: Repository, ...args: string[]): string[] {
  const { code, output } = repository.tryGit(...args);
  expect(code, output).toBe(0);
  return output.split(/[\r\n]+/).filter((line) => /^\d+ migration|lockstep|husky|rror/.test(line));
}

const arrived = '1 migration arrived: 0001_add_orders. Run: npm run db:migrate';
const gone =
  '1 migration went away: 0001_add_orders. A database that has it is ahead of these files: go back to their branch, or start with an empty database.';

describe('a merge', () => {
  test('tells which migrations a fast-forward brought, and what to run', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'merge', 'feature')).toEqual([arrived]);
  });

  test('tells it of a real merge and of a pull too', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'main');
    commit(repository, 'README.md');
    repository.git('checkout', '-qb', 'other');
    expect(said(repository, 'merge', '--no-edit', '--no-verify', 'feature')).toEqual([arrived]);
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'pull', '--no-rebase', '--no-edit', '--no-verify', '.', 'feature')).toEqual([arrived]);
  });

  test('says nothing when none arrived', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'README.md');
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'merge', 'feature')).toEqual([]);
  });
});

describe('a checkout', () => {
  test('tells what is there and what is not there any more', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders');
    expect(said(repository, 'checkout', 'main')).toEqual([gone]);
    expect(said(repository, 'checkout', 'feature')).toEqual([arrived]);
  });

  test('tells both, and that what arrived may be skipped', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'main');
    commitMigration(repository, '0001_add_items');
    commitMigration(repository, '0002_add_notes');
    expect(said(repository, 'checkout', 'feature')).toEqual([
      arrived,
      '2 migrations went away: 0001_add_items, 0002_add_notes. A database that has them is ahead of these files, and drizzle-kit migrate may skip there what arrived: go back to their branch, or start with an empty database.',
    ]);
  });

  test('says nothing without a migration, of files, of a new branch, and of a new worktree', () => {
    const repository = startedProject();
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'README.md');
    expect(said(repository, 'checkout', 'main')).toEqual([]);
    expect(said(repository, 'checkout', 'HEAD~1', '--', 'drizzle')).toEqual([]);
    expect(said(repository, 'reset', '--hard')).toEqual([]);
    expect(said(repository, 'switch', '-c', 'another')).toEqual([]);
    expect(said(repository, 'worktree', 'add', '../worktree', 'HEAD~1')).toEqual([]);
  });

  test('names five of many', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    const tags = [1, 2, 3, 4, 5, 6, 7].map((at) => `000${at}_x`);
    commit(repository, 'drizzle/meta/_journal.json', journal(['0000_init', ...tags]));
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'checkout', 'feature')).toEqual([
      '7 migrations arrived: 0001_x, 0002_x, 0003_x, 0004_x, 0005_x and 2 more. Run: npm run db:migrate',
    ]);
  });
});

describe('a rebase', () => {
  test('tells once, at its end, what it brought, and not that the own migrations were away meanwhile', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'README.md');
    commit(repository, 'NOTES.md');
    repository.git('checkout', '-q', 'main');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'feature');
    expect(said(repository, 'rebase', 'main')).toEqual([arrived]);
  });

  test('with own migrations tells only of the others', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'main');
    commit(repository, 'README.md');
    repository.git('checkout', '-q', 'feature');
    expect(said(repository, 'rebase', 'main')).toEqual([]);
  });

  test('tells it when there is nothing to apply again', () => {
    const repository = startedProject();
    repository.git('branch', 'feature');
    commitMigration(repository, '0001_add_orders');
    repository.git('checkout', '-q', 'feature');
    expect(said(repository, 'rebase', 'main')).toEqual([arrived]);
  });

  test('an amended commit is no rebase', () => {
    const repository = startedProject();
    commitMigration(repository, '0001_add_orders');
    expect(said(repository, 'commit', '--amend', '-m', 'Orders')).toEqual([]);
  });
});

describe('where the project lies', () => {
  test('a subfolder of the repository', () => {
    const repository = startedProject('packages/my db', 'my repository');
    repository.git('checkout', '-qb', 'feature');
    commitMigration(repository, '0001_add_orders', 'packages/my db');
    expect(said(repository, 'checkout', 'main')).toEqual([gone]);
    expect(said(repository, 'merge', 'feature')).toEqual([arrived]);
  });

  test('another package than the one that has the hooks', () => {
    const repository = startedProject();
    addProject(repository, 'sqlite', 'packages/auth');
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'packages/auth/drizzle/meta/_journal.json', journal(['0000_init']));
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'merge', 'feature')).toEqual([
      '1 migration arrived in packages/auth: 0000_init. Run there: npx lockstep migrate',
    ]);
  });

  test('a config with another name, and one that is computed and must not be run', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    const first = journal(['0000_init']);
    repository.write(
      'billing/drizzle-billing.config.ts',
      "export default { dialect: 'sqlite', schema: './s.ts', out: './sql' };\n",
    );
    repository.write('billing/package.json', '{}\n');
    repository.write('billing/sql/meta/_journal.json', first);
    repository.write('computed/drizzle.config.ts', "import 'fs';\nthrow new Error('connected to a database');\n");
    repository.write('computed/sql/meta/_journal.json', first);
    repository.write('no-project/sql/meta/_journal.json', first);
    repository.git('rm', '-q', 'drizzle.config.ts');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Billing', '--no-verify');
    repository.git('checkout', '-q', 'main');
    expect(said(repository, 'merge', 'feature')).toEqual([
      '1 migration arrived in billing: 0000_init. Run there: npx lockstep migrate',
      '1 migration arrived in computed: 0000_init. Run there: npx lockstep migrate',
    ]);
  });

  test('folders of drizzle-kit 1.0, and not those of others that look alike', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    repository.git('rm', '-rq', 'drizzle');
    repository.git('commit', '-qm', 'Away', '--no-verify');
    repository.git('checkout', '-qb', 'next');
    for (const tag of [
      'drizzle/20260102030405_orders',
      'drizzle/20260101030405_users',
      'drizzle/assets',
      'prisma/20260101030405_users',
    ]) {
      repository.write(`${tag}/migration.sql`, 'SELECT 1;\n');
      repository.write(`${tag}/snapshot.json`, '{}\n');
    }
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Next', '--no-verify');
    repository.git('checkout', '-q', 'feature');
    expect(said(repository, 'merge', 'next')).toEqual([
      '2 migrations arrived: 20260101030405_users, 20260102030405_orders. Run: npm run db:migrate',
    ]);
  });
});

describe('what only tells never makes git fail', () => {
  test('with a journal that cannot be read', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'drizzle/meta/_journal.json', '<<<<<<< HEAD\n');
    expect(said(repository, 'checkout', 'main')).toEqual([]);
  });

  test('where lockstep is not installed any more', () => {
    const repository = startedProject();
    repository.git('checkout', '-qb', 'feature');
    commit(repository, 'README.md');
    rmSync(join(repository.folder, 'node_modules/.bin/lockstep'));
    expect(repository.tryGit('checkout', 'main').code).toBe(0);
    expect(repository.tryGit('merge', 'feature').code).toBe(0);
  });

  test.each([
    ['an unknown hook', ['post-nothing']],
    ['no hook', []],
    ['commits that are not there', ['post-checkout', 'nowhere', 'HEAD', '1']],
    ['what looks like an option', ['post-checkout', '--output=x', '--all', '1']],
    ['ORIG_HEAD before the first merge', ['post-merge', '0']],
    ['a rebase that names no commit', ['post-rewrite', 'rebase']],
  ])('with %s', (_, args) => {
    const repository = new Repository();
    addProject(repository);
    const { code, stdout } = repository.lockstep(['arrived', ...args]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(existsSync(join(repository.folder, 'x'))).toBe(false);
  });

  test('is not among the commands that a person is shown', () => {
    const { stdout } = new Repository().lockstep(['--help']);
    expect(stdout).toContain('check');
    expect(stdout).not.toContain('arrived');
  });
});
