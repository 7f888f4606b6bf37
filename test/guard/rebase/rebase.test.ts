import { expect, test } from 'vitest';
import { addTable, committedProject, generate, tableSource } from '../../helpers/project.js';
import type { Repository } from '../../helpers/repository.js';
import {
  commitAll,
  commitColumns,
  commitTable,
  forked,
  isChained,
  isRising,
  rebase,
  resolveBarrel,
  stockGenerate,
  stockSqlite,
  tags,
} from './branches.js';

/*
 * What a rebase does with git does not depend on the dialect: SQLite takes half the time that PostgreSQL does.
 * merge.test.ts has the whole story on PostgreSQL.
 */

/** The branches of {@link forked} before main had a migration of its own. */
function mainBehind(): Repository {
  const repository = forked('sqlite');
  repository.git('branch', '-f', 'main', 'main~1');
  return repository;
}

test('in the middle of a rebase each commit brings its own migration on top of what is applied already', async () => {
  const repository = forked('sqlite');
  commitTable(repository, 'refunds', 'sqlite');
  expect(repository.tryGit('rebase', 'main').code).not.toBe(0);

  resolveBarrel(repository, ['invoices', 'orders']);
  expect(rebase(repository)).toContain('0001_add_orders → 0002_add_orders');
  repository.git('add', '--', 'drizzle');
  expect(repository.tryGit('-c', 'core.editor=true', 'rebase', '--continue').code).not.toBe(0);

  resolveBarrel(repository, ['invoices', 'orders', 'refunds']);
  const second = rebase(repository);
  expect(second).toContain('0002_add_refunds → 0003_add_refunds');
  expect(second).not.toContain('0001_add_orders');
  repository.git('add', '--', 'drizzle');
  expect(repository.tryGit('-c', 'core.editor=true', 'rebase', '--continue').code).toBe(0);

  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders', '0003_add_refunds']);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(isChained(repository) && isRising(repository)).toBe(true);
  for (const revision of ['HEAD', 'HEAD~1']) {
    expect(await repository.findings({ tree: 'commit', revision })).toEqual([]);
  }
  expect((await stockSqlite(repository)).tables).toEqual(['invoices', 'orders', 'refunds', 'users']);
});

test('in the middle of a cherry-pick the picked migration comes on top', () => {
  const repository = forked('sqlite');
  repository.git('checkout', '-q', 'main');
  expect(repository.tryGit('cherry-pick', 'feature').code).not.toBe(0);
  resolveBarrel(repository, ['invoices', 'orders']);

  expect(rebase(repository)).toContain('git cherry-pick --continue');

  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
});

test('a merge of the branch into main leaves main as it is, too', () => {
  const repository = forked('sqlite');
  repository.git('checkout', '-q', 'main');
  expect(repository.tryGit('merge', 'feature').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);

  rebase(repository);

  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
});

test('--onto names the side of a merge that stays', () => {
  const repository = forked('sqlite');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);

  rebase(repository, '--onto', 'feature');

  expect(tags(repository)).toEqual(['0000_init', '0001_add_orders', '0002_add_invoices']);
});

test('before a merge the branch can be put onto main, and the merge then needs no second renumbering', async () => {
  const repository = forked('sqlite');

  const output = rebase(repository, '--onto', 'main');

  expect(output).toContain('Taken from it: 0001_add_invoices');
  expect(output).toContain('git merge main');
  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
  commitAll(repository, 'Put the migrations onto main');
  const before = repository.read('drizzle/meta/_journal.json');

  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);
  rebase(repository);
  commitAll(repository, 'Merge main');

  expect(repository.read('drizzle/meta/_journal.json')).toBe(before);
  expect(await repository.findings({ tree: 'commit', revision: 'HEAD' })).toEqual([]);
  expect(stockGenerate(repository)).toContain('No schema changes');
});

test('several migrations of a branch keep their order, their changes and their hand-written SQL', async () => {
  const repository = forked('sqlite');
  expect(repository.lockstep(['generate', '--custom', '--name', 'seed']).code).toBe(0);
  const seed = "INSERT INTO users (id, email) VALUES ('00000000-0000-0000-0000-000000000001', 'a@example.com');\n";
  repository.write('drizzle/0002_seed.sql', seed);
  repository.write('drizzle/0002_seed.down.sql', '-- Down of: 0002_seed\n\nDELETE FROM users; -- 0002_seed\n');
  commitAll(repository, 'Seed');
  commitColumns(repository, ['email', 'name'], 'add_name', 'sqlite');
  const backfill = `${repository.read('drizzle/0003_add_name.sql')}--> statement-breakpoint\nUPDATE users SET name = email;\n`;
  repository.write('drizzle/0003_add_name.sql', backfill);
  commitAll(repository, 'Backfill the names');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);

  rebase(repository);

  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders', '0003_seed', '0004_add_name']);
  expect(repository.read('drizzle/0003_seed.sql')).toBe(seed);
  expect(repository.read('drizzle/0003_seed.down.sql')).toBe(
    '-- Down of: 0003_seed\n\nDELETE FROM users; -- 0002_seed\n',
  );
  expect(repository.read('drizzle/0004_add_name.sql')).toBe(backfill);
  expect(isChained(repository) && isRising(repository)).toBe(true);
  const { database } = await stockSqlite(repository);
  expect((await database.execute('select email, name from users')).rows).toEqual([
    { email: 'a@example.com', name: 'a@example.com' },
  ]);
});

