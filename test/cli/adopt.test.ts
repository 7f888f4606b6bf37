import { expect, test } from 'vitest';
import { addTable, committedProject, configSource, generate, projectWithOrders } from '../helpers/project.js';

test('a project with an untidy past is green from its first day, and a new fault is still found', () => {
  const repository = projectWithOrders('sqlite');
  repository.remove('drizzle/meta/0000_snapshot.json');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Untidy');
  expect(repository.lockstep(['check']).code).toBe(1);

  const adopted = repository.lockstep(['check', '--adopt']);

  expect(adopted.code).toBe(0);
  expect(adopted.stdout).toContain('held to the rules from after 0001_add_orders on (lockstep.since in package.json)');
  expect(adopted.stdout).toContain('1 × history/missing-snapshot');
  expect(JSON.parse(repository.read('package.json'))).toEqual({
    name: 'shop',
    type: 'module',
    lockstep: { since: '0001_add_orders' },
  });
  expect(repository.lockstep(['check']).code).toBe(0);

  addTable(repository, 'invoices', 'sqlite');
  generate(repository, 'add_invoices');
  repository.remove('drizzle/0002_add_invoices.sql');
  const { code, stdout } = repository.lockstep(['check']);
  expect(code).toBe(1);
  expect(stdout).toContain('history/missing-sql');
});

test('adopting does not hide a schema that is ahead', () => {
  const repository = committedProject();
  addTable(repository, 'orders');

  const { code, stdout } = repository.lockstep(['check', '--adopt']);

  expect(code).toBe(1);
  expect(stdout).toContain('lockstep/schema-ahead');
});

test('of several configs each keeps a tag of its own, also where one has no migration yet', () => {
  const repository = committedProject('sqlite');
  const since = () => JSON.parse(repository.read('package.json')).lockstep.since;
  const other = configSource('sqlite').replace('./src/schema', './src/other').replace('./drizzle', './other');
  repository.write('drizzle-other.config.ts', other);
  repository.write('src/other/index.ts', 'export {};\n');

  expect(repository.lockstep(['check', '--adopt']).code).toBe(0);
  expect(since()).toEqual({ 'drizzle.config.ts': '0000_init' });

  repository.write('src/other/index.ts', repository.read('src/schema/users.ts'));
  const config = ['--config', 'drizzle-other.config.ts'];
  expect(repository.lockstep(['generate', '--name', 'start', ...config]).code).toBe(0);
  expect(repository.lockstep(['check', '--adopt', ...config]).code).toBe(0);
  expect(since()).toEqual({ 'drizzle.config.ts': '0000_init', 'drizzle-other.config.ts': '0000_start' });
});

test.each(['[]', '"x"', '{ "lockstep": [] }'])('a package.json that holds %s is left as it is', (manifest) => {
  const repository = committedProject();
  repository.write('package.json', manifest);
  const { code, stderr } = repository.lockstep(['check', '--adopt']);
  expect([code, repository.read('package.json')]).toEqual([2, manifest]);
  expect(stderr).toContain('package.json');
});
