import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptProject } from '../../helpers/kept-project.js';
import { committedProject, configSource, ownSource as projectSource, tableSource } from '../../helpers/project.js';
import { Repository } from '../../helpers/repository.js';
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

const ownSource = readFileSync(import.meta.filename, 'utf8');

const requiredEmail = (columns: string[]): string =>
  tableSource('sqlite', 'users', columns).replace("text('email')", "text('email').notNull()");

/** main adds a column to users; the branch makes users.email required, for which SQLite builds the table anew. */
function rebuildBesideNewColumn(edit: (sql: string) => string): Repository {
  const made = keptProject(['rebuild beside a new column', projectSource, ownSource], () => {
    const making = committedProject('sqlite');
    making.git('checkout', '-qb', 'feature');
    making.write('src/schema/users.ts', requiredEmail(['email']));
    // The review wants it approved: rows may have no address.
    expect(making.lockstep(['generate', '--name', 'require_email']).code).toBe(1);
    commitAll(making, 'Require the address');
    making.git('checkout', '-q', 'main');
    commitColumns(making, ['email', 'phone'], 'add_phone', 'sqlite');
    making.git('checkout', '-q', 'feature');
    return making;
  });
  const repository = new Repository('repository', made);
  repository.write('drizzle/0001_require_email.sql', edit(repository.read('drizzle/0001_require_email.sql')));
  repository.git('commit', '-qa', '--amend', '--no-edit');
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  repository.write('src/schema/users.ts', requiredEmail(['email', 'phone']));
  repository.git('add', 'src');
  return repository;
}

async function sqliteColumns(repository: Repository): Promise<unknown[]> {
  const { database } = await stockSqlite(repository);
  const { rows } = await database.execute("select name from pragma_table_info('users') order by name");
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
  const repository = committedProject('sqlite');
  repository.write(
    'drizzle.config.ts',
    configSource('sqlite').replace('out:', `migrations: { prefix: '${prefix}' }, out:`),
  );
  repository.remove('drizzle');
  expect(repository.lockstep(['generate', '--name', 'init']).code).toBe(0);
  commitAll(repository, 'Times as names');
  await nextSecond();
  repository.git('checkout', '-qb', 'feature');
  commitTable(repository, 'orders', 'sqlite');
  await nextSecond();
  commitTable(repository, 'refunds', 'sqlite');
  repository.git('checkout', '-q', 'main');
  await nextSecond();
  commitTable(repository, 'invoices', 'sqlite');
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
  expect((await stockSqlite(repository)).tables).toEqual(['invoices', 'orders', 'refunds', 'users']);
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
  const repository = forked('sqlite');
  const path = 'drizzle/meta/_journal.json';
  const format = () => repository.write(path, `${JSON.stringify(JSON.parse(repository.read(path)), null, '\t')}\n`);
  // Both branches once more, from where the journal is formatted on: drizzle-kit writes it in its own layout.
  repository.git('checkout', '-q', '--detach', 'main~1');
  format();
  commitAll(repository, 'Format');
  const formatted = repository.git('rev-parse', 'HEAD').trim();
  for (const branch of ['main', 'feature']) {
    const before = repository.git('rev-parse', branch).trim();
    repository.git('checkout', '-qB', branch, formatted);
    repository.git('checkout', before, '--', '.');
    if (branch === 'main') format();
    commitAll(repository, branch);
  }
  expect(repository.tryGit('merge', 'main').code).toBe(1);

  rebase(repository);

  const [before, after] = [repository.git('show', `main:${path}`), repository.read(path)];
  expect(after.startsWith(before.slice(0, before.lastIndexOf('\n\t]')))).toBe(true);
  expect(after.endsWith('\n}\n')).toBe(true);
});
