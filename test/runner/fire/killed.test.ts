import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/database/live/connection.js';
import { migrate } from '../../../src/runner/migrate.js';
import { connected, runOptions, temporaryFolder, writeHistory } from '../database.js';
import { twenty } from './history.js';
import { drivers } from './kinds.js';
import { buildChild, isWhole, run } from './processes.js';
import { stateOf } from './state.js';

/** How many places CI tries; PGlite starts anew each time, which takes seconds. */
const places = (name: string): number => (isWhole ? Number.POSITIVE_INFINITY : name === 'PGlite' ? 1 : 4);

function counting(connection: Connection): Connection & { count(): number } {
  let statements = 0;
  const counted = <T>(work: Promise<T>): Promise<T> => {
    statements++;
    return work;
  };
  return {
    ...connection,
    run: (sql) => counted(connection.run(sql)),
    query: (sql) => counted(connection.query(sql)),
    count: () => statements,
  };
}

describe.each(drivers.filter(({ driver }) => driver !== 'postgres.js'))('on $name', ({ name, dialect, make, only }) => {
  let child: Awaited<ReturnType<typeof buildChild>>;
  beforeAll(async () => {
    child = await buildChild(only);
  });
  afterAll(() => rmSync(child.folder, { recursive: true, force: true }));

  test('killed at any statement, the next run leaves what an undisturbed one does', {
    timeout: 3_600_000,
  }, async () => {
    const folder = writeHistory(temporaryFolder(), twenty(dialect));
    const undisturbed = counting(await connected(dialect, await make()));
    await migrate(runOptions(undisturbed, folder));
    const total = undisturbed.count();
    const wanted = await stateOf(undisturbed);
    await undisturbed.close();

    // Before a statement is after the one before it. SQLite is in the process: there none is ever under way.
    const kinds = dialect === 'sqlite' ? (['before'] as const) : (['before', 'during'] as const);
    const numbers = Array.from({ length: total }, (_, at) => at + 1);
    const all = numbers.flatMap((at) => kinds.map((when) => ({ at, when })));
    // An odd step, so that both kinds come.
    const step = Math.max(1, Math.floor(all.length / places(name)) | 1);
    const offset = step === 1 ? 0 : Math.floor(step / 2);
    const failures: string[] = [];
    const chosen = all.filter((_, index) => index % step === offset % step);
    let done = 0;
    const worker = async (): Promise<void> => {
      for (let kill = chosen.shift(); kill !== undefined; kill = chosen.shift()) {
        const url = await make();
        const ended = await run(child.script, { dialect, url, folder, packages: child.packages, kill });
        expect(ended).toMatchObject({ signal: 'SIGKILL' });
        const connection = await connected(dialect, url);
        try {
          await migrate(runOptions(connection, folder));
          expect(await stateOf(connection)).toEqual(wanted);
        } catch (error) {
          failures.push(`${kill.when} ${kill.at}: ${String(error)}`);
        }
        await connection.close();
        if (isWhole && ++done % 20 === 0) process.stderr.write(`${name}: ${done} of ${all.length}\n`);
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    expect(failures).toEqual([]);
  });
});
