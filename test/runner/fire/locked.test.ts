import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/database/live/connection.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { migrate } from '../../../src/runner/migrate.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from '../database.js';

const users = { tag: '0000_users', sql: 'create table users (id integer primary key);' };
const change = { tag: '0001_change', sql: 'alter table users add column email varchar(10);' };

/** What another session does so that the table cannot be changed. */
const hold: Record<Dialect, string[]> = {
  postgresql: ['begin', 'lock table users in access share mode'],
  mysql: ['start transaction', 'select * from users'],
  sqlite: ['begin immediate'],
};

const slow: Partial<Record<Dialect, string>> = { postgresql: 'select pg_sleep(20);', mysql: 'select sleep(20);' };

// A second session of PGlite is another process.
const shared = kinds.filter(({ isThere, name }) => isThere && name !== 'PGlite');

describe.each(shared)('on $name', ({ dialect, make }) => {
  async function heldDatabase(): Promise<{ connection: Connection; other: Connection; folder: string }> {
    const url = await make();
    const connection = await connected(dialect, url);
    const other = await connected(dialect, url);
    const folder = writeHistory(temporaryFolder(), [users]);
    await migrate(runOptions(connection, folder));
    writeHistory(folder, [users, change]);
    for (const statement of hold[dialect]) await other.run(statement);
    return { connection, other, folder };
  }

  test('a table that another session holds is waited for, again and again', async () => {
    const { connection, other, folder } = await heldDatabase();
    const options = runOptions(connection, folder);
    const { applied } = await migrate({
      ...options,
      lockTimeout: 200,
      on(event) {
        options.on(event);
        if (event.type === 'retry') void other.run('rollback');
      },
    });
    expect(applied).toMatchObject([{ tag: '0001_change' }]);
    expect(options.events.filter(({ type }) => type === 'retry')).not.toEqual([]);
    await connection.query('select email from users');
  });

  test('one that is held for longer than the limit is said, and nothing is kept', async () => {
    const { connection, other, folder } = await heldDatabase();
    const failed: unknown = await migrate({ ...runOptions(connection, folder), lockTimeout: 200, retryFor: 300 }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ exitCode: 1, tag: '0001_change', fix: expect.stringContaining('holds a lock') });
    await other.run('rollback');
    expect((await migrate(runOptions(connection, folder))).applied).toMatchObject([{ tag: '0001_change' }]);
  });

  const statement = slow[dialect];
  if (statement !== undefined) {
    test('a statement that takes longer than it may is said', async () => {
      const connection = await connected(dialect, await make());
      const folder = writeHistory(temporaryFolder(), [users, { tag: '0001_slow', sql: statement }]);
      await expect(migrate({ ...runOptions(connection, folder), statementTimeout: 300 })).rejects.toMatchObject({
        exitCode: 1,
        tag: '0001_slow',
        fix: expect.stringContaining('--statement-timeout'),
      });
      expect((await connection.query('select * from users')).length).toBe(0);
    });
  }

  if (dialect === 'sqlite') {
    test('a full disk undoes the migration and says so; with room again it is applied', async () => {
      const connection = await connected(dialect, await make());
      const fill = {
        tag: '0001_fill',
        sql: 'create table blobs (b blob);\n--> statement-breakpoint\nwith recursive n(i) as (select 1 union all select i + 1 from n where i < 200) insert into blobs select zeroblob(4000) from n;',
      };
      const folder = writeHistory(temporaryFolder(), [users, fill]);
      await connection.run('pragma max_page_count = 50');
      const failed: unknown = await migrate(runOptions(connection, folder)).catch((error: unknown) => error);
      expect(failed).toMatchObject({ exitCode: 1, tag: '0001_fill' });
      expect(String(failed)).toContain('full');
      expect(String(failed)).toContain('Nothing of it stays.');
      expect((await connection.query("select name from sqlite_master where name = 'blobs'")).length).toBe(0);
      await connection.run('pragma max_page_count = 100000');
      expect((await migrate(runOptions(connection, folder))).applied).toMatchObject([{ tag: '0001_fill' }]);
    });
  }
});
