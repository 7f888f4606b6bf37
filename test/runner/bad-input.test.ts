import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { command as migrateCommand } from '../../src/cli/commands/migrate.js';
import { connect } from '../../src/database/live/open.js';
import { migrate as migrateAtStart } from '../../src/migrate.js';
import type { Dialect } from '../../src/project/dialects.js';
import { createLedger, noteApplied, readLedger, usualPlace } from '../../src/runner/ledger.js';
import { readLocal } from '../../src/runner/local.js';
import { migrate } from '../../src/runner/migrate.js';
import { runCommand } from '../cli/run-command.js';
import { writtenProject } from '../helpers/written.js';
import { connected, kinds, packages, runOptions, temporaryFolder, writeHistory } from './database.js';

const one = [{ tag: '0000_a', sql: 'create table a (id integer primary key);' }];
const secret = 'k3jh5kj3h5';

test('without an address, and without the migrations folder, nothing is connected to', async () => {
  const { folder } = writtenProject({ a: 'select 1;' });
  await expect(runCommand(migrateCommand, folder)).rejects.toMatchObject({
    exitCode: 2,
    message: 'No database is named: drizzle.config.ts gives no address, and DATABASE_URL is not set.',
  });
  const migrationsFolder = join(folder, 'nowhere');
  await expect(migrateAtStart({ dialect: 'sqlite', url: ':memory:', migrationsFolder })).rejects.toMatchObject({
    exitCode: 2,
    message: `There is no migrations folder ${migrationsFolder}.`,
    fix: expect.stringContaining('COPY drizzle ./drizzle'),
  });
});

const readOnly: Record<Dialect, string> = {
  postgresql: 'set default_transaction_read_only = on',
  mysql: 'set session transaction read only',
  sqlite: 'pragma query_only = on',
};

/** A user who may connect and no more. */
const users: Partial<
  Record<Dialect, { make(user: string): string; write(user: string): string; drop(user: string): string }>
> = {
  postgresql: {
    make: (user) => `create role ${user} login password '${secret}'`,
    write: (user) =>
      `grant usage on schema drizzle to ${user}; grant select, insert on all tables in schema drizzle to ${user}; grant usage on all sequences in schema drizzle to ${user}`,
    drop: (user) => `drop owned by ${user}; drop role ${user}`,
  },
  mysql: {
    make: (user) => `create user ${user} identified by '${secret}'; grant select on *.* to ${user}`,
    write: (user) => `grant insert on *.* to ${user}`,
    drop: (user) => `drop user ${user}`,
  },
};

// PGlite answers as PostgreSQL does.
describe.each(kinds.filter(({ isThere, name }) => isThere && name !== 'PGlite'))('on $name', ({ dialect, make }) => {
  test('a replica that is read only is told from a right that is missing', async () => {
    const connection = await connected(dialect, await make());
    await connection.run(readOnly[dialect]);
    await expect(migrate(runOptions(connection, writeHistory(temporaryFolder(), one)))).rejects.toMatchObject({
      exitCode: 1,
      fix: 'The database is read-only, as a replica is: migrate through the address of the primary.',
    });
    expect((await readLedger(connection, usualPlace, 'journal')).exists).toBe(false);
  });

  test('a ledger of the other line is not migrated on', async () => {
    const connection = await connected(dialect, await make());
    const history = readLocal(writeHistory(temporaryFolder(), one));
    const [migration] = history.migrations;
    if (migration === undefined) throw new Error('There is one.');
    const cases = [
      { ledger: 'folders', own: 'journal', fix: 'Is this the newest code?' },
      { ledger: 'journal', own: 'folders', fix: 'drizzle-kit 1.0 converts the ledger with its first run' },
    ] as const;
    for (const [at, { ledger, own, fix }] of cases.entries()) {
      const place = { schema: 'public', table: `ledger_${at}` };
      for (const sql of createLedger(dialect, place, ledger)) await connection.run(sql);
      await connection.run(noteApplied(dialect, place, ledger, migration));
      const options = { ...runOptions(connection, history.folder), place, history: { ...history, line: own } };
      await expect(migrate(options)).rejects.toMatchObject({ exitCode: 1, fix: expect.stringContaining(fix) });
    }
    await expect(connection.query('select * from a')).rejects.toThrow();
  });

  const user = users[dialect];
  if (user === undefined) return;
  test('who cannot be let in, is not there or may not create tables is told so, without the password; who has a ledger needs no such right', async () => {
    const url = await make();
    const admin = await connected(dialect, url);
    const name = `lockstep_${randomBytes(4).toString('hex')}`;
    for (const sql of user.make(name).split('; ')) await admin.run(sql);
    const address = (change: Partial<URL>): string =>
      Object.assign(new URL(url), { username: name, password: secret }, change).href;
    const failures: unknown[] = [];
    for (const change of [{ username: 'nobody_of_that_name' }, { port: '9' }, { pathname: '/nowhere_at_all' }]) {
      const target = { url: address(change), from: 'DATABASE_URL' };
      failures.push(await connect(dialect, packages, target).catch((error: unknown) => error));
    }
    const connection = await connected(dialect, address({}));
    onTestFinished(async () => {
      await connection.close();
      const again = await connect(dialect, packages, { url, from: 'the test' });
      for (const sql of user.drop(name).split('; ')) await again.run(sql);
      await again.close();
    });
    const options = runOptions(connection, writeHistory(temporaryFolder(), one));
    failures.push(await migrate(options).catch((error: unknown) => error));
    expect(failures).toMatchObject([
      { exitCode: 2, message: expect.stringContaining('nobody_of_that_name@') },
      { exitCode: 2, fix: 'Nothing listens there: start the server, or correct host and port.' },
      { exitCode: 2, fix: expect.stringContaining('There is no such database') },
      { exitCode: 1, fix: expect.stringContaining('Migrate as a user who may create tables') },
    ]);
    for (const failure of failures) expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain(secret);
    expect((await readLedger(connection, usualPlace, 'journal')).exists).toBe(false);

    // A session of MySQL's keeps the rights that it began with.
    for (const sql of createLedger(dialect, usualPlace, 'journal')) await admin.run(sql);
    for (const sql of user.write(name).split('; ')) await admin.run(sql);
    const rows = writeHistory(temporaryFolder(), [{ tag: '0000_rows', sql: 'select 1;' }]);
    const writing = await connected(dialect, address({}));
    expect(await migrate(runOptions(writing, rows))).toMatchObject({ total: 1 });
  });
});
