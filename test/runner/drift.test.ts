import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { bringBack } from '../../src/rollback/bring-back.js';
import { type DriftOptions, findDrift } from '../../src/runner/drift.js';
import { usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { mysqlUrl } from '../helpers/servers.js';
import { connected, kinds, packages, runOptions, temporaryFolder, writeHistory } from './database.js';

const cache = join(packages, 'node_modules/.cache/drizzle-lockstep/states');

const options = (connection: Connection, folder: string): DriftOptions => ({
  connection,
  history: runOptions(connection, folder).history,
  place: usualPlace,
  projectFolder: packages,
  cache,
  url: connection.dialect === 'mysql' ? mysqlUrl : undefined,
});

const lines = (given: DriftOptions): Promise<string[]> =>
  findDrift(given, async ({ differences }) => differences.map(({ text }) => text));

const shop = [
  {
    tag: '0000_users',
    sql: 'create table users (id integer primary key, email varchar(100) not null, age integer);\n--> statement-breakpoint\ncreate index users_age on users (age);',
  },
  { tag: '0001_posts', sql: 'create table posts (id integer primary key, title varchar(50));' },
  { tag: '0002_view', sql: 'create view grown as select id, email from users where age > 17;' },
];

/** What somebody did by hand. */
const byHand = [
  'drop index users_age',
  'alter table users add column nick varchar(20)',
  'create table notes (id integer primary key, body varchar(100))',
  'alter table posts drop column title',
];

// PGlite takes seconds to start, and does what a server does.
describe.each(kinds.filter(({ isThere, name }) => isThere && name !== 'PGlite'))('on $name', ({ dialect, make }) => {
  test('no drift after migrating; what was done by hand is listed, and SQL removes it', async () => {
    const connection = await connected(dialect, await make());
    const folder = writeHistory(temporaryFolder(), shop);
    await migrate(runOptions(connection, folder));
    expect(await lines(options(connection, folder))).toEqual([]);

    for (const sql of byHand)
      await connection.run(dialect === 'mysql' ? sql.replace('users_age', 'users_age on users') : sql);
    const wanted = [
      expect.stringMatching(/^column posts\.title is missing$/),
      expect.stringMatching(/^column users\.nick should not be there$/),
      expect.stringMatching(/^index users\.users_age is missing$/),
      expect.stringMatching(/^table notes should not be there$/),
    ];
    expect(await lines(options(connection, folder))).toEqual(wanted);
    if (dialect === 'mysql') return;

    const back = await findDrift(options(connection, folder), ({ expected, found, narrow }, engine) =>
      bringBack(engine, expected, found, narrow),
    );
    expect(back.remaining).toEqual([]);
    for (const sql of back.statements) await connection.run(sql);
    expect(await lines(options(connection, folder))).toEqual([]);
  });

  test('pending migrations are no drift, and nothing is said of an edited or half-applied one', async () => {
    const connection = await connected(dialect, await make());
    const folder = writeHistory(temporaryFolder(), shop);
    await migrate({ ...runOptions(connection, folder), to: '0001' });
    expect(await lines(options(connection, folder))).toEqual([]);
    writeHistory(
      folder,
      shop.map((one) => ({ ...one, sql: `${one.sql} ` })),
    );
    await expect(lines(options(connection, folder))).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('0000_users (and 1 more) was applied with other SQL'),
    });
  });
});
