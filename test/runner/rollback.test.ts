import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { upHash } from '../../src/history/down-header.js';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { ensureProgress, hasProgress } from '../../src/runner/progress.js';
import { planRollback, rollback } from '../../src/runner/rollback.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';

const bp = '\n--> statement-breakpoint\n';

/** The header that lockstep writes. */
const header = (up: string, ...lines: string[]): string =>
  ['-- Reversible: yes', `-- Up: sha256:${upHash(up)}`, ...lines, '', '-- Undo changes', ''].join('\n');

const users = 'create table users (id integer primary key, email varchar(100) not null);';
const posts = `create table posts (id integer primary key, n integer);${bp}insert into users values (1, 'a;b');`;
const tags = 'create table tags (id integer primary key);';
const three = [
  {
    tag: '0000_users',
    sql: users,
    down: `${header(users, '-- Takes away with what was put there since: table users')}drop table users;\n\n-- Verify\n--   SELECT 1; -- 0\n`,
  },
  { tag: '0001_posts', sql: posts, down: `${header(posts)}delete from users where id = 1;${bp}drop table posts;\n` },
  { tag: '0002_tags', sql: tags, down: `${header(tags)}drop table tags;\n` },
];
/** Their statements take rows away, whatever the header says. */
const accept = three.map(({ tag }) => tag);

const hashes = async (connection: Connection): Promise<string[]> =>
  (await readLedger(connection, usualPlace, 'journal')).rows.map(({ hash }) => hash);

const count = async (connection: Connection, table: string): Promise<number> =>
  Number((await connection.query(`select count(*) as n from ${table}`))[0]?.n);

describe.each(kinds.filter(({ isThere }) => isThere))('on $name', ({ dialect, make }) => {
  test('down files are run newest first, the row leaves the ledger, and migrating again is possible', async () => {
    const connection = await connected(dialect, await make());
    const folder = writeHistory(temporaryFolder(), three);
    const options = runOptions(connection, folder);
    await expect(rollback(options)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(/^No mig/) });
    await migrate(options);
    const [first, second] = options.history.migrations.map(({ hash }) => hash);

    // Nothing that was not accepted by its name.
    await expect(rollback({ ...options, steps: 2, accept: ['0002'] })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('0001_posts: Takes away what is there: delete from users'),
      fix: expect.stringContaining('--accept 0001_posts'),
    });
    expect(await hashes(connection)).toHaveLength(3);

    expect(await rollback({ ...options, accept })).toMatchObject({ undone: [{ tag: '0002_tags' }], total: 2 });
    expect(await hashes(connection)).toEqual([first, second]);
    await expect(count(connection, 'tags')).rejects.toThrow();

    expect(await rollback({ ...options, to: '0000_users', accept })).toMatchObject({ undone: [{ tag: '0001_posts' }] });
    expect(await count(connection, 'users')).toBe(0);
    // Again, as a replica that was late asks for it: there is nothing after it.
    expect(await rollback({ ...options, to: '0000_users', accept })).toEqual({ undone: [], total: 1 });

    expect((await migrate(options)).applied).toHaveLength(2);
    expect(await count(connection, 'users')).toBe(1);
    expect(await rollback({ ...options, steps: 3, accept })).toMatchObject({
      undone: [{ tag: '0002_tags' }, { tag: '0001_posts' }, { tag: '0000_users' }],
      total: 0,
    });
    expect(await hashes(connection)).toEqual([]);

    // A statement that fails: what stays is said, and a file that was mended after it goes on.
    await migrate(options);
    const down = join(folder, '0002_tags.down.sql');
    const start = `${header(tags)}create table kept (id integer primary key);${bp}`;
    writeFileSync(down, `${start}drop table nowhere;${bp}drop table tags;`);
    const failed: unknown = await rollback({ ...options, accept }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ exitCode: 1, tag: '0002_tags', path: down, line: 7 });
    expect(await hashes(connection)).toHaveLength(3);
    if (dialect === 'mysql') {
      expect(String(failed)).toContain('The first of its 3 statements stay');
      await expect(migrate(options)).rejects.toThrow('0002_tags is half undone: the first statement of its down file');
      await expect(planRollback({ ...options, to: '0002' })).rejects.toThrow('and this would keep it');
      expect((await planRollback({ ...options, steps: 2 })).undo.map(({ begun }) => begun)).toEqual([1, null]);
      writeFileSync(down, `${start.replace('kept', 'other')}drop table tags;`);
      await expect(rollback({ ...options, accept })).rejects.toThrow('ran as the file no longer has it');
    } else expect(String(failed)).toContain('Nothing of it stays.');
    writeFileSync(down, `${start}drop table tags;`);
    await rollback({ ...options, accept });
    expect(await hashes(connection)).toHaveLength(2);
    expect(await count(connection, 'kept')).toBe(0);
    expect(await hasProgress(connection, usualPlace)).toBe(false);
    // Left by a rollback that was cut off before it took it away: the next one does, with nothing to undo.
    await ensureProgress(connection, usualPlace);
    await rollback({ ...options, to: '0001', accept });
    expect(await hasProgress(connection, usualPlace)).toBe(false);

    // A half-applied migration on top of what is to be undone.
    if (dialect !== 'mysql' && dialect !== 'postgresql') return;
    const step = dialect === 'mysql' ? tags : 'vacuum;';
    writeFileSync(join(folder, '0002_tags.sql'), `${step}${bp}drop table nowhere;`);
    await expect(migrate(runOptions(connection, folder))).rejects.toThrow('The next run goes on with number 2');
    await expect(rollback({ ...runOptions(connection, folder), accept })).rejects.toMatchObject({
      message: '0002_tags is half applied: the first statement of it is done.',
      fix: expect.stringContaining('lockstep migrate'),
    });
  }, 60_000);
});

