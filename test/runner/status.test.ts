import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { readLocal } from '../../src/runner/local.js';
import { migrate } from '../../src/runner/migrate.js';
import { isUpToDate, readStatus } from '../../src/runner/status.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';

const table = (name: string): string => `create table ${name} (id integer primary key);`;

// PGlite takes seconds to start, and does what a server does.
describe.each(kinds.filter(({ isThere, name }) => isThere && name !== 'PGlite'))('on $name', ({ dialect, make }) => {
  test('says what is applied, edited, out of order, pending and unknown, and makes nothing', async () => {
    const connection = await connected(dialect, await make());
    const folder = temporaryFolder();
    const a = { tag: '0000_a', sql: table('a') };
    const gone = { tag: '0001_gone', sql: table('gone'), when: 1_700_000_060_500 };
    const c = { tag: '0002_c', sql: table('c') };
    writeHistory(folder, [a, gone, c]);

    const empty = await readStatus(connection, readLocal(folder), usualPlace);
    expect(empty.ledger).toEqual({ exists: false, line: 'journal', isOtherLine: false });
    expect(empty.migrations.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    expect((await readLedger(connection, usualPlace, 'journal')).exists).toBe(false);

    await migrate(runOptions(connection, folder));
    expect(isUpToDate(await readStatus(connection, readLocal(folder), usualPlace))).toBe(true);
    const converted = { ...readLocal(folder), line: 'folders' as const };
    const other = await readStatus(connection, converted, usualPlace);
    expect([other.ledger.isOtherLine, isUpToDate(other)]).toEqual([true, false]);

    writeHistory(folder, [a, { tag: '0001_late', sql: table('late') }, c, { tag: '0003_new', sql: table('new_one') }]);
    writeFileSync(join(folder, '0000_a.sql'), `${a.sql} `);
    const status = await readStatus(connection, readLocal(folder), usualPlace);
    expect(status.migrations).toEqual([
      { tag: '0000_a', state: 'edited', made: '2023-11-14T22:13:20Z', appliedAt: null },
      { tag: '0001_late', state: 'out of order', made: '2023-11-14T22:14:20Z', appliedAt: null },
      { tag: '0002_c', state: 'applied', made: '2023-11-14T22:15:20Z', appliedAt: null },
      { tag: '0003_new', state: 'pending', made: '2023-11-14T22:16:20Z', appliedAt: null },
    ]);
    expect(status.unknown).toMatchObject([{ createdAt: 1_700_000_060_500 }]);
    expect(isUpToDate(status)).toBe(false);
  });

  test('one that was cut off is half applied, with the number of its statements', async () => {
    const connection = await connected(dialect, await make());
    const alone = { postgresql: 'vacuum', mysql: table('first'), sqlite: 'vacuum' }[dialect];
    const sql = `${alone};\n--> statement-breakpoint\nalter table nowhere add column x integer;\n--> statement-breakpoint\n${table('last')}`;
    const options = runOptions(connection, writeHistory(temporaryFolder(), [{ tag: '0000_half', sql }]));
    await expect(migrate(options)).rejects.toThrow('0000_half failed');
    const { migrations } = await readStatus(connection, options.history, usualPlace);
    expect(migrations).toMatchObject([
      { tag: '0000_half', state: 'half-applied', progress: { done: 1, of: 3, isOtherSql: false } },
    ]);
  });
});

describe.runIf(kinds.some(({ name, isThere }) => name === 'PostgreSQL' && isThere))('a user who may only read', () => {
  test('gets the status, and is told what is missing where the ledger cannot be read', async () => {
    const url = await kinds.find(({ name }) => name === 'PostgreSQL')?.make();
    if (url === undefined) throw new Error('There is a server.');
    const owner = await connected('postgresql', url);
    const options = runOptions(owner, writeHistory(temporaryFolder(), [{ tag: '0000_a', sql: table('a') }]));
    await migrate(options);
    const reader = `lockstep_reader_${process.pid}`;
    await owner.run(`create role ${reader} login`);
    try {
      const connection = await connected('postgresql', url.replace('postgres@', `${reader}@`));
      const read = () => readStatus(connection, options.history, usualPlace);
      await expect(read()).rejects.toMatchObject({
        exitCode: 1,
        message: '"drizzle"."__drizzle_migrations" cannot be read: permission denied for schema drizzle',
      });
      await owner.run(`grant usage on schema drizzle to ${reader}`);
      await owner.run(`grant select on all tables in schema drizzle to ${reader}`);
      expect((await read()).migrations).toMatchObject([{ state: 'applied' }]);
      await connection.close();
    } finally {
      await owner.run(`drop owned by ${reader}; drop role ${reader}`);
    }
  });
});
