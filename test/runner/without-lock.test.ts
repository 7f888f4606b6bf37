import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StatementFailed } from '../../src/database/engine.js';
import type { Connection } from '../../src/database/live/connection.js';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { rollback } from '../../src/runner/rollback.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';

const history = [
  { tag: '0000_a', sql: 'create table a (id integer); insert into a values (1);', down: 'drop table a;' },
  { tag: '0001_b', sql: 'insert into a values (2);', down: 'delete from a where id = 2;' },
];

/** As libSQL over the network has it: no lock, no session, and transactions in one piece. */
async function overNetwork(url: string, before: () => Promise<unknown> = async () => {}): Promise<Connection> {
  const connection = await connected('sqlite', url);
  return {
    ...connection,
    file: null,
    async batch(statements) {
      await before();
      await connection.run('begin');
      for (const [at, sql] of statements.entries()) {
        await connection.run(sql).catch(async (cause: Error) => {
          await connection.run('rollback');
          throw new StatementFailed(cause.message, { inBatch: at, cause });
        });
      }
      await connection.run('commit');
    },
  };
}

test('without a lock each migration is applied by one, who is late goes on, and a statement that fails is named', async () => {
  const url = `file:${join(temporaryFolder(), 'app.db')}`;
  const folder = writeHistory(temporaryFolder(), history);
  const first = await overNetwork(url);
  const late = await overNetwork(url, () => migrate({ ...runOptions(first, folder) }));
  const lateOptions = runOptions(late, folder);
  expect(await migrate(lateOptions)).toEqual({ applied: [], total: 2 });
  expect(lateOptions.events.map(({ type }) => type)).toEqual(['start', 'start']);
  expect(await first.query('select id from a')).toEqual([{ id: 1 }, { id: 2 }]);
  expect((await readLedger(first, usualPlace, 'journal')).rows).toHaveLength(2);

  const accept = ['0001'];
  const alsoLate = await overNetwork(url, () => rollback({ ...runOptions(first, folder), accept }));
  await expect(rollback({ ...runOptions(alsoLate, folder), accept })).rejects.toMatchObject({
    exitCode: 1,
    message: '0001_b was undone by somebody else in this moment. Nothing of it was done twice.',
  });
  expect(await first.query('select id from a')).toEqual([{ id: 1 }]);

  writeHistory(folder, [
    ...history.slice(0, 1),
    { tag: '0001_b', sql: 'insert into a values (3);\ndrop table nowhere;' },
  ]);
  await expect(migrate(runOptions(first, folder))).rejects.toMatchObject({ tag: '0001_b', line: 2 });
  expect(await first.query('select id from a')).toEqual([{ id: 1 }]);
});

const servers = kinds.filter(({ name, isThere }) => name === 'PostgreSQL' && isThere);

test.each(servers)(
  'behind a pooler that shares sessions, and with them their lock, each is still applied by one',
  async ({ make }) => {
    const url = await make();
    const folder = writeHistory(temporaryFolder(), history);
    const first = await connected('postgresql', url);
    const session = await connected('postgresql', url);
    const late: Connection = {
      ...session,
      query: (sql) => session.query(sql.replace(/pg_try_advisory_lock\(-?\d+\)/, 'true')),
      async run(sql) {
        if (sql.startsWith('begin')) await migrate(runOptions(first, folder));
        await session.run(sql);
      },
    };
    expect(await migrate(runOptions(late, folder))).toEqual({ applied: [], total: 2 });
    expect(await first.query('select id from a')).toEqual([{ id: 1 }, { id: 2 }]);
  },
);

test.each(servers)(
  'who waits for the lock of a transaction sees what was done meanwhile, whatever isolation the database has by default',
  async ({ make }) => {
    const url = await make();
    const folder = writeHistory(temporaryFolder(), [
      { tag: '0000_a', sql: 'create table a (id integer);', down: 'drop table a;' },
      { tag: '0001_b', sql: 'insert into a values (2);', down: 'delete from a where id = 2;' },
    ]);
    const first = await connected('postgresql', url);
    await first.run(
      `alter database ${new URL(url).pathname.slice(1)} set default_transaction_isolation = 'repeatable read'`,
    );
    await migrate({ ...runOptions(first, folder), to: '0000_a' });
    const session = await connected('postgresql', url);
    const query: Connection['query'] = (sql) => session.query(sql.replace(/pg_try_advisory_lock\(-?\d+\)/, 'true'));
    let waiting: Promise<unknown> = Promise.resolve();
    const slow: Connection = {
      ...first,
      async run(sql) {
        if (sql.endsWith('; commit')) {
          waiting = migrate(runOptions({ ...session, query }, folder));
          while (
            (await first.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).length === 0
          );
        }
        await first.run(sql);
      },
    };
    expect((await migrate(runOptions(slow, folder))).applied).toMatchObject([{ tag: '0001_b' }]);
    expect(await waiting).toEqual({ applied: [], total: 2 });
    expect(await first.query('select id from a')).toEqual([{ id: 2 }]);
  },
);
