import type { DriverName } from '../../src/project/drivers.js';

/** The templates of one driver, as paths below templates/project. */
export interface DriverFiles {
  client: string;
  /** Where the database is. */
  url: string;
  seed: string;
  /** How the project's test gets a database. */
  test: string;
  /** Nothing runs here without an address: the test is skipped until there is one. */
  testNeedsUrl: boolean;
  /** All test files use one database. */
  sharedDatabase: boolean;
}

const server = { url: 'url/server.ts', test: 'test/server.ts.hbs', testNeedsUrl: false, sharedDatabase: true };
const service = { url: 'url/server.ts', testNeedsUrl: true, sharedDatabase: true };
const sqlite = { seed: 'seed/on-conflict.ts', testNeedsUrl: false, sharedDatabase: false };

export const driverFiles: Record<DriverName, DriverFiles> = {
  pglite: {
    client: 'drivers/pglite/index.ts.hbs',
    url: 'url/folder.ts',
    seed: 'seed/on-conflict.ts',
    test: 'test/pglite.ts.hbs',
    testNeedsUrl: false,
    sharedDatabase: false,
  },
  'node-postgres': { ...server, client: 'drivers/node-postgres/index.ts.hbs', seed: 'seed/on-conflict.ts' },
  'postgres-js': { ...server, client: 'drivers/postgres-js/index.ts.hbs', seed: 'seed/on-conflict.ts' },
  neon: { ...service, client: 'drivers/neon/index.ts.hbs', seed: 'seed/on-conflict.ts', test: 'test/neon.ts.hbs' },
  libsql: { ...sqlite, client: 'drivers/libsql/index.ts.hbs', url: 'url/sqlite-url.ts', test: 'test/libsql.ts.hbs' },
  turso: { ...sqlite, client: 'drivers/turso/index.ts.hbs', url: 'url/turso.ts', test: 'test/libsql.ts.hbs' },
  'better-sqlite3': {
    ...sqlite,
    client: 'drivers/better-sqlite3/index.ts.hbs',
    url: 'url/sqlite-file.ts',
    test: 'test/better-sqlite3.ts.hbs',
  },
  mysql2: { ...server, client: 'drivers/mysql2/index.ts.hbs', seed: 'seed/on-duplicate-key.ts' },
  planetscale: {
    ...service,
    client: 'drivers/planetscale/index.ts.hbs',
    seed: 'seed/on-duplicate-key.ts',
    test: 'test/planetscale.ts.hbs',
  },
};
