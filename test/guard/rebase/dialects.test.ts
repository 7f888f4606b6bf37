import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { describe, expect, test } from 'vitest';
import { addTable, committedProject, configSource, tableSource } from '../../helpers/project.js';
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
  stockMigrate,
  tags,
} from './branches.js';

describe.each(['sqlite', 'mysql'] as const)('on %s', (dialect) => {
  test("main's migration stays and the branch's comes after it", async () => {
    const repository = forked(dialect);
    expect(repository.tryGit('merge', 'main').code).toBe(1);
    resolveBarrel(repository, ['invoices', 'orders']);

    expect(rebase(repository)).toContain('in lockstep');

    expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
    expect(isChained(repository) && isRising(repository)).toBe(true);
    expect(stockGenerate(repository)).toContain('No schema changes');
    repository.git('add', '-A');
    expect(await repository.stagedRules()).toEqual([]);
  });
});

/** main adds a column to users; the branch makes users.email required, for which SQLite builds the table anew. */
function rebuildBesideNewColumn(edit: (sql: string) => string): Repository {
  const repository = committedProject('sqlite');
  const required = (columns: string[]) =>
    tableSource('sqlite', 'users', columns).replace("text('email')", "text('email').notNull()");
  repository.git('checkout', '-qb', 'feature');
  repository.write('src/schema/users.ts', required(['email']));
  // The review wants it approved: rows may have no address.
  expect(repository.lockstep(['generate', '--name', 'require_email']).code).toBe(1);
  repository.write('drizzle/0001_require_email.sql', edit(repository.read('drizzle/0001_require_email.sql')));
  commitAll(repository, 'Require the address');
  repository.git('checkout', '-q', 'main');
  commitColumns(repository, ['email', 'phone'], 'add_phone', 'sqlite');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  repository.write('src/schema/users.ts', required(['email', 'phone']));
  repository.git('add', 'src');
  return repository;
}

async function sqliteColumns(repository: Repository): Promise<unknown[]> {
  const client = createClient({ url: ':memory:' });
  await migrate(drizzle(client), { migrationsFolder: join(repository.folder, 'drizzle') });
  const { rows } = await client.execute("select name from pragma_table_info('users') order by name");
  client.close();
  return rows.map((row) => row.name);
}

test('a SQLite table that is built anew keeps the column that main has added meanwhile', async () => {
  const repository = rebuildBesideNewColumn((sql) => sql);

  const output = rebase(repository);

  expect(output).toContain('generated anew for the new base');
  expect(output).toContain('in lockstep');
  expect(output).not.toContain('DELETE FROM');
  expect(repository.read('drizzle/0002_require_email.sql')).toContain('`phone` text');
  expect(await sqliteColumns(repository)).toEqual(['email', 'id', 'phone']);
});

test('hand-written statements stay between generated ones that have to be made anew', async () => {
  const backfill = "UPDATE users SET email = '' WHERE email IS NULL;";
  const repository = rebuildBesideNewColumn((sql) => `${backfill}\n--> statement-breakpoint\n${sql}`);

  expect(rebase(repository)).toContain('hand-written ones kept');

  const sql = repository.read('drizzle/0002_require_email.sql');
  expect(sql.startsWith(`${backfill}\n--> statement-breakpoint\n`)).toBe(true);
  expect(sql).toContain('`phone` text');
  expect(await sqliteColumns(repository)).toEqual(['email', 'id', 'phone']);
});

test('generated statements that were edited and have to be made anew are refused', () => {
  const repository = rebuildBesideNewColumn((sql) => sql.replace('INSERT INTO', 'INSERT OR IGNORE INTO'));

  const { code, stderr } = repository.lockstep(['rebase']);

  expect(code).toBe(1);
  expect(stderr).toContain('drizzle/0001_require_email.sql was edited by hand');
});

test.each([
  ['timestamp', /^\d{14}$/],
  ['unix', /^\d{10}$/],
])('with %s as prefix the new names and times come after those of main', async (prefix, shape) => {
  const repository = committedProject();
  repository.write(
    'drizzle.config.ts',
    configSource('postgresql').replace('out:', `migrations: { prefix: '${prefix}' }, out:`),
  );
  repository.remove('drizzle');
  expect(repository.lockstep(['generate', '--name', 'init']).code).toBe(0);
  commitAll(repository, 'Times as names');
  await nextSecond();
  repository.git('checkout', '-qb', 'feature');
  commitTable(repository, 'orders');
  await nextSecond();
  commitTable(repository, 'refunds');
  repository.git('checkout', '-q', 'main');
  await nextSecond();
  commitTable(repository, 'invoices');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders', 'refunds']);

  expect(rebase(repository)).toContain('in lockstep');

  const names = tags(repository).map((tag) => tag.slice(tag.indexOf('_') + 1));
  const prefixes = tags(repository).map((tag) => tag.split('_')[0] ?? '');
  expect(names).toEqual(['init', 'add_invoices', 'add_orders', 'add_refunds']);
  expect(prefixes.every((text) => shape.test(text))).toBe(true);
  expect([...new Set(prefixes)].sort()).toEqual(prefixes);
  expect(isChained(repository) && isRising(repository)).toBe(true);
  await nextSecond();
  await nextSecond();
  repository.git('add', '-A');
  expect(await repository.stagedRules()).toEqual([]);
  expect((await stockMigrate(repository)).tables).toEqual(['invoices', 'orders', 'refunds', 'users']);
});

function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1010));
}

test('in a repository that git checks out with CRLF only what changes is written', () => {
  const repository = forked('sqlite');
  repository.git('config', 'core.autocrlf', 'true');
  repository.git('rm', '-rq', '--cached', '.');
  repository.git('reset', '-q', '--hard');
  expect(repository.read('drizzle/0000_init.sql')).toContain('\r\n');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);

  rebase(repository);

  expect(repository.read('drizzle/0000_init.sql')).toContain('\r\n');
  repository.git('add', '-A');
  expect(repository.git('diff', '--cached', '--name-only', 'MERGE_HEAD', '--', 'drizzle').trim().split('\n')).toEqual([
    'drizzle/0002_add_orders.down.sql',
    'drizzle/0002_add_orders.sql',
    'drizzle/meta/0002_snapshot.json',
    'drizzle/meta/_journal.json',
  ]);
});

test('the layout of a journal that a formatter has changed is kept', () => {
  const repository = committedProject('sqlite');
  const path = 'drizzle/meta/_journal.json';
  repository.write(path, `${JSON.stringify(JSON.parse(repository.read(path)), null, '\t')}\n`);
  commitAll(repository, 'Format');
  repository.git('checkout', '-qb', 'feature');
  commitTable(repository, 'orders', 'sqlite');
  repository.git('checkout', '-q', 'main');
  addTable(repository, 'invoices', 'sqlite');
  expect(repository.lockstep(['generate', '--name', 'add_invoices']).code).toBe(0);
  repository.write(path, `${JSON.stringify(JSON.parse(repository.read(path)), null, '\t')}\n`);
  commitAll(repository, 'Add invoices');
  repository.git('checkout', '-q', 'feature');
  expect(repository.tryGit('merge', 'main').code).toBe(1);

  rebase(repository);

  const [before, after] = [repository.git('show', `main:${path}`), repository.read(path)];
  expect(after.startsWith(before.slice(0, before.lastIndexOf('\n\t]')))).toBe(true);
  expect(after.endsWith('\n}\n')).toBe(true);
});
