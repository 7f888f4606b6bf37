import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected, temporaryFolder, writeHistory } from '../database.js';
import { twenty } from './history.js';
import { drivers } from './kinds.js';
import { buildChild, isWhole, rounds, run } from './processes.js';
import { stateOf } from './state.js';

/** PGlite starts an engine in each process, one after the other: there a few stand for many. */
const processes = (name: string): number => (isWhole ? 20 : name === 'PGlite' ? 2 : 4);

describe.each(drivers)('$name through $driver', ({ name, dialect, make, only }) => {
  let child: Awaited<ReturnType<typeof buildChild>>;
  beforeAll(async () => {
    child = await buildChild(only);
  });
  afterAll(() => rmSync(child.folder, { recursive: true, force: true }));

  test('of many processes that migrate at once, each migration is applied by one, and all succeed', {
    timeout: 3_600_000,
  }, async () => {
    const history = twenty(dialect);
    const tags = history.map(({ tag }) => tag);
    const folder = writeHistory(temporaryFolder(), history);
    for (let round = 0; round < rounds; round++) {
      const url = await make();
      const task = { dialect, url, folder, packages: child.packages };
      const ended = await Promise.all(Array.from({ length: processes(name) }, () => run(child.script, task)));
      expect(ended.filter(({ status }) => status !== 0)).toEqual([]);
      const applied: string[] = ended.flatMap(({ stdout }) => JSON.parse(stdout));
      expect(applied.sort()).toEqual(tags);
      const connection = await connected(dialect, url);
      const { ledger, rows } = await stateOf(connection);
      expect(ledger).toHaveLength(tags.length);
      // Each visit wrote how many there were before it.
      expect(rows.last).toHaveLength(1);
      await connection.close();
      if (isWhole) process.stderr.write(`${name} ${only ?? ''}: round ${round + 1} of ${rounds} done\n`);
    }
  });
});
