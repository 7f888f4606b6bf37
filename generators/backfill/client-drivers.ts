import type { DriverName } from '../../src/project/drivers.js';

/** What a script needs to know of a driver. */
export interface ClientDriver {
  /** Among those that a new project may have; null for another. */
  name: DriverName | null;
  /** How two statements are committed together. */
  apply: 'transaction' | 'batch';
  /** Its transactions take no promise. */
  isSync: boolean;
  /** What ends the connections of `db.$client`; null where there is nothing to end. */
  close: 'end' | 'close' | null;
}

const server = { apply: 'transaction', isSync: false, close: 'end' } as const;
const embedded = { apply: 'transaction', isSync: false, close: 'close' } as const;
const service = { apply: 'transaction', isSync: false, close: null } as const;
const libsql: ClientDriver = { name: 'libsql', ...embedded };

/** By the entry point of drizzle-orm 0.45 (`drizzle-orm/NAME`). D1 and Durable Objects are reached from a worker only. */
export const clientDrivers: Record<string, ClientDriver | undefined> = {
  pglite: { name: 'pglite', ...embedded },
  'node-postgres': { name: 'node-postgres', ...server },
  'postgres-js': { name: 'postgres-js', ...server },
  'neon-http': { name: 'neon', apply: 'batch', isSync: false, close: null },
  'neon-serverless': { name: null, ...server },
  'vercel-postgres': { name: null, ...service },
  'aws-data-api/pg': { name: null, ...service },
  libsql,
  'libsql/node': libsql,
  'libsql/http': libsql,
  'libsql/web': libsql,
  'libsql/ws': libsql,
  'libsql/sqlite3': libsql,
  'better-sqlite3': { name: 'better-sqlite3', ...embedded, isSync: true },
  'bun-sqlite': { name: null, ...embedded, isSync: true },
  mysql2: { name: 'mysql2', ...server },
  'planetscale-serverless': { name: 'planetscale', ...service },
  'tidb-serverless': { name: null, ...service },
};