test('a renamed column stays renamed, and its values stay', async () => {
  const repository = committedProject('sqlite');
  repository.git('checkout', '-qb', 'feature');
  // As drizzle-kit 0.31.11 writes it when it is told that the column was renamed.
  commitColumns(repository, ['email', 'mail'], 'rename', 'sqlite');
  repository.write('drizzle/0001_rename.sql', 'ALTER TABLE `users` RENAME COLUMN "email" TO "mail";');
  const snapshot = JSON.parse(repository.read('drizzle/meta/0001_snapshot.json'));
  delete snapshot.tables.users.columns.email;
  snapshot._meta.columns = { '"users"."mail"': '"users"."email"' };
  repository.write('drizzle/meta/0001_snapshot.json', JSON.stringify(snapshot, null, 2));
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['mail']));
  commitAll(repository, 'Rename email');
  repository.git('checkout', '-q', 'main');
  commitColumns(repository, ['email', 'name'], 'add_name', 'sqlite');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['mail', 'name']));
  repository.git('add', 'src');

  expect(rebase(repository)).toContain('in lockstep');

  expect(repository.read('drizzle/0002_rename.sql')).toBe('ALTER TABLE `users` RENAME COLUMN "email" TO "mail";');
  expect(JSON.parse(repository.read('drizzle/meta/0002_snapshot.json'))._meta).toEqual(snapshot._meta);
  await stockSqlite(repository);
});

test('a down file that was edited is kept under the new name, to the last byte of its SQL', () => {
  const repository = forked('sqlite');
  const path = 'drizzle/0001_add_orders.down.sql';
  const edited = `${repository.read(path)}-- Ask sales before 0001_add_orders is undone.\n`;
  repository.write(path, edited);
  commitAll(repository, 'Say whom to ask');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);

  rebase(repository);

  const kept = repository.read('drizzle/0002_add_orders.down.sql');
  expect(kept).toMatch(/^-- Down of: 0002_add_orders\n/);
  expect(kept.slice(kept.indexOf('\n\n'))).toBe(edited.slice(edited.indexOf('\n\n')));
});

test('a merge that git could do by itself, with the times out of order, is put in order afterwards', () => {
  const repository = mainBehind();
  repository.git('checkout', '-q', 'main');
  repository.write('README.md', 'main goes on\n');
  commitAll(repository, 'Readme');
  repository.git('checkout', '-q', 'feature');
  repository.git('merge', '-q', '--no-edit', 'main');
  const entries = JSON.parse(repository.read('drizzle/meta/_journal.json'));
  entries.entries[1].when = entries.entries[0].when - 1000;
  repository.write('drizzle/meta/_journal.json', JSON.stringify(entries, null, 2));
  commitAll(repository, 'A time in the past');

  rebase(repository);

  expect(tags(repository)).toEqual(['0000_init', '0001_add_orders']);
  expect(isChained(repository) && isRising(repository)).toBe(true);
});

test('leaves a schema that needs one more migration to lockstep generate, and says which', () => {
  const repository = forked('sqlite');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'note']));
  repository.git('add', 'src');

  const output = rebase(repository);

  expect(output).toContain('ALTER TABLE `users` ADD `note` text;');
  expect(output).toMatch(/Next:\n {2}npx lockstep generate\n {2}git add -- drizzle\n {2}git merge --continue/);
});

test('works while the schema is still in conflict, and says that it is', () => {
  const repository = forked('sqlite');
  expect(repository.tryGit('merge', 'main').code).toBe(1);

  const { code, stdout } = repository.lockstep(['rebase']);

  expect(code).toBe(0);
  expect(stdout).toContain('The schema cannot be compared yet: src/schema/index.ts');
  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
});

test('has nothing to do on a branch that is on top already, and says so', () => {
  const repository = mainBehind();
  repository.git('checkout', '-q', 'main');
  expect(rebase(repository)).toContain('adds no migrations');
  repository.git('checkout', '-q', 'feature');
  const before = repository.state();

  expect(rebase(repository)).toContain('on top of those of main already');
  expect(JSON.parse(rebase(repository, '--format', 'json'))).toMatchObject({ ok: true, written: false, changes: [] });
  expect(repository.state()).toBe(before);
});

test('two migrations of the same name on two branches are two migrations', () => {
  const repository = committedProject('sqlite');
  repository.git('checkout', '-qb', 'feature');
  commitColumns(repository, ['email', 'name'], 'more', 'sqlite');
  repository.git('checkout', '-q', 'main');
  commitColumns(repository, ['email', 'phone'], 'more', 'sqlite');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name', 'phone']));
  repository.git('add', 'src');

  expect(rebase(repository)).toContain('in lockstep');

  expect(tags(repository)).toEqual(['0000_init', '0001_more', '0002_more']);
  expect(repository.read('drizzle/0002_more.sql')).toContain('`name`');
});

test('works from a branch whose first migration is its own', () => {
  const repository = forked('sqlite');
  repository.git('checkout', '-q', '--orphan', 'fresh');
  repository.git('rm', '-rqf', 'drizzle', 'src');
  repository.write('src/schema/index.ts', '');
  addTable(repository, 'refunds', 'sqlite');
  generate(repository, 'refunds');
  commitAll(repository, 'Start again');
  expect(repository.tryGit('merge', '--allow-unrelated-histories', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'refunds']);

  expect(rebase(repository)).toContain('in lockstep');

  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_refunds']);
  expect(isChained(repository)).toBe(true);
});
