import { expect, test } from 'vitest';
import { addTable, committedProject } from '../helpers/project.js';

/** Nothing listens there. */
const closed = '127.0.0.1:1';

test('a server of .env that does not answer leaves the proof to PGlite, and is said without its password', () => {
  const repository = committedProject();
  repository.write('.env', `LOCKSTEP_PROOF_URL=postgres://app:hunter2@${closed}/postgres\n`);
  addTable(repository, 'orders');

  const { code, stdout, stderr } = repository.lockstep(['generate', '--name', 'add_orders']);

  expect(code).toBe(0);
  expect(stdout).toMatch(/0001_add_orders\.down\.sql {2}\(reversible: yes, proven on PGlite [\d.]+\)/);
  expect(stderr).toContain(`! The PostgreSQL server at ${closed} cannot be used`);
  expect(stderr).toContain('Then: npx lockstep prove 0001_add_orders');
  expect(stdout + stderr).not.toContain('hunter2');
});

test('for MySQL the down file is written all the same, and the check asks for its proof', () => {
  const repository = committedProject('mysql');
  repository.write('.env', `LOCKSTEP_PROOF_URL=mysql://app:hunter2@${closed}\n`);
  addTable(repository, 'orders', 'mysql');

  const { code, stdout, stderr } = repository.lockstep(['generate', '--name', 'add_orders']);

  expect(code).toBe(0);
  expect(stdout).toContain('drizzle/0001_add_orders.down.sql  (reversible: yes)\n');
  expect(repository.read('drizzle/0001_add_orders.down.sql')).toContain('DROP TABLE `orders`;');
  expect(stderr).toContain(`! The MySQL server at ${closed} cannot be used`);
  expect(stdout + stderr).not.toContain('hunter2');
  expect(repository.lockstep(['check']).stdout).toContain('rollback/unproven  drizzle/0001_add_orders.down.sql');
});

test('the proof alone needs the server that was named: exit code 2 without it', () => {
  const repository = committedProject('mysql');
  repository.write('.env', `LOCKSTEP_PROOF_URL=mysql://app:hunter2@${closed}\n`);

  const { code, stdout, stderr } = repository.lockstep(['prove', '0000']);

  expect(code).toBe(2);
  expect(stderr).toContain(`The MySQL server at ${closed} cannot be used`);
  expect(stdout + stderr).not.toContain('hunter2');
});
