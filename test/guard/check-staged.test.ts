import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptProject } from '../helpers/kept-project.js';
import {
  addProject,
  addTable,
  committedProject,
  generate,
  ownSource as projectSource,
  projectWithOrders,
  tableSource,
} from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

const ownSource = readFileSync(import.meta.filename, 'utf8');

describe('lockstep check of the staged files', () => {
  test('finds a schema whose migration is not staged, and names the statements', async () => {
    const repository = committedProject();
    addTable(repository, 'orders');
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('lockstep/schema-ahead');
    expect(finding?.statements?.join('\n')).toContain('CREATE TABLE "orders"');
    expect(finding?.fix).toBe('npx lockstep generate');
  });

  test('holds when schema and migration are staged together', async () => {
    const repository = projectWithOrders();
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('finds an untracked migration, and says what to add', async () => {
    const repository = projectWithOrders();
    repository.git('add', 'src');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('lockstep/schema-ahead');
    expect(finding?.fix).toBe('git add -- drizzle');
  });

  test('finds migrations whose schema is not staged', async () => {
    const repository = projectWithOrders();
    repository.git('add', 'drizzle');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('lockstep/migrations-ahead');
    expect(finding?.migration).toBe('0001_add_orders');
    expect(finding?.statements?.join('\n')).toContain('CREATE TABLE "orders"');
    expect(finding?.fix).toBe('git add -- src/schema');
  });

  test('finds a migration that is deleted while its schema stays', async () => {
    const repository = projectWithOrders();
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Orders');
    repository.git('rm', '-q', 'drizzle/0001_add_orders.sql');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('history/missing-sql');
    expect(finding?.path).toBe('drizzle/meta/_journal.json');
    expect(repository.read('drizzle/meta/_journal.json').split('\n')[(finding?.line ?? 0) - 1]).toContain(
      '0001_add_orders',
    );
  });

  test('finds a snapshot that was left out', async () => {
    const repository = projectWithOrders();
    repository.git('add', '-A');
    repository.git('rm', '-q', '--cached', 'drizzle/meta/0001_snapshot.json');

    expect(await repository.stagedRules()).toEqual(['history/missing-snapshot', 'lockstep/schema-ahead']);
  });

  test('finds a table that is no longer exported: its deletion counts', async () => {
    const repository = projectWithOrders();
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Orders');
    repository.git('rm', '-q', 'src/schema/orders.ts');
    repository.write('src/schema/index.ts', "export * from './users';\n");
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('lockstep/schema-ahead');
    expect(finding?.statements?.join('\n')).toContain('DROP TABLE "orders"');
  });

  test('sees only the staged half of a file', async () => {
    const repository = committedProject();
    const withName = tableSource('postgresql', 'users', ['email', 'name']);
    repository.write('src/schema/users.ts', withName);
    repository.git('add', 'src');
    repository.write('src/schema/users.ts', tableSource('postgresql', 'users', ['email', 'name', 'phone']));

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.statements).toEqual(['ALTER TABLE "users" ADD COLUMN "name" text;']);
  });

  test('holds when only the unstaged half is ahead', async () => {
    const repository = committedProject();
    repository.write('src/schema/users.ts', tableSource('postgresql', 'users', ['email', 'phone']));
    repository.write('README.md', 'staged\n');
    repository.git('add', 'README.md');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('reads an import that is only on disk as missing, with its file and line', async () => {
    const repository = committedProject();
    repository.write('src/names.ts', "export const email = 'mail';\n");
    const source = repository.read('src/schema/users.ts');
    repository.write(
      'src/schema/users.ts',
      `${source}\nimport { email } from '../names';\nexport const label = email;\n`,
    );
    repository.git('add', 'src/schema');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding).toMatchObject({ rule: 'lockstep/unreadable-schema', path: 'src/schema/users.ts', line: 8 });
    expect(finding?.message).toContain('"../names" is not in the staged files');
  });

  test('says where a schema throws', async () => {
    const repository = committedProject();
    repository.write('src/schema/index.ts', "export * from './users';\n\nthrow new Error('no region');\n");
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding).toMatchObject({ rule: 'lockstep/unreadable-schema', path: 'src/schema/index.ts', line: 3 });
    expect(finding?.message).toContain('no region');
  });

  test('is not alarmed by comments, formatting, and exports that are no tables', async () => {
    const repository = committedProject();
    const source = repository.read('src/schema/users.ts');
    repository.write(
      'src/schema/users.ts',
      `// People\n${source.replaceAll('  ', '    ')}\nexport const limits = { email: 320 };\n`,
    );
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('leaves a project alone that the commit does not touch', async () => {
    const repository = committedProject();
    addTable(repository, 'orders');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Ahead');
    repository.write('README.md', 'a change elsewhere\n');
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('changes neither the working tree nor the index', async () => {
    const repository = committedProject();
    addTable(repository, 'orders');
    repository.git('add', 'src/schema/orders.ts');
    const before = repository.state();

    await repository.findings({ tree: 'index' });

    expect(repository.state()).toBe(before);
  });

  test('works before the first commit', async () => {
    const repository = new Repository();
    addProject(repository, 'sqlite');
    repository.git('add', '-A');
    expect(await repository.stagedRules()).toEqual(['lockstep/schema-ahead']);

    generate(repository, 'init');
    repository.git('add', '-A');
    expect(await repository.stagedRules()).toEqual([]);
  });

  test('works in a worktree', async () => {
    const repository = committedProject();
    repository.git('worktree', 'add', '-q', 'other', '-b', 'other');
    const worktree = join(repository.folder, 'other');
    symlinkSync(join(repository.folder, 'node_modules'), join(worktree, 'node_modules'), 'junction');
    repository.write('other/src/schema/users.ts', tableSource('postgresql', 'users', ['email', 'name']));
    repository.git('-C', 'other', 'add', 'src');

    const result = repository.lockstep(['check', '--staged'], 'other');

    expect(result.code).toBe(1);
    expect(result.stdout).toContain('ADD COLUMN "name"');
    expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  });

  test('works in a package of a monorepo, in folders with spaces and unicode', async () => {
    const repository = new Repository('mono repo ü');
    addProject(repository, 'sqlite', 'packages/data base é');
    generate(repository, 'init', 'packages/data base é');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Start');
    addTable(repository, 'orders', 'sqlite', 'packages/data base é');
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.rule).toBe('lockstep/schema-ahead');
    expect(finding).toMatchObject({ path: 'packages/data base é/src/schema/orders.ts', line: 3 });
  });

  test('a renamed schema file is still the same schema', async () => {
    const repository = committedProject();
    repository.git('mv', 'src/schema/users.ts', 'src/schema/people.ts');
    repository.write('src/schema/index.ts', "export * from './people';\n");
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });
});

describe.each(['sqlite', 'mysql'] as const)('lockstep check of %s', (dialect) => {
  test('finds the missing migration and holds with it', async () => {
    const repository = committedProject(dialect);
    addTable(repository, 'orders', dialect);
    repository.git('add', '-A');
    const [finding] = await repository.findings({ tree: 'index' });
    expect(finding?.rule).toBe('lockstep/schema-ahead');
    expect(finding?.statements?.join('\n')).toContain('CREATE TABLE `orders`');

    generate(repository, 'add_orders');
    repository.git('add', '-A');
    expect(await repository.stagedRules()).toEqual([]);
  });
});

describe('the pre-commit hook', () => {
  function withHooks(repository = committedProject('sqlite')): Repository {
    const hook = `#!/bin/sh\n"${process.execPath}" "${cli}" check --staged\n`;
    for (const name of ['pre-commit', 'pre-merge-commit']) {
      repository.write(`.git/hooks/${name}`, hook);
      chmodSync(join(repository.folder, '.git/hooks', name), 0o755);
    }
    return repository;
  }

  /** A column more and its migration, neither of them staged. */
  function projectWithName(): Repository {
    const made = keptProject(['name', projectSource, ownSource], () => {
      const repository = committedProject('sqlite');
      repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
      generate(repository, 'add_name');
      return repository;
    });
    return new Repository(undefined, made);
  }

  test('refuses `git commit -a` with a schema that is ahead, and accepts it with the migration', () => {
    const repository = withHooks(projectWithName());
    repository.git('stash', '-q', '--include-untracked', '--', 'drizzle');
    const refused = repository.tryGit('commit', '-a', '-m', 'Name');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('lockstep/schema-ahead');

    repository.git('stash', 'pop', '-q');
    repository.git('add', 'drizzle');
    expect(repository.tryGit('commit', '-a', '-m', 'Name').code).toBe(0);
  });

  test('judges `git commit PATH` by what that commit would hold', () => {
    const repository = withHooks(projectWithName());
    repository.git('add', '-A');
    // All of it is good, and remembered as such.
    expect(repository.lockstep(['check', '--staged']).code).toBe(0);

    const refused = repository.tryGit('commit', '-m', 'Only the schema', '--', 'src');

    expect(refused.code).toBe(1);
    expect(refused.output).toContain('lockstep/schema-ahead');
  });

  test('judges `git commit --amend` by what is added to the commit', () => {
    const repository = withHooks(projectWithName());
    repository.git('add', '-A');
    expect(repository.tryGit('commit', '-m', 'Name').code).toBe(0);
    repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name', 'phone']));
    repository.git('add', '-A');

    const refused = repository.tryGit('commit', '--amend', '-m', 'Name and phone');

    expect(refused.code).toBe(1);
    expect(refused.output).toContain('ADD `phone`');
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe('Name');
  });

  test('refuses a merge that brings a schema without its migration', () => {
    const repository = withHooks();
    repository.git('checkout', '-qb', 'feature');
    addTable(repository, 'orders', 'sqlite');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Orders', '--no-verify');
    repository.git('checkout', '-q', 'main');
    repository.write('README.md', 'main goes on\n');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Readme');

    const merge = repository.tryGit('merge', '--no-edit', 'feature');

    expect(merge.code).not.toBe(0);
    expect(merge.output).toContain('lockstep/schema-ahead');
  });
});

test('a schema file that is a link changes with the file that it leads to', () => {
  const repository = new Repository();
  addProject(repository, 'sqlite');
  repository.write('shared/users.ts', repository.read('src/schema/users.ts'));
  repository.remove('src/schema/users.ts');
  symlinkSync('../../shared/users.ts', join(repository.folder, 'src/schema/users.ts'));
  generate(repository, 'init');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  repository.write('shared/users.ts', tableSource('sqlite', 'users', ['email', 'nick']));
  repository.git('add', '-A');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('lockstep/schema-ahead');
});

test.each([
  ['snapshots that drizzle-kit does not read', 'drizzle/meta/0000_snapshot.json', '"version": "7"', '"version": "5"'],
  ['a journal that cannot be read', 'drizzle/meta/_journal.json', '"entries"', '"entires"'],
])('%s stand in the way of no commit beside them', async (_, path, from, to) => {
  const repository = committedProject();
  repository.write(path, repository.read(path).replace(from, to));
  repository.git('add', '-A');
  expect((await repository.stagedRules()).length).toBeGreaterThan(0);
  repository.git('commit', '-qm', 'Broken');
  repository.write('src/app.ts', 'export const app = 1;\n');
  repository.git('add', '-A');

  expect(await repository.stagedRules()).toEqual([]);
});
