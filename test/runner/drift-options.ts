import { join } from 'node:path';
import type { Connection } from '../../src/database/live/connection.js';
import { type DriftOptions, findDrift } from '../../src/runner/drift.js';
import { usualPlace } from '../../src/runner/ledger.js';
import { mysqlUrl } from '../helpers/servers.js';
import { packages, runOptions } from './database.js';

const cache = join(packages, 'node_modules/.cache/drizzle-lockstep/states');

/** With what drift of a database is looked for. */
export const driftOptions = (connection: Connection, folder: string): DriftOptions => ({
  connection,
  history: runOptions(connection, folder).history,
  place: usualPlace,
  projectFolder: packages,
  cache,
  url: connection.dialect === 'mysql' ? mysqlUrl : undefined,
});

/** The lines of the drift that is found. */
export const driftLines = (given: DriftOptions): Promise<string[]> =>
  findDrift(given, async ({ differences }) => differences.map(({ text }) => text));

/** Where an engine must have been given. */
export const nothing = (): never => {
  throw new Error('There is an engine.');
};
