import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { type BaselineOptions, baseline } from '../../src/runner/baseline.js';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { mysqlUrl } from '../helpers/servers.js';
import { connected, kinds, packages, runOptions, temporaryFolder, writeHistory } from './database.js';

const options = (connection: Connection, folder: string): BaselineOptions => ({
  ...runOptions(connection, folder),
  projectFolder: packages,
  cache: join(packages, 'node_modules/.cache/drizzle-lockstep/states'),
  url: connection.dialect === 'mysql' ? mysqlUrl : undefined,
  accept: [],
});

const history = [
  { tag: '0000_users', sql: 'create table users (id integer primary key, email varchar(100) not null);' },
  { tag: '0001_posts', sql: 'create table posts (id integer primary key, title varchar(50));' },
  { tag: '0002_tags', sql: 'create table tags (id integer primary key);' },
];

// PGlite takes seconds to start, and does what a server does.
describe.each(kinds.filter(({ isThere, name }) => isThere && name !== 'PGlite'))('on $name', ({ dialect, make }) => {
  test('a database that was built by other means is noted, once it is proven to be what the migrations build', async () => {
    const connection = await connected(dialect, await make());
    const folder = writeHistory(temporaryFolder(), history);
    const given = options(connection, folder);
    const ledger = () => readLedger(connection, usualPlace, 'journal');
    await connection.run('create table users (id integer primary key, email varchar(100) not null)');
    await connection.run('create table posts (id integer primary key, title varchar(60))');

    const refused = await baseline({ ...given, to: '0001' });
    expect(refused.differences.map(({ key }) => key)).toEqual(['column posts.title']);
    expect(refused).toMatchObject({ noted: [], isEmpty: false });
    expect((await ledger()).exists).toBe(false);

    const accept = ['column posts.title'];
    await expect(baseline({ ...given, to: '0001', accept: ['table nowhere'] })).rejects.toMatchObject({ exitCode: 2 });
    const planned = await baseline({ ...given, to: '0001', accept, dryRun: true });
    expect(planned.noted).toEqual(['0000_users', '0001_posts']);
    expect((await ledger()).exists).toBe(false);

    expect((await baseline({ ...given, to: '0001', accept })).noted).toEqual(['0000_users', '0001_posts']);
    const wanted = given.history.migrations.slice(0, 2).map(({ hash, when }) => ({ hash, createdAt: when }));
    expect((await ledger()).rows).toMatchObject(wanted);
    expect(await baseline({ ...given, to: '0001' })).toMatchObject({ noted: [], before: 2 });
    // From here on it is migrated as any other.
    expect((await migrate(runOptions(connection, folder))).applied).toMatchObject([{ tag: '0002_tags' }]);
  });
});

test('an empty database is told to migrate; a history of the 1.0 line is noted by name', async () => {
  const sqlite = kinds.find(({ name }) => name === 'libSQL');
  const connection = await connected('sqlite', (await sqlite?.make()) ?? '');
  const given = options(connection, writeHistory(temporaryFolder(), history));
  expect(await baseline(given)).toMatchObject({ noted: [], isEmpty: true });
  await connection.run('create table users (id integer primary key, email varchar(100) not null)');
  const folders = {
    ...given.history,
    line: 'folders' as const,
    migrations: given.history.migrations.slice(0, 1).map((one) => ({ ...one, tag: '20261120115752_users' })),
  };
  expect((await baseline({ ...given, history: folders })).noted).toEqual(['20261120115752_users']);
  const { line, rows } = await readLedger(connection, usualPlace, 'folders');
  expect([line, rows[0]?.name, rows[0]?.hash]).toEqual([
    'folders',
    '20261120115752_users',
    folders.migrations[0]?.hash,
  ]);
});
