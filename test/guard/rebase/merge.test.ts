import { expect, test } from 'vitest';
import {
  forked,
  isChained,
  isRising,
  journal,
  rebase,
  resolveBarrel,
  stockGenerate,
  stockMigrate,
  tags,
} from './branches.js';

test('in the middle of a merge of main, main stays and the branch comes after it', async () => {
  const repository = forked();
  expect(repository.tryGit('merge', 'main').code).toBe(1);
  resolveBarrel(repository, ['invoices', 'orders']);
  const sql = repository.git('show', 'feature:drizzle/0001_add_orders.sql');

  const output = rebase(repository);

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
