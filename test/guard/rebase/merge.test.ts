import { expect, test } from 'vitest';
import { forked, isChained, isRising, journal, rebasedInMerge, stockGenerate, stockMigrate, tags } from './branches.js';

test('in the middle of a merge of main, main stays and the branch comes after it', async () => {
  const { repository, output } = rebasedInMerge('postgresql');
  const sql = repository.git('show', 'feature:drizzle/0001_add_orders.sql');

  expect(output).toContain('0001_add_orders → 0002_add_orders');
  expect(output).toContain('Schema and migrations are in lockstep');
  expect(tags(repository)).toEqual(['0000_init', '0001_add_invoices', '0002_add_orders']);
  expect(repository.read('drizzle/0002_add_orders.sql')).toBe(sql);
  expect(repository.git('show', 'main:drizzle/meta/0001_snapshot.json')).toBe(
    repository.read('drizzle/meta/0001_snapshot.json'),
  );
  expect(isChained(repository) && isRising(repository)).toBe(true);
  expect(stockGenerate(repository)).toContain('No schema changes');

  repository.git('add', '--', 'drizzle');
  repository.git('commit', '-qm', 'Merge main');
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(await repository.findings({ tree: 'commit', revision: 'HEAD' })).toEqual([]);
  const { tables, ledger } = await stockMigrate(repository);
  expect(tables).toEqual(['invoices', 'orders', 'users']);
  expect(ledger).toEqual(journal(repository).map((entry) => entry.when));
});

test('down files are renewed under the new name, with the hash of the SQL they undo', async () => {
  const { repository, output } = rebasedInMerge('postgresql');

  expect(output).toContain('down file renewed');
  expect(repository.read('drizzle/0002_add_orders.down.sql')).toMatch(
    /^-- Down of: 0002_add_orders\n[\s\S]*DROP TABLE "orders"/,
  );
  expect(repository.read('drizzle/0002_add_orders.down.sql')).toMatch(/^-- Proof: PGlite [\d.]+ on /m);
  expect(() => repository.read('drizzle/0001_add_orders.down.sql')).toThrow();
  repository.git('add', '-A');
  expect(await repository.stagedRules()).toEqual([]);
});

test('says what undoes the old migrations in a local database, and it works', async () => {
  const branch = forked();
  const { database } = await stockMigrate(branch);
  const down = branch.read('drizzle/0001_add_orders.down.sql');
  const { repository, output } = rebasedInMerge('postgresql');

  const statement = /run drizzle\/0002_add_orders\.down\.sql, then (DELETE FROM .+;)/.exec(output)?.[1] ?? '';
  await expect(stockMigrate(repository, database)).rejects.toThrow();
  await database.exec(down);
  await database.exec(statement);
  expect((await stockMigrate(repository, database)).tables).toEqual(['invoices', 'orders', 'users']);
});
