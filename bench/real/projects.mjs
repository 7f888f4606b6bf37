// Public projects of different shapes, each at a commit, with what its schema and its config import.
//
// Their own dependencies are hundreds of megabytes; a schema needs few of them. Versions are those of the project's
// lockfile, except where `stand-in` says that its own drizzle-kit is not supported.

/**
 * @typedef {object} RealProject
 * @property {string} name owner/name on GitHub
 * @property {string} commit
 * @property {string} shape what is particular about it
 * @property {{ folder: string, config?: string }[]} places each drizzle config: the folder that it is used from
 * @property {string[]} install
 * @property {Record<string, string>} [env] what its config asks for
 */

/** @type {RealProject[]} */
export const projects = [
  {
    name: 't3-oss/create-t3-turbo',
    commit: 'e69b5858fc4259fbd44af96eaf774a90dee0adcd',
    shape: 'PostgreSQL, pnpm + turbo, one file, builders from the callback, casing, no migrations',
    places: [{ folder: 'packages/db' }],
    install: ['drizzle-kit@0.31.5', 'drizzle-orm@0.44.7', 'drizzle-zod@0.8.3', 'zod@4.1.12'],
    env: { POSTGRES_URL: 'postgres://localhost:6543/app' },
  },
  {
    name: 'sadmann7/shadcn-table',
    commit: '66d6663b8a10e5298d154c6202b97a978709e1bc',
    shape: 'PostgreSQL, pnpm, single package, pgTableCreator from a file beside it',
    places: [{ folder: '.' }],
    install: ['drizzle-kit@0.31.4', 'drizzle-orm@0.44.2', 'nanoid@5.1.5', 'zod@3.25.74', '@t3-oss/env-nextjs@0.13.8'],
    env: { DATABASE_URL: 'postgres://localhost:5432/app', SKIP_ENV_VALIDATION: '1' },
  },
  {
    name: 'homarr-labs/homarr',
    commit: '464d98e124726f30c5f92ccf18a5ebff71e0cdd9',
    shape: 'three dialects, one schema folder and one migrations folder each, computed configs, casing',
    places: ['sqlite', 'mysql', 'postgresql'].map((dialect) => ({
      folder: 'packages/db',
      config: `configs/${dialect}.config.ts`,
    })),
    install: [
      'drizzle-kit@0.31.10',
      'drizzle-orm@0.45.2',
      'drizzle-zod@0.8.3',
      'zod@4.4.3',
      '@t3-oss/env-nextjs@0.13.11',
      'mysql2@3.22.6',
      'better-sqlite3@12.11.1',
      'pg@8.22.0',
      'winston@3.19.0',
      'superjson@2.2.6',
      'ioredis@5.11.1',
      'dayjs@1.11.21',
      'cookie@2.0.1',
      'react@19.2.7',
      'react-dom@19.2.7',
      '@tanstack/query-core@5.101.2',
      '@mantine/core@9.4.1',
      '@mantine/hooks@9.4.1',
      '@paralleldrive/cuid2@3.3.0',
    ],
    env: { SKIP_ENV_VALIDATION: '1' },
  },
  {
    name: 'openstatusHQ/openstatus',
    commit: '22df52eb0dbdafbad2c3fa41269f7a3a3cbf044b',
    shape: 'Turso, pnpm, a folder per table below a barrel, zod schemas beside the tables',
    places: [{ folder: 'packages/db' }],
    install: [
      'drizzle-kit@0.31.10',
      'drizzle-orm@0.45.2',
      'drizzle-zod@0.8.3',
      'zod@4.1.13',
      'jsonpath-plus@10.4.0',
      'date-fns@3.6.0',
    ],
  },
  {
    name: 'Dokploy/dokploy',
    commit: '772b76821771c53b072c2fbb95cf8876e1a65ae4',
    shape: 'PostgreSQL, pnpm, config below the package, schema re-exported from another workspace, own ledger table',
    places: [{ folder: 'apps/dokploy', config: 'server/db/drizzle.config.ts' }],
    install: [
      'drizzle-kit@0.31.9',
      'drizzle-orm@0.45.2',
      'drizzle-zod@0.8.3',
      'zod@4.3.6',
      'nanoid@3.3.11',
      'dockerode@4.0.2',
      '@trpc/server@11.10.0',
      'toml@3.0.0',
      '@faker-js/faker@8.4.1',
    ],
  },
  {
    name: 'nicotsx/zerobyte',
    commit: '076509832cb45b3a7f68a1b90c10e44d564fdd98',
    shape: 'SQLite, bun, single package, drizzle-kit 1.0 with migrations in folders',
    places: [{ folder: '.' }],
    install: ['drizzle-kit@1.0.0-rc.5-ab785fc', 'drizzle-orm@1.0.0-rc.4-5d5b77c'],
  },
  {
    name: 'CapSoftware/Cap',
    commit: '0ce9e67516b14449c4263c0b173c85c40f30421b',
    shape: 'MySQL, pnpm, one file, own column types, casing, tablesFilter',
    places: [{ folder: 'packages/database' }],
    install: ['drizzle-kit@0.31.0', 'drizzle-orm@0.44.6', 'nanoid@5.1.16'],
    env: { DATABASE_URL: 'mysql://localhost:3306/app' },
  },
  {
    name: 'karakeep-app/karakeep',
    commit: '7ca5ee236b96cd659096b1530c5be3fdcd8e4470',
    shape: 'SQLite, pnpm, one file, shared column helpers, config that imports another workspace',
    places: [{ folder: 'packages/db' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.2', '@paralleldrive/cuid2@2.2.2', 'zod@4.3.6'],
  },
  {
    name: 'midday-ai/midday',
    commit: '47d252aab7e3ab28a0027376cfdd6ee83d2e5ccf',
    shape: 'PostgreSQL, bun, one file of 4,000 lines as introspected: policies, views, own types',
    places: [{ folder: 'packages/db' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.1'],
  },
  {
    name: 'unkeyed/unkey',
    commit: 'fc99b6b925b9f455886832261883f4086eb64d3d',
    shape: 'MySQL, pnpm below web/ without a package.json at the top, options as objects, no migrations',
    places: [{ folder: 'web/internal/db' }],
    install: ['drizzle-kit@0.31.4', 'drizzle-orm@0.45.1'],
  },
  {
    name: 'latitude-dev/latitude-llm',
    commit: '10c6c2d9dfef22713cccf8dc9acb80417f56daa3',
    shape: 'PostgreSQL, pnpm, glob, pgSchema, drizzle-kit 1.0 with migrations in folders (stand-in for its beta.15)',
    places: [{ folder: 'packages/platform/db-postgres' }],
    install: [
      'drizzle-kit@1.0.0-rc.5-ab785fc',
      'drizzle-orm@1.0.0-rc.4-5d5b77c',
      '@paralleldrive/cuid2@3.3.0',
      'zod@4.3.6',
      'effect@4.0.0-beta.57',
      'fast-json-stable-stringify@2.1.0',
      'protobufjs@8.0.2',
      'rosetta-ai@1.6.1',
    ],
  },
  {
    name: 'superset-sh/superset',
    commit: '5953a894bf38c4e443f56a2d34c5fe7b68c621db',
    shape: 'PostgreSQL and SQLite, bun, four packages with a config each, pgSchema, casing',
    places: [
      { folder: 'packages/db' },
      { folder: 'packages/local-db' },
      { folder: 'packages/host-service' },
      { folder: 'packages/chat-runtime' },
    ],
    install: ['drizzle-kit@0.31.8', 'drizzle-orm@0.45.2', 'zod@4.4.3', 'uuid@14.0.0', '@t3-oss/env-core@0.13.8'],
    env: { SKIP_ENV_VALIDATION: '1' },
  },
  {
    name: 'simstudioai/sim',
    commit: '0b232eb876e2e0a474dbabd1e53b370cd643076a',
    shape: 'PostgreSQL, bun, one file of 120 tables, paths computed from import.meta.url, two configs for one schema',
    places: [{ folder: 'packages/db' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.2'],
    env: { DATABASE_URL: 'postgres://localhost:5432/app' },
  },
  {
    name: 'onlook-dev/onlook',
    commit: 'ab9333d4fcfdb485383a228d157402a5efa6b4ea',
    shape: 'PostgreSQL, bun, folder of folders, migrations in another workspace (Supabase)',
    places: [{ folder: 'packages/db' }],
    install: [
      'drizzle-kit@0.31.5',
      'drizzle-orm@0.44.7',
      'drizzle-zod@0.8.3',
      'zod@4.1.12',
      'stripe@18.5.0',
      'dotenv@17.2.3',
    ],
    env: { SUPABASE_DATABASE_URL: 'postgres://localhost:5432/app' },
  },
  {
    name: 'kanbn/kan',
    commit: '0e1f25fc2c524ee3fd1d490a3227aad0d3bfde4c',
    shape: 'PostgreSQL, pnpm, folder, timestamps as prefix (stand-in for its drizzle-kit 0.28)',
    places: [{ folder: 'packages/db' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.2'],
    env: { POSTGRES_URL: 'postgres://localhost:5432/app' },
  },
  {
    name: 'dyad-sh/dyad',
    commit: 'b1e9d26ba5a0f1fcb615c1fdee327ebd437c709e',
    shape: 'SQLite, npm, single package, config that imports the application (stand-in for its drizzle-kit 0.30)',
    places: [{ folder: '.' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.2'],
  },
  {
    name: 'cliftonc/drizzle-cube',
    commit: 'b8683cac4a77bfe4099a6744b70715d4fd3b1051',
    shape: 'PostgreSQL, npm, a config in a folder without a package of its own, no migrations',
    places: [{ folder: 'dev' }],
    install: ['drizzle-kit@0.31.10', 'drizzle-orm@0.45.2'],
  },
];
