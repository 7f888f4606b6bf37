import { expect, test } from 'vitest';
import { addTable, committedProject, configSource, tableSource } from '../helpers/project.js';

test('writes migration, snapshot and down file, and leaves schema and migrations in lockstep', () => {
  const repository = committedProject();
  addTable(repository, 'orders');

  const { code, stdout } = repository.lockstep(['generate', '--name', 'add_orders']);

  expect(code).toBe(0);
  expect(stdout).toMatch(/drizzle\/0001_add_orders\.down\.sql {2}\(reversible: yes, proven on PGlite [\d.]+\)/);
  expect(repository.read('drizzle/0001_add_orders.sql')).toContain('CREATE TABLE "orders"');
  const down = repository.read('drizzle/0001_add_orders.down.sql');
  expect(down).toMatch(
    /^-- Down of: 0001_add_orders\n-- Date: \d{4}-\d\d-\d\d\n-- Reason: .+\n-- Reversible: yes\n-- Up: sha256:[0-9a-f]{64}\n/,
  );
  expect(down).toContain('DROP TABLE "orders"');
});

test('says in the down file which values a dropped column takes with it', () => {
  const repository = committedProject('sqlite');
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', []));

  const { code, stdout } = repository.lockstep(['generate', '--name', 'drop_email']);
  expect(code).toBe(1);
  expect(stdout).toContain('Accept: npx lockstep approve 0001_drop_email drop-column:users.email');
  // Changed back without that, the schema gets a second migration, and the first still drops the column.
  expect(stdout).toContain(
    'If it is not meant: delete drizzle/0001_drop_email.sql, drizzle/0001_drop_email.down.sql, drizzle/meta/0001_snapshot.json and its entry in drizzle/meta/_journal.json, then change the schema and generate anew.\n',
  );

  const down = repository.read('drizzle/0001_drop_email.down.sql');
  expect(down).toContain('-- Reversible: structure only');
  expect(down).toContain('-- Lost by the migration, not brought back: the values of users.email');
  expect(down).toContain('ALTER TABLE `users` ADD COLUMN `email` text;');
});

test('writes a template for a custom migration, whose SQL only its author can undo', () => {
  const repository = committedProject('sqlite');

  const { code, stdout } = repository.lockstep(['generate', '--custom', '--name', 'backfill']);

  expect(code).toBe(0);
  expect(stdout).toContain('Write its SQL by hand');
  expect(stdout).toContain('Write the SQL of the migration, let npx lockstep down write what undoes it, then: ');
  expect(repository.read('drizzle/0001_backfill.down.sql')).toContain('-- Reversible: no (not written yet');

  repository.write('drizzle/0001_backfill.sql', `UPDATE "users" SET "email" = '' WHERE "email" IS NULL;\n`);
  repository.git('add', '-A');
  const unfinished = repository.lockstep(['check', '--staged']);
  expect(unfinished.code).toBe(1);
  expect(unfinished.stdout).toContain('rollback/stale');
  expect(unfinished.stdout).toContain('npx lockstep down 0001_backfill');

  repository.lockstep(['down']);
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged'])).toMatchObject({ code: 0 });
});

test('does not take the exit code of drizzle-kit for success: a rename it could not ask about fails', () => {
  const repository = committedProject();
  repository.write('src/schema/users.ts', tableSource('postgresql', 'users', ['mail']));

  const { code, stdout } = repository.lockstep(['generate', '--name', 'rename']);

  expect(code).toBe(1);
  expect(stdout).toContain('lockstep/schema-ahead');
  expect(stdout).toContain('needs a terminal');
  expect(repository.git('status', '--porcelain', 'drizzle')).toBe('');
});

test('has nothing to do when schema and migrations are in lockstep', () => {
  const repository = committedProject('sqlite');

  const { code, stdout } = repository.lockstep(['generate']);

  expect(code).toBe(0);
  expect(stdout).toContain('nothing to generate');
});

test('prints one JSON object on stdout with --format json', () => {
  const repository = committedProject('sqlite');
  addTable(repository, 'orders', 'sqlite');

  const { code, stdout } = repository.lockstep(['generate', '--name', 'add_orders', '--format', 'json']);

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    migrations: [
      {
        tag: '0001_add_orders',
        down: 'drizzle/0001_add_orders.down.sql',
        reversible: 'yes',
        proof: { kind: 'proven' },
      },
    ],
  });
});

test.each(['../evil', 'a b', 'a/b', "x';--", 'ünïcode', 'a'.repeat(101)])('refuses the name %j', (name) => {
  const repository = committedProject();
  addTable(repository, 'orders');
  const before = repository.state();

  const { code, stderr } = repository.lockstep(['generate', '--name', name]);

  expect(code).toBe(2);
  expect(stderr).toContain('cannot be part of a file name');
  expect(repository.state()).toBe(before);
});

test('runs from a folder inside the project, and asks which of several configs is meant', () => {
  const repository = committedProject('sqlite');
  addTable(repository, 'orders', 'sqlite');
  expect(repository.lockstep(['generate', '--name', 'add_orders'], 'src/schema').code).toBe(0);

  repository.write('drizzle-auth.config.ts', configSource('sqlite'));
  const { code, stderr } = repository.lockstep(['generate']);
  expect(code).toBe(2);
  expect(stderr).toContain('--config drizzle-auth.config.ts');
});

test('a migration that git ignores is not remembered as good: the commit would lack it', () => {
  const repository = committedProject('sqlite');
  repository.write('.gitignore', 'node_modules\n*.sql\n');
  addTable(repository, 'orders', 'sqlite');
  expect(repository.lockstep(['generate', '--name', 'add_orders']).code).toBe(0);
  repository.git('add', '-A');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('history/missing-sql');
});
