import { describe, expect, test } from 'vitest';
import { StatementFailed } from '../../src/database/engine.js';
import { reading } from '../../src/database/live/reading.js';
import { bringBack } from '../../src/rollback/bring-back.js';
import { findDrift } from '../../src/runner/drift.js';
import { migrate } from '../../src/runner/migrate.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';
import { driftLines as lines, nothing, driftOptions as options } from './drift-options.js';

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
    const back = await findDrift(options(connection, folder), ({ expected, found, narrow }, engine) =>
      bringBack(engine ?? nothing(), expected, found, narrow),
    );
    expect(back.remaining).toEqual([]);
    for (const sql of back.statements) await connection.run(sql);
    expect(await lines(options(connection, folder))).toEqual([]);
  });

  test('while it is read, the database refuses to be written', async () => {
    const connection = await connected(dialect, await make());
    const write = (run: (sql: string) => Promise<void>, name: string) => run(`create table ${name} (id integer)`);
    await expect(reading(connection, ({ run }) => write(run, 'a'))).rejects.toBeInstanceOf(StatementFailed);
    await write(connection.run, 'b');
    await expect(connection.query('select * from a')).rejects.toBeInstanceOf(StatementFailed);
    if (dialect !== 'postgresql') return;
    // A pooler would hand a setting of the session on to others.
    const setting = "select current_setting('default_transaction_read_only') as it";
    expect(await reading(connection, ({ query }) => query(setting))).toEqual([{ it: 'off' }]);
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

describe.runIf(kinds.some(({ name, isThere }) => name === 'PostgreSQL' && isThere))(
  'a server of another version',
  () => {
    test('no drift in views, policies, rules and functions that it writes down differently', async () => {
      const connection = await connected('postgresql', await onServer());
      const sql = `
      create type mood as enum ('sad', 'ok');
      create table users (id integer generated always as identity primary key, name text, mood mood default 'ok');
      create table posts (id serial primary key, user_id integer references users);
      create view sad as select id, name from users where mood = 'sad';
      create view sad_ids as select id from sad;
      create materialized view numbers as select mood, count(*) as n from users group by mood;
      create policy own on posts using (exists (select 1 from users where name = current_user));
      create rule kept as on delete to posts do instead update users set name = 'kept' where id = old.user_id;
      create function first_user() returns integer language sql begin atomic select id from users limit 1; end;
    `;
      const folder = writeHistory(temporaryFolder(), [{ tag: '0000_all', sql }]);
      await migrate(runOptions(connection, folder));
      expect(await lines(options(connection, folder))).toEqual([]);

      await connection.run("create or replace view sad as select id, name from users where mood = 'ok'");
      await connection.run('create or replace view sad_ids as select id from sad where id > 1');
      const back = await findDrift(options(connection, folder), ({ expected, found, narrow }, engine) =>
        bringBack(engine ?? nothing(), expected, found, narrow),
      );
      expect(back.remaining).toEqual([]);
      for (const statement of back.statements) await connection.run(statement);
      expect(await lines(options(connection, folder))).toEqual([]);
    });

    test('what a platform brought along is no drift', async () => {
      const connection = await connected('postgresql', await onServer());
      const role = `lockstep_platform_${process.pid}`;
      const folder = writeHistory(temporaryFolder(), [
        { tag: '0000_a', sql: 'create table events (id integer, at date) partition by range (at);' },
      ]);
      await connection.run(`create role ${role}`);
      try {
        await connection.run(
          `create schema auth; create table auth.users (id integer); comment on table auth.users is 'theirs';
         create extension pg_trgm schema auth; grant create on schema public to public;
         alter default privileges grant select on tables to ${role}; create table __lockstep_backfills (id integer)`,
        );
        await migrate(runOptions(connection, folder));
        await connection.run(
          "create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01')",
        );
        const found = await findDrift(options(connection, folder), async (drift) => drift);
        expect(found.differences).toEqual([]);
        expect(found.otherSchemas).toEqual(['auth']);
        const seen = await findDrift(
          { ...options(connection, folder), scope: { schemas: ['auth'] } },
          async (drift) => drift,
        );
        expect(seen.differences.map(({ text }) => text)).toContain('table auth.users should not be there');
      } finally {
        await connection.run(`drop owned by ${role}; drop role ${role}`);
      }
    });

    async function onServer(): Promise<string> {
      const url = await kinds.find(({ name }) => name === 'PostgreSQL')?.make();
      if (url === undefined) throw new Error('There is a server.');
      return url;
    }
  },
);
