import type { Dialect } from '../../project/dialects.js';
import type { Connection, Target } from './connection.js';
import { connectMysql } from './mysql.js';
import { connectPostgresql } from './postgresql.js';
import { connectSqlite } from './sqlite.js';

/**
 * Connects to the database that is named, through whichever driver the project has.
 *
 * @param projectFolder where packages are looked for first, and what paths are relative to.
 * @throws LockstepError (exit 2) when there is no driver, the address cannot be used for migrating, or nothing answers.
 */
export function connect(dialect: Dialect, projectFolder: string, target: Target): Promise<Connection> {
  return connectors[dialect](projectFolder, target);
}

const connectors: Record<Dialect, (projectFolder: string, target: Target) => Promise<Connection>> = {
  postgresql: connectPostgresql,
  sqlite: connectSqlite,
  mysql: connectMysql,
};
