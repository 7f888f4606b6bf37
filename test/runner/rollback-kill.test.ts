import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { readLedger, usualPlace } from '../../src/runner/ledger.js';
import { migrate } from '../../src/runner/migrate.js';
import { readProgress } from '../../src/runner/progress.js';
import { rollback } from '../../src/runner/rollback.js';
import { connected, kinds, packages, runOptions, temporaryFolder, writeHistory } from './database.js';

const [mysql] = kinds.filter(({ name, isThere }) => name === 'MariaDB' && isThere);
const bp = '\n--> statement-breakpoint\n';

/** Rolls one migration back, and kills itself after the statement of that number. */
const child = (source: string): string => `
  import { connect } from ${JSON.stringify(join(source, 'database/live/open.ts'))};
  import { readLocal } from ${JSON.stringify(join(source, 'runner/local.ts'))};
  import { rollback } from ${JSON.stringify(join(source, 'runner/rollback.ts'))};
  import { usualPlace } from ${JSON.stringify(join(source, 'runner/ledger.ts'))};
  import { usualTimes } from ${JSON.stringify(join(source, 'runner/types.ts'))};
  const [packages, url, folder, last] = process.argv.slice(2);
  const connection = await connect('mysql', packages, { url, from: 'the test' });
  const { run } = connection;
  let count = 0;
  connection.run = async (sql) => {
    await run(sql);
    if (++count === Number(last)) process.kill(process.pid, 'SIGKILL');
  };
  const options = { ...usualTimes, connection, history: readLocal(folder), place: usualPlace, on() {} };
  await rollback({ ...options, accept: ['0001'] });
  await connection.close();
`;

async function tables(connection: Connection): Promise<string> {
  const rows = await connection.query(
    "select table_name as t, column_name as c, column_type as y from information_schema.columns where table_schema = database() and table_name not like '\\_\\_%' order by 1, 2",
  );
  const values = await connection.query('select * from a order by id');
  return JSON.stringify([rows, values]);
}

test.skipIf(mysql === undefined)(
  'killed after any statement, a rollback on MySQL goes on and leaves what an undisturbed one leaves',
  async () => {
    if (mysql === undefined) return;
    const url = await mysql.make();
    const connection = await connected('mysql', url);
    const folder = writeHistory(temporaryFolder(), [
      { tag: '0000_a', sql: 'create table a (id integer primary key, n integer); insert into a values (1, 1);' },
      {
        tag: '0001_b',
        sql: `create table b (id integer primary key);${bp}create table c (b integer, foreign key (b) references b (id));${bp}update a set n = n + 1;`,
        // What was set for the session that was killed has to hold in the next one, too.
        down: `set foreign_key_checks = 0;${bp}update a set n = n - 1;${bp}drop table b;${bp}drop table c;`,
      },
    ]);
    const script = join(temporaryFolder(), 'child.mjs');
    const source = resolve(import.meta.dirname, '../../src');
    await build({
      stdin: { contents: child(source), resolveDir: source, loader: 'ts' },
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const runKilled = (last: number): Promise<string | number | null> =>
      new Promise((ended) => {
        const argv = [script, packages, url, folder, String(last)];
        execFile(process.execPath, argv, (error) => ended(error === null ? 0 : (error.signal ?? error.code ?? null)));
      });
    const options = runOptions(connection, folder);
    await migrate({ ...options, to: '0000' });
    const wanted = await tables(connection);

    let resumed = 0;
    let ended: string | number | null = null;
    // The first six set the session up, and again under the lock.
    for (let last = 7; ended !== 0; last++) {
      await migrate(options);
      ended = await runKilled(last);
      expect(ended === 0 || ended === 'SIGKILL').toBe(true);
      const { rows } = await readLedger(connection, usualPlace, 'journal');
      if (rows.length === 2) {
        options.events.length = 0;
        await connection.run('set foreign_key_checks = 1');
        await rollback({ ...options, accept: ['0001'] });
        if (options.events.some(({ type }) => type === 'resume')) resumed++;
      }
      expect(await tables(connection)).toBe(wanted);
      expect((await readLedger(connection, usualPlace, 'journal')).rows).toHaveLength(1);
      expect(await readProgress(connection, usualPlace)).toEqual([]);
    }
    expect(resumed).toBeGreaterThan(6);
  },
  60_000,
);
