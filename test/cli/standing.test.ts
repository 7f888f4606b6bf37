import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../src/database/live/open.js';
import { repositoryRoot } from '../helpers/repository.js';
import { writtenProject } from '../helpers/written.js';

const migrations = {
  users: 'CREATE TABLE `users` (`id` integer PRIMARY KEY NOT NULL, `email` text);\n',
  index: 'CREATE INDEX `users_email` ON `users` (`email`);\n',
};

test('status, drift and baseline, on one database', async () => {
  const repository = writtenProject(migrations, { dialect: 'sqlite' });
  const file = join(repository.folder, 'app.db');
  const run = (...args: string[]) => repository.lockstep([...args, '--url', 'file:app.db']);
  const byHand = async (...statements: string[]): Promise<void> => {
    const connection = await connect('sqlite', repositoryRoot, { url: file, from: 'the test' });
    for (const sql of statements) await connection.run(sql);
    await connection.close();
  };

  expect(run('status')).toMatchObject({ code: 2, stderr: expect.stringContaining('app.db yet (--url).') });
  expect(existsSync(file)).toBe(false);

  expect(run('migrate', '--to', '0000').code).toBe(0);
  expect(run('status')).toMatchObject({
    code: 0,
    stdout: `state    migration   made
applied  0000_users  2026-01-01 00:00
pending  0001_index  2026-01-01 01:00

1 applied, 1 pending.
lockstep migrate applies what is pending.
`,
  });
  expect(run('status', '--strict').code).toBe(1);
  expect(run('drift').stdout).toMatch(/^✓ No drift: the schema is what 1 applied migration builds \(libSQL/);
  expect(run('migrate').code).toBe(0);
  expect(JSON.parse(run('status', '--strict', '--format', 'json').stdout)).toMatchObject({
    ok: true,
    database: { target: file },
    ledger: { table: '"__drizzle_migrations"', exists: true, line: 'journal' },
    migrations: [{ tag: '0000_users', state: 'applied' }, { state: 'applied' }],
  });

  await byHand('alter table users add column nick text', 'drop index users_email');
  const drift = run('drift');
  expect(drift.code).toBe(1);
  expect(drift.stdout).toContain('  + column users.nick should not be there\n  - index users.users_email is missing\n');
  expect(drift.stdout).toContain(
    'ALTER TABLE `users` DROP COLUMN `nick`;\nCREATE INDEX `users_email` ON `users` (`email`);\n',
  );
  const { differences, sql } = JSON.parse(run('drift', '--format', 'json').stdout);
  expect(differences.map(({ key }: { key: string }) => key)).toEqual(['column users.nick', 'index users.users_email']);

  await byHand('drop table __drizzle_migrations');
  const refused = run('baseline');
  expect(refused).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Nothing was written:\n  + column users.nick'),
  });
  expect(run('baseline', '--accept', 'table nowhere').code).toBe(2);
  await byHand(...sql);
  expect(run('baseline', '--dry-run').stdout).toContain('Would note as applied: 2 migrations, up to 0001_index.');
  expect(run('status').stdout).toContain('There is no ledger "__drizzle_migrations".');
  expect(run('baseline').stdout).toContain('Noted as applied: 2 migrations, up to 0001_index.');
  expect(run('migrate').stdout).toBe('Nothing is pending: 2 migrations are applied.\n');
  expect(run('baseline').stdout).toBe('Nothing to note: 2 migrations are in the ledger.\n');
});
