import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';

const two = [
  { tag: '0000_users', sql: 'create table users (id integer primary key, email varchar(100) not null);' },
  {
    tag: '0001_posts',
    sql: "create table posts (id integer primary key, user_id integer);\n--> statement-breakpoint\ninsert into users values (1, 'a;b');\n",
  },
];

const count = async (connection: Connection, table: string): Promise<number> =>
  Number((await connection.query(`select count(*) as n from ${table}`))[0]?.n);

const tags = async (connection: Connection): Promise<number> =>
  (await readLedger(connection, usualPlace, 'journal')).rows.length;

describe.each(kinds.filter(({ isThere }) => isThere))('on $name', ({ dialect, make, name }) => {
  test('pending migrations are applied once, with their rows in the ledger', async () => {
    const connection = await connected(dialect, await make());
    const options = runOptions(connection, writeHistory(temporaryFolder(), two));
    const first = await migrate(options);
    expect(first).toMatchObject({ applied: [{ tag: '0000_users' }, { tag: '0001_posts' }], total: 2 });
    expect(await migrate(options)).toEqual({ applied: [], total: 2 });
    expect(await count(connection, 'users')).toBe(1);
    const { rows } = await readLedger(connection, usualPlace, 'journal');
    const wanted = options.history.migrations.map(({ hash, when }) => ({ hash, createdAt: when }));
    expect(rows.map(({ hash, createdAt }) => ({ hash, createdAt }))).toEqual(wanted);
  });

  test('only up to the one that is named, and a dry run does nothing', async () => {
    const connection = await connected(dialect, await make());
    const options = runOptions(connection, writeHistory(temporaryFolder(), two));
    expect((await migrate({ ...options, dryRun: true })).applied).toHaveLength(2);
    expect((await readLedger(connection, usualPlace, 'journal')).exists).toBe(false);
    expect((await migrate({ ...options, to: '0000' })).applied.map(({ tag }) => tag)).toEqual(['0000_users']);
    expect(await tags(connection)).toBe(1);
    await expect(migrate({ ...options, to: '0007' })).rejects.toMatchObject({
      exitCode: 2,
      message: 'There is no migration 0007.',
    });
  });

  test('one that is older than the newest applied is applied as well, and said', async () => {
    const connection = await connected(dialect, await make());
    const folder = writeHistory(temporaryFolder(), two);
    await migrate(runOptions(connection, folder));
    const late = { tag: '0001_late', sql: 'create table late (id integer primary key);', when: 1_700_000_000_001 };
    const [first, second] = two;
    if (first === undefined || second === undefined) throw new Error('There are two.');
    writeHistory(folder, [first, late, { ...second, when: 1_700_000_060_000 }]);
    const options = runOptions(connection, folder);
    expect((await migrate(options)).applied).toMatchObject([{ tag: '0001_late', outOfOrder: true }]);
    expect(options.events).toContainEqual(expect.objectContaining({ type: 'start', outOfOrder: true }));
    expect(await count(connection, 'late')).toBe(0);
  });

  test('a statement that fails is named, and what stays is said; mended, the rest is applied', async () => {
    const connection = await connected(dialect, await make());
    const broken = {
      tag: '0002_broken',
      sql: 'create table tags (id integer primary key);\n--> statement-breakpoint\nalter table nowhere add column x integer;\n--> statement-breakpoint\ncreate table last (id integer primary key);',
    };
    const folder = writeHistory(temporaryFolder(), [...two, broken]);
    const failed: unknown = await migrate(runOptions(connection, folder)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ exitCode: 1, tag: '0002_broken', path: join(folder, '0002_broken.sql'), line: 3 });
    const stays = dialect === 'mysql' ? 'The first of its 3 statements stay' : 'Nothing of it stays.';
    expect(String(failed)).toContain(stays);
    expect(await tags(connection)).toBe(2);
    if (dialect === 'mysql') {
      // What was begun goes on where it stopped, once the cause is gone.
      await connection.run('create table nowhere (id integer primary key)');
      const options = runOptions(connection, folder);
      await migrate(options);
      expect(options.events).toContainEqual({ type: 'resume', tag: '0002_broken', at: 2, of: 3 });
      // The statement that failed ran, whatever else changed in the meantime.
      expect(await connection.query('select x from nowhere')).toEqual([]);
    } else {
      writeFileSync(join(folder, '0002_broken.sql'), broken.sql.replace('nowhere', 'tags'));
      await migrate(runOptions(connection, folder));
    }
    expect(await count(connection, 'last')).toBe(0);
    expect(await tags(connection)).toBe(3);
  });

  describe('stops before anything, when history and ledger contradict each other:', () => {
    const cases: [string, (folder: string) => void, string][] = [
      [
        'an edited file',
        (folder) => writeFileSync(join(folder, '0000_users.sql'), 'create table users (id integer);'),
        '0000_users was applied with other SQL than its file has now',
      ],
      [
        'other line endings',
        (folder) => writeFileSync(join(folder, '0001_posts.sql'), (two[1]?.sql ?? '').replaceAll('\n', '\r\n')),
        '0001_posts has other line endings than when applied; nothing else differs.',
      ],
      ['a row that no file explains', (folder) => void writeHistory(folder, two.slice(0, 1)), 'that no file explains'],
    ];
    test.each(cases)('%s', async (_name, change, message) => {
      const connection = await connected(dialect, await make());
      const folder = writeHistory(temporaryFolder(), two);
      await migrate(runOptions(connection, folder));
      change(folder);
      await expect(migrate(runOptions(connection, folder))).rejects.toMatchObject({
        exitCode: 1,
        message: expect.stringContaining(message),
      });
    });
  });

  test('a table of another tool in the place of the ledger is refused', async () => {
    const connection = await connected(dialect, await make());
    if (dialect === 'postgresql') await connection.run('create schema drizzle');
    const table = dialect === 'postgresql' ? 'drizzle.__drizzle_migrations' : '__drizzle_migrations';
    await connection.run(`create table ${table} (version varchar(20) primary key)`);
    await expect(migrate(runOptions(connection, writeHistory(temporaryFolder(), two)))).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('is no ledger'),
    });
  });

  if (dialect === 'postgresql') {
    test('a new enum value can be used by the next migration of the same run', async () => {
      const connection = await connected(dialect, await make());
      const history = [
        { tag: '0000_a', sql: "create type mood as enum ('good'); create table days (mood mood);" },
        { tag: '0001_b', sql: "alter type mood add value 'bad';" },
        { tag: '0002_c', sql: "insert into days values ('bad');" },
      ];
      await migrate(runOptions(connection, writeHistory(temporaryFolder(), history)));
      expect(await count(connection, 'days')).toBe(1);
    });

    test('an index that failed to build and is left invalid is dropped and built again', async () => {
      const connection = await connected(dialect, await make());
      const history = [
        { tag: '0000_a', sql: 'create table "my users" (email text); insert into "my users" values (\'a\'), (\'a\');' },
        {
          tag: '0001_b',
          sql: 'create table other (id integer);\n--> statement-breakpoint\ncreate unique index concurrently "users email" on "my users" (email);\n--> statement-breakpoint\ninsert into other values (1);',
        },
      ];
      const folder = writeHistory(temporaryFolder(), history);
      const failed: unknown = await migrate(runOptions(connection, folder)).catch((error: unknown) => error);
      expect(String(failed)).toContain('The next run goes on with number 2.');
      const valid = async () =>
        (
          await connection.query(
            "select indisvalid as v from pg_index i join pg_class c on c.oid = i.indexrelid where relname = 'users email'",
          )
        )[0]?.v;
      if (name === 'PostgreSQL') expect(await valid()).toBe(false);
      await connection.run('delete from "my users" where ctid = (select min(ctid) from "my users")');
      await migrate(runOptions(connection, folder));
      expect(await valid()).toBe(true);
      expect(await count(connection, 'other')).toBe(1);
    });

    test('a transaction of the migration itself, and what refuses one', async () => {
      const connection = await connected(dialect, await make());
      const history = [
        { tag: '0000_a', sql: 'begin; create table a (id integer); commit; vacuum a; insert into a values (1);' },
      ];
      await migrate(runOptions(connection, writeHistory(temporaryFolder(), history)));
      expect(await count(connection, 'a')).toBe(1);
      expect(await tags(connection)).toBe(1);
    });
  }

  if (dialect === 'sqlite') {
    test('a parent that is rebuilt keeps the rows of its children', async () => {
      const connection = await connected(dialect, await make());
      await connection.run('pragma foreign_keys = on');
      const rebuild =
        'PRAGMA foreign_keys=OFF;--> statement-breakpoint\nCREATE TABLE `__new_p` (`id` integer PRIMARY KEY, `n` text);--> statement-breakpoint\nINSERT INTO `__new_p`(`id`) SELECT `id` FROM `p`;--> statement-breakpoint\nDROP TABLE `p`;--> statement-breakpoint\nALTER TABLE `__new_p` RENAME TO `p`;--> statement-breakpoint\nPRAGMA foreign_keys=ON;';
      const history = [
        {
          tag: '0000_a',
          sql: 'create table p (id integer primary key); create table c (p integer references p (id) on delete cascade); insert into p values (1); insert into c values (1), (1);',
        },
        { tag: '0001_b', sql: rebuild },
        { tag: '0002_c', sql: 'delete from p;' },
      ];
      const folder = writeHistory(temporaryFolder(), history);
      await expect(migrate(runOptions(connection, folder))).rejects.toThrow(
        '0002_c leaves 2 rows that refer to nothing, the first in c',
      );
      expect([await count(connection, 'p'), await count(connection, 'c'), await tags(connection)]).toEqual([1, 2, 2]);
      expect((await connection.query('pragma foreign_keys'))[0]?.foreign_keys).toBe(1);
    });

    test('a name in double quotes that is no column, and text for other drivers, is explained', async () => {
      const connection = await connected(dialect, await make());
      const history = [
        { tag: '0000_a', sql: 'create table p (id integer primary key, mood text default "good");' },
        { tag: '0001_b', sql: 'insert into p ("id", "mood") select "id", "status" from p;' },
      ];
      const folder = writeHistory(temporaryFolder(), history);
      await expect(migrate(runOptions(connection, folder))).rejects.toMatchObject({
        exitCode: 1,
        tag: '0001_b',
        fix: expect.stringMatching(/^"status" is no column there\. bun:sqlite .* for the text 'status', this driver/),
      });
      writeHistory(folder, [
        { tag: '0000_a', sql: history[0]?.sql ?? '' },
        { tag: '0001_b', sql: 'select nowhere;' },
      ]);
      await expect(migrate(runOptions(connection, folder))).rejects.toMatchObject({
        fix: expect.stringContaining('Look at the rows or objects'),
      });
    });
  }
});
