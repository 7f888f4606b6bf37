import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/command.js';
import { command as migrateCommand } from '../../src/cli/commands/migrate.js';
import { command as rollbackCommand } from '../../src/cli/commands/rollback.js';
import { confirmDatabase } from '../../src/cli/database/confirm.js';
import { databaseName } from '../../src/database/live/name.js';
import { addProject } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';
import { connected, kinds, writeHistory } from '../runner/database.js';
import { runCommand } from './run-command.js';

const users = 'create table users (id integer primary key);';
const posts = 'create table posts (id integer primary key, n integer);';

/** A SQLite project with two migrations, both applied. */
async function project(): Promise<Repository> {
  const repository = new Repository();
  addProject(repository, 'sqlite');
  repository.write(
    'drizzle.config.ts',
    "import { defineConfig } from 'drizzle-kit';\n\nexport default defineConfig({ dialect: 'sqlite', schema: './src/schema', out: './drizzle', dbCredentials: { url: 'file:app.db' } });\n",
  );
  writeHistory(join(repository.folder, 'drizzle'), [
    { tag: '0000_users', sql: users, down: 'drop table users;' },
    { tag: '0001_posts', sql: posts, down: '-- Filled in: 0 in posts.n\n\ndrop table posts;' },
  ]);
  expect((await runCommand(migrateCommand, repository.folder)).code).toBe(0);
  return repository;
}

const rollback = (repository: Repository, ...argv: string[]) => runCommand(rollbackCommand, repository.folder, ...argv);

test('shows what it would take, does nothing without acceptance, then undoes', async () => {
  const repository = await project();
  const dry = await rollback(repository, '--dry-run');
  expect(dry.code).toBe(1);
  expect(dry.out).toBe(
    'To undo, newest first (1 stays applied):\n' +
      '  0001_posts  drizzle/0001_posts.down.sql\n' +
      '    ✗ Takes away what is there: drop table posts\n' +
      '    Fills in: 0 in posts.n\n',
  );
  expect(dry.err).toContain(join(repository.folder, 'app.db'));
  const refused = await rollback(repository);
  expect(refused.code).toBe(1);
  expect(refused.out).toBe('');
  expect(refused.err).toContain('To undo all the same, accept by name: --accept 0001_posts\n');

  expect((await rollback(repository, '--dry-run', '--accept', '0001')).code).toBe(0);
  const done = await rollback(repository, '--accept', '0001_posts');
  expect(done).toMatchObject({ code: 0, out: '1 migration undone; 1 still applied.\n' });
  expect(done.err).toContain('accepted: Takes away what is there: drop table posts');
  expect((await rollback(repository, '--to', '0000')).out).toBe('Nothing to undo: 1 migration stays applied.\n');
});

test('says it as JSON: what is in the way, what was done, and what failed', async () => {
  const repository = await project();
  rmSync(join(repository.folder, 'drizzle/0000_users.down.sql'));
  const blocked = await rollback(repository, '--steps', '2', '--accept', '0001', '--format', 'json');
  expect(blocked.code).toBe(1);
  expect(JSON.parse(blocked.out)).toMatchObject({
    ok: false,
    written: false,
    undo: [
      { tag: '0001_posts', accepted: true, problems: [{ kind: 'loses data' }], statements: 1, begun: null },
      { tag: '0000_users', accepted: false, problems: [{ kind: 'missing' }], statements: 0 },
    ],
    stay: 0,
  });
  writeFileSync(join(repository.folder, 'drizzle/0000_users.down.sql'), 'drop table nowhere;');
  const accept = ['--accept', '0001', '--accept', '0000'];
  const failed = await rollback(repository, '--steps', '2', ...accept, '--format', 'json');
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({
    ok: false,
    written: true,
    undone: [{ tag: '0001_posts' }],
    failed: { tag: '0000_users', line: 1 },
  });
  writeFileSync(join(repository.folder, 'drizzle/0000_users.down.sql'), 'drop table users;');
  const done = await rollback(repository, ...accept, '--format=json');
  expect(JSON.parse(done.out)).toMatchObject({ ok: true, written: true, undone: [{ tag: '0000_users' }], total: 0 });
});

test('refuses what makes no sense, and another database than the one that is named', async () => {
  const repository = await project();
  const refused = (...argv: string[]): Promise<unknown> =>
    rollback(repository, ...argv).catch((error: unknown) => error);
  for (const steps of ['0', '-1', '1e3', 'all', '']) {
    expect(await refused(`--steps=${steps}`)).toMatchObject({ exitCode: 2 });
  }
  expect(await refused('--steps', '1', '--to', '0000')).toMatchObject({ exitCode: 2 });
  expect(await refused('--format', 'xml')).toMatchObject({ exitCode: 2 });
  expect(await refused('--confirm', 'shop', '--accept', '0001')).toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('--confirm says shop, and this database is'),
  });
  // Nothing of it was done.
  expect((await rollback(repository, '--dry-run')).out).toContain('0001_posts');
});

describe.each(kinds.filter(({ name, isThere }) => isThere && name !== 'PGlite'))('on $name', ({ dialect, make }) => {
  test('a database elsewhere is confirmed by its name, and by nothing else', async () => {
    const url = await make();
    const connection = await connected(dialect, url);
    const name = await databaseName(connection);
    expect(url.endsWith(name)).toBe(true);
    const io: Io = { cwd: '/', env: {}, interactive: false, out: () => {}, err: () => {} };
    const confirmed = (isLocal: boolean, confirm: string | undefined) =>
      confirmDatabase(io, { ...connection, isLocal }, { confirm, yes: true, question: 'Undo 1 migration?' });
    await confirmed(true, undefined);
    await confirmed(false, name);
    await expect(confirmed(false, undefined)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('is not on this machine'),
      fix: 'Give its name: --confirm NAME',
    });
    for (const isLocal of [true, false])
      await expect(confirmed(isLocal, 'other')).rejects.toMatchObject({ exitCode: 2 });
  });
});
