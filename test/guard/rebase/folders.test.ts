import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { keptProject } from '../../helpers/kept-project.js';
import { addProject, addTable, configSource, ownSource as projectSource, tableSource } from '../../helpers/project.js';
import { Repository } from '../../helpers/repository.js';
import { commitAll, rebase, resolveBarrel } from './branches.js';
import { drizzle1, installDrizzle1 } from './drizzle-1.js';

const packages = drizzle1();

describe.skipIf(packages === null)('on drizzle-kit 1.0', () => {
  test('branches that do not conflict stay side by side', () => {
    const repository = started('postgresql');
    repository.git('checkout', '-qb', 'feature');
    addTable(repository, 'orders');
    commitMigration(repository, 'orders');
    repository.git('checkout', '-q', 'main');
    addTable(repository, 'invoices');
    commitMigration(repository, 'invoices');
    repository.git('checkout', '-q', 'feature');
    repository.tryGit('merge', '--no-edit', 'main');
    resolveBarrel(repository, ['invoices', 'orders']);
    const before = repository.state();

    expect(rebase(repository)).toContain('stand side by side');

    expect(repository.state()).toBe(before);
  });

  test('of branches that conflict main stays, and one migration makes what this branch changed', async () => {
    const repository = merging(branches('postgresql'), 'postgresql');
    const main = repository.git('ls-tree', '-r', 'main', 'drizzle').trim().split('\n');

    const output = rebase(repository);

    expect(output).toMatch(/\d{14}_default → \d{14}_default {2}\(its SQL generated anew/);
    expect(output).toContain('in lockstep');
    repository.git('add', '-A');
    const staged = repository
      .git('ls-files', '--stage', 'drizzle')
      .replaceAll(' 0\t', '\t')
      .replaceAll('100644 ', '100644 blob ');
    for (const entry of main) expect(staged).toContain(entry);
    expect(kit(repository, 'check')).toMatchObject({ status: 'ok' });
    expect(kit(repository, 'generate', '--explain')).toMatchObject({ status: 'no_changes' });
    const [sql = ''] = folders(repository, 'default').map((name) => repository.read(`drizzle/${name}/migration.sql`));
    expect(sql).toBe(`ALTER TABLE "users" ALTER COLUMN "email" SET DEFAULT 'x';`);
    expect(await repository.stagedRules()).toEqual([]);
  });

  test('hand-written SQL between migrations that conflict is kept, after them', () => {
    const repository = changedTwice('postgresql', (branch) => {
      kit(branch, 'generate', '--custom', '--name', 'backfill');
      const [name = ''] = folders(branch, 'backfill');
      branch.write(`drizzle/${name}/migration.sql`, "UPDATE users SET email = 'x';\n");
      commitAll(branch, 'Backfill');
    });
    merging(repository, 'postgresql');

    rebase(repository);

    const names = folders(repository, '');
    expect(names.map((name) => name.slice(15))).toEqual(['init', 'other_default', 'default', 'backfill']);
    expect(repository.read(`drizzle/${names[3]}/migration.sql`)).toBe("UPDATE users SET email = 'x';\n");
    expect(kit(repository, 'check')).toMatchObject({ status: 'ok' });
  });

  test('refuses migrations that conflict and were edited by hand, and changes nothing', () => {
    const repository = branches('postgresql');
    const path = `drizzle/${folders(repository, 'default')[0]}/migration.sql`;
    repository.write(path, `UPDATE users SET email = 'x';--> statement-breakpoint\n${repository.read(path)}`);
    commitAll(repository, 'Edit');
    merging(repository, 'postgresql');
    const before = repository.state();

    const { code, stderr } = repository.lockstep(['rebase']);

    expect(code).toBe(1);
    expect(stderr).toContain('has statements that drizzle-kit would not write again');
    expect(repository.state()).toBe(before);
  });

  test('refuses where drizzle-kit cannot fix conflicts, and says how', () => {
    const repository = merging(changedTwice('sqlite'), 'sqlite');
    const before = repository.state();

    const { code, stderr } = repository.lockstep(['rebase']);

    expect(code).toBe(1);
    expect(stderr).toContain('no --fix-conflicts for sqlite');
    expect(repository.state()).toBe(before);
  });
});

const ownSource = readFileSync(import.meta.filename, 'utf8');

/** With a first migration. Made once, and copied. */
function started(dialect: Dialect): Repository {
  const made = keptProject(['on drizzle-kit 1.0', dialect, packages, projectSource, ownSource], () => {
    const repository = new Repository();
    addProject(repository, dialect);
    // 1.0.0-rc.5 takes a table for two that its own file and a barrel export.
    repository.write('drizzle.config.ts', configSource(dialect).replace("'./src/schema'", "'./src/schema/index.ts'"));
    if (packages !== null) installDrizzle1(repository, packages);
    commitMigration(repository, 'init');
    return repository;
  });
  return new Repository(undefined, made);
}

function writeEmail(repository: Repository, dialect: Dialect, builder: string): void {
  const source = tableSource(dialect, 'users', ['email']).replace("text('email')", `text('email')${builder}`);
  repository.write('src/schema/users.ts', source);
}

/** main and feature change the same column; feature is checked out. */
function changedTwice(dialect: Dialect, more: (repository: Repository) => void = () => {}): Repository {
  const repository = started(dialect);
  repository.git('checkout', '-qb', 'feature');
  writeEmail(repository, dialect, ".default('x')");
  commitMigration(repository, 'default');
  more(repository);
  repository.git('checkout', '-q', 'main');
  writeEmail(repository, dialect, ".default('y')");
  commitMigration(repository, 'other_default');
  repository.git('checkout', '-q', 'feature');
  return repository;
}

/** A copy of the branches of {@link changedTwice}, which are made once. */
function branches(dialect: Dialect): Repository {
  const made = keptProject(['changed twice on drizzle-kit 1.0', dialect, packages, projectSource, ownSource], () =>
    changedTwice(dialect),
  );
  return new Repository(undefined, made);
}

/** main being merged into feature, the schema resolved. */
function merging(repository: Repository, dialect: Dialect): Repository {
  repository.tryGit('merge', 'main');
  writeEmail(repository, dialect, ".default('x')");
  repository.git('add', 'src');
  return repository;
}

function commitMigration(repository: Repository, name: string): void {
  expect(kit(repository, 'generate', '--name', name)).toMatchObject({ status: 'ok' });
  commitAll(repository, name);
  // Folders are named by the second.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1010);
}

function kit(repository: Repository, ...args: string[]): unknown {
  const bin = join(repository.folder, 'node_modules/drizzle-kit/bin.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [bin, ...args, '--output', 'json'], {
    cwd: repository.folder,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The migrations of one name; all of them with ''. */
function folders(repository: Repository, called: string): string[] {
  const listed = repository.git('ls-files', '--cached', '--others', '--exclude-standard', 'drizzle').split('\n');
  const names = listed.filter((path) => path.endsWith('migration.sql')).map((path) => path.split('/')[1] ?? '');
  return [...new Set(names)]
    .filter((name) => called === '' || name.slice(15) === called)
    .filter((name) => existsOnDisk(repository, name))
    .sort();
}

function existsOnDisk(repository: Repository, name: string): boolean {
  try {
    return repository.read(`drizzle/${name}/migration.sql`) !== '';
  } catch {
    return false;
  }
}
