import { resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine } from '../../src/database/engine.js';
import { openAt } from '../../src/database/kept/open-at.js';
import { openEngine } from '../../src/database/open.js';
import type { Dialect } from '../../src/project/dialects.js';
import { keptStates } from '../helpers/repository.js';
import { mysqlUrl } from '../helpers/servers.js';

const opened: Engine[] = [];

/** An empty database of the dialect, with the extensions that `sql` names; closed after the file's tests. */
export async function emptyDatabase(dialect: Dialect, sql = ''): Promise<Engine> {
  const projectFolder = resolve(import.meta.dirname, '../..');
  // To make a cluster of PostgreSQL takes seconds: all tests begin with a copy of one.
  const engine =
    dialect === 'postgresql'
      ? (await openAt({ dialect, projectFolder, cache: keptStates(), migrations: [], sql: [sql] })).engine
      : await openEngine(dialect, { projectFolder, sql: [sql], url: mysqlUrl });
  opened.push(engine);
  return engine;
}

afterAll(async () => {
  for (const engine of opened.splice(0)) await engine.close();
});