describe.each(kinds.filter(({ name, isThere }) => isThere && name !== 'PGlite'))(
  'on $name, 1.0',
  ({ dialect, make }) => {
    test('the row leaves the ledger by its name', async () => {
      const connection = await connected(dialect, await make());
      const folder = temporaryFolder();
      // The same SQL in the same second: only the names differ.
      for (const tag of ['20261120115752_a', '20261120115752_b']) {
        mkdirSync(join(folder, tag));
        writeFileSync(join(folder, tag, 'migration.sql'), 'create table if not exists t (id integer primary key);');
        writeFileSync(join(folder, tag, 'down.sql'), 'drop table if exists t;');
      }
      const options = runOptions(connection, folder);
      await migrate(options);
      expect(await rollback({ ...options, accept: ['20261120115752_b'] })).toMatchObject({ total: 1 });
      const { rows } = await readLedger(connection, usualPlace, 'folders');
      expect(rows.map(({ name }) => name)).toEqual(['20261120115752_a']);
    });
  },
);

describe('before anything is done', () => {
  const sqlite = kinds.filter(({ name }) => name === 'libSQL');
  const [kind] = sqlite;
  if (kind === undefined) throw new Error('libSQL is always there.');
  const migrated = async () => {
    const connection = await connected(kind.dialect, await kind.make());
    const folder = writeHistory(temporaryFolder(), three);
    await migrate(runOptions(connection, folder));
    return { connection, folder, options: () => runOptions(connection, folder) };
  };

  test('wrong numbers and names are refused', async () => {
    const { options } = await migrated();
    const refused = async (about: object): Promise<unknown> =>
      rollback({ ...options(), ...about }).catch((error: unknown) => error);
    for (const steps of [0, -1, 1.5, Number.NaN]) {
      expect(await refused({ steps })).toMatchObject({ exitCode: 2, message: expect.stringContaining('whole number') });
    }
    expect(await refused({ steps: 4 })).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('3 are applied'),
    });
    expect(await refused({ steps: 1, to: '0000' })).toMatchObject({ exitCode: 2 });
    expect(await refused({ to: '0009' })).toMatchObject({ exitCode: 2, message: 'There is no migration 0009.' });
    expect(await refused({ accept: ['0'] })).toMatchObject({
      exitCode: 2,
      message: 'Several migrations begin with 0.',
    });
  });

  test('history and ledger that contradict each other are refused', async () => {
    const { connection, folder, options } = await migrated();
    writeFileSync(join(folder, '0000_users.sql'), 'create table other (id integer);');
    await expect(rollback({ ...options(), accept })).rejects.toThrow('0000_users was applied with other SQL');
    writeFileSync(join(folder, '0000_users.sql'), users);
    await connection.run("insert into __drizzle_migrations (hash, created_at) values ('abc', 9)");
    await expect(rollback({ ...options(), accept })).rejects.toThrow('that no file explains');
  });

  test('a down file that is missing is accepted by name only, and then its row alone leaves', async () => {
    const { connection, folder, options } = await migrated();
    rmSync(join(folder, '0002_tags.down.sql'));
    await expect(rollback(options())).rejects.toThrow('0002_tags: It has no down file');
    await rollback({ ...options(), accept: ['0002'] });
    expect(await hashes(connection)).toHaveLength(2);
    expect(await count(connection, 'tags')).toBe(0);
  });

  test('what changed between the plan and the lock is not undone', async () => {
    const { connection, options } = await migrated();
    const plan = await planRollback({ ...options(), accept });
    await rollback({ ...options(), accept });
    await expect(rollback({ ...options(), accept }, plan)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('changed before the rollback began'),
    });
    expect(await hashes(connection)).toHaveLength(2);
  });

  test('two that undo one step at once undo the one that both saw, once', async () => {
    const { connection, options } = await migrated();
    const results = await Promise.allSettled([1, 2].map(() => rollback({ ...options(), accept })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await hashes(connection)).toHaveLength(2);
  });

  test('a rebuilt parent keeps the rows of its children', async () => {
    const connection = await connected(kind.dialect, await kind.make());
    await connection.run('pragma foreign_keys = on');
    const rebuild = [
      'PRAGMA foreign_keys=OFF;',
      'CREATE TABLE `__new_p` (`id` integer PRIMARY KEY);',
      'INSERT INTO `__new_p`(`id`) SELECT `id` FROM `p`;',
      'DROP TABLE `p`;',
      'ALTER TABLE `__new_p` RENAME TO `p`;',
      'PRAGMA foreign_keys=ON;',
    ].join(bp);
    const history = [
      {
        tag: '0000_a',
        sql: 'create table p (id integer primary key); create table c (p integer references p (id) on delete cascade); insert into p values (1); insert into c values (1), (1);',
      },
      { tag: '0001_b', sql: 'alter table p add column n text;', down: rebuild },
    ];
    const options = runOptions(connection, writeHistory(temporaryFolder(), history));
    await migrate(options);
    // Its table is replaced by its copy: that takes nothing, and asks for no acceptance.
    await rollback(options);
    expect([await count(connection, 'p'), await count(connection, 'c')]).toEqual([1, 2]);
  });
});
