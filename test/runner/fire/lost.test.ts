import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../../../src/database/live/connection.js';
import { connect } from '../../../src/database/live/open.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { migrate } from '../../../src/runner/migrate.js';
import { connected, packages, runOptions, temporaryFolder, writeHistory } from '../database.js';
import { twenty } from './history.js';
import { drivers } from './kinds.js';
import { isWhole } from './processes.js';
import { proxyTo } from './proxy.js';
import { stateOf } from './state.js';

const servers = drivers.filter(({ name }) => name === 'PostgreSQL' || name === 'MariaDB');

/** A folder in which only these packages are found, and no pg: lockstep finds the one beside itself otherwise. */
function packagesOf(only: string[] | null): string {
  if (only === null) return packages;
  const modules = join(temporaryFolder(), 'node_modules');
  mkdirSync(join(modules, 'pg'), { recursive: true });
  writeFileSync(join(modules, 'pg/index.js'), '');
  for (const name of only) symlinkSync(join(packages, 'node_modules', name), join(modules, name));
  return dirname(modules);
}

const terminate: Partial<Record<Dialect, { sleep: string; others: string; end(id: unknown): string }>> = {
  postgresql: {
    sleep: 'select pg_sleep(20);',
    others:
      "select pid as id from pg_stat_activity where datname = current_database() and query like 'select pg_sleep(20)%'",
    end: (id) => `select pg_terminate_backend(${String(id)})`,
  },
  mysql: {
    sleep: 'select sleep(20);',
    others: "select id from information_schema.processlist where db = database() and info like 'select sleep(20)%'",
    end: (id) => `kill ${String(id)}`,
  },
};

describe.each(servers)('$name through $driver', ({ dialect, make, only }) => {
  test('a session that the server ends is said, and the next run goes on', async () => {
    const how = terminate[dialect];
    if (how === undefined) throw new Error('It is a server.');
    const url = await make();
    const folder = temporaryFolder();
    const history = [
      { tag: '0000_a', sql: 'create table a (id integer);' },
      { tag: '0001_b', sql: `insert into a values (1);\n--> statement-breakpoint\n${how.sleep}` },
    ];
    writeHistory(folder, history);
    const working = await connect(dialect, packagesOf(only), { url, from: 'the test' });
    onTestFinished(() => working.close());
    const run = migrate(runOptions(working, folder)).catch((error: unknown) => error);
    const other = await connected(dialect, url);
    const sleeping = async () => (await other.query(how.others))[0]?.id;
    await expect.poll(sleeping, { timeout: 20_000 }).toBeDefined();
    await other.run(how.end(await sleeping()));
    const error = await run;
    expect(error).toMatchObject({ name: 'LockstepError', exitCode: 1 });
    expect(String(error)).toMatch(/^LockstepError: 0001_b was cut off: The connection to .* was lost/);
    expect(await count(other)).toBe(0);
    writeHistory(folder, [...history.slice(0, 1), { tag: '0001_b', sql: 'insert into a values (1);' }]);
    await migrate(runOptions(other, folder));
    expect(await count(other)).toBe(1);
  });

  test('a connection that is cut between or within statements leaves nothing that the next run does not mend', {
    timeout: 1_800_000,
  }, async () => {
    const folder = writeHistory(temporaryFolder(), twenty(dialect));
    const whole = await connected(dialect, await make());
    let total = 0;
    const counting = { ...whole, run: (sql: string) => whole.run(sql).then(() => void total++) };
    await migrate(runOptions(counting, folder));
    const wanted = await stateOf(whole);
    const step = isWhole ? 1 : Math.floor(total / 3);
    // The last one takes the table of progress away, which may fail: by then all is applied, and was looked at.
    for (let at = isWhole ? 1 : 2; at < total; at += step) {
      const url = await make();
      const proxy = await proxyTo(url);
      const connection = await connect(dialect, packagesOf(only), { url: proxy.url, from: 'the test' });
      let statements = 0;
      const cutting: Connection = {
        ...connection,
        async run(sql) {
          statements++;
          if (statements !== at) return connection.run(sql);
          // Every other time while the statement is under way.
          if (at % 2 === 0) {
            await connection.run(sql);
            proxy.cut();
            await sleep(30);
          } else {
            const running = connection.run(sql);
            proxy.cut();
            await running;
          }
        },
      };
      const error: unknown = await migrate(runOptions(cutting, folder)).catch((thrown: unknown) => thrown);
      expect(error, `statement ${at}`).toMatchObject({ name: 'LockstepError', exitCode: 1 });
      expect(String(error)).toMatch(/The connection to .* was lost/);
      await connection.close();
      const again = await connected(dialect, url);
      await migrate(runOptions(again, folder));
      expect(await stateOf(again), `statement ${at}`).toEqual(wanted);
      await again.close();
    }
  });
});

async function count(connection: Connection): Promise<number> {
  return Number((await connection.query('select count(*) as n from a'))[0]?.n);
}
