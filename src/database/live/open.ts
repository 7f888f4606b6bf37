import type { Dialect } from '../../project/dialects.js';
import type { Connection, Target } from './connection.js';
import { connectMysql } from './mysql.js';
import { connectPostgresql } from './postgresql.js';
import { connectSqlite } from './sqlite.js';
import type { Patience } from './wait.js';

/**
 * Connects to the database that is named, through whichever driver the project has.
 *
 * @param projectFolder where packages are looked for first, and what paths are relative to.
 * @param patience for another process that has the database open, where only one can: a folder of PGlite's.
 * @throws LockstepError (exit 2) when there is no driver, the address cannot be used for migrating, or nothing answers.
 */
export function connect(
  dialect: Dialect,
  projectFolder: string,
  target: Target,
  patience: Patience = { waitFor: 600_000, waiting: () => {} },
): Promise<Connection> {
  return connectors[dialect](projectFolder, target, patience);
}

const connectors: Record<Dialect, (projectFolder: string, target: Target, patience: Patience) => Promise<Connection>> =
  {
    postgresql: connectPostgresql,
    sqlite: connectSqlite,
    mysql: connectMysql,
  };
