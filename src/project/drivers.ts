import { LockstepError } from '../errors.js';
import type { Dialect } from './dialects.js';

export const driverNames = [
  'pglite',
  'node-postgres',
  'postgres-js',
  'neon',
  'libsql',
  'better-sqlite3',
  'turso',
  'mysql2',
  'planetscale',
] as const;
export type DriverName = (typeof driverNames)[number];

/** Everything that differs from one driver to the next. What is not in here is the same for all of them. */
export interface Driver {
  name: DriverName;
  dialect: Dialect;
  /** As a person reads it in a prompt and in the project's README. */
  label: string;
  /** One line beside the label: what choosing it means. */
  hint: string;
  /**
   * npm packages that the project needs for it, besides drizzle-orm and drizzle-kit. The embedded engine that migrations
   * are proven on is among them, where its dialect has one.
   */
  packages: { runtime: string[]; dev: string[] };
  /** Of those, the packages that compile or download something when they are installed. */
  builds: string[];
  /** Runs inside the process: no server, no address needed to start. */
  embedded: boolean;
  /** The values of drizzle.config.ts, by drizzle-kit's names (seen on 0.31.11). */
  kit: { dialect: 'postgresql' | 'sqlite' | 'turso' | 'mysql'; driver?: 'pglite'; authToken?: boolean };
  /** How an address looks that `DATABASE_URL` may hold, for messages. */
  urlForm: string;
  /** What DATABASE_URL is when nothing is set; `null`: it must be set. */
  defaultUrl: string | null;
  /** The lines of .env.example (and of .env). A value that is commented out has a working default. */
  env: { name: string; example: string; comment: string; optional: boolean }[];
  /** The local server of compose.yaml, where there is one to run. */
  service: 'postgres' | 'mysql' | null;
}

const postgresEnv = {
  name: 'DATABASE_URL',
  example: 'postgres://postgres:postgres@localhost:5432/app',
  comment: 'The server of compose.yaml. In production: your own.',
  optional: false,
};

/** drizzle-kit takes it for a driver only where its config says so (seen on 0.31.11). */
const postgresEngine = '@electric-sql/pglite';

const postgresProof = {
  name: 'LOCKSTEP_PROOF_URL',
  example: 'postgres://postgres:postgres@localhost:5432/postgres',
  comment:
    'Migrations are proven on PGlite; on this server instead where it lacks something, an extension for one. Databases are made on it and dropped again.',
  optional: true,
};

const postgresServer = {
  dialect: 'postgresql',
  builds: [],
  embedded: false,
  kit: { dialect: 'postgresql' },
  urlForm: 'postgres://USER:PASSWORD@HOST:5432/DATABASE',
  defaultUrl: null,
  env: [postgresEnv, postgresProof],
  service: 'postgres',
} satisfies Partial<Driver>;

/** In the order of the prompt; the first of a dialect is its default. */
export const drivers: readonly Driver[] = [
  {
    name: 'pglite',
    dialect: 'postgresql',
    label: 'PGlite',
    hint: 'PostgreSQL inside the process, kept in .data/',
    packages: { runtime: ['@electric-sql/pglite'], dev: [] },
    builds: [],
    embedded: true,
    kit: { dialect: 'postgresql', driver: 'pglite' },
    urlForm: 'a folder, or memory://',
    defaultUrl: '.data/postgres',
    env: [
      {
        name: 'DATABASE_URL',
        example: '.data/postgres',
        comment: 'The folder of the database; this one when it is not set.',
        optional: true,
      },
    ],
    service: null,
  },
  {
    ...postgresServer,
    name: 'node-postgres',
    label: 'node-postgres',
    hint: 'a PostgreSQL server, through pg',
    packages: { runtime: ['pg'], dev: ['@types/pg', postgresEngine] },
  },
  {
    ...postgresServer,
    name: 'postgres-js',
    label: 'Postgres.js',
    hint: 'a PostgreSQL server, through postgres',
    packages: { runtime: ['postgres'], dev: [postgresEngine] },
  },
  {
    ...postgresServer,
    name: 'neon',
    label: 'Neon',
    hint: 'serverless PostgreSQL, over HTTP',
    // Migrations need a session, which HTTP has none of; over WebSocket Node.js 20 would need another package.
    packages: { runtime: ['@neondatabase/serverless'], dev: ['pg', postgresEngine] },
    urlForm: 'postgresql://USER:PASSWORD@ENDPOINT.neon.tech/DATABASE?sslmode=require',
    env: [
      {
        name: 'DATABASE_URL',
        example: '',
        comment: 'The connection string of your Neon branch, that without -pooler: migrations need a session.',
        optional: false,
      },
    ],
    service: null,
  },
  {
    name: 'libsql',
    dialect: 'sqlite',
    label: 'libSQL',
    hint: 'SQLite in a file, kept in .data/',
    packages: { runtime: ['@libsql/client'], dev: [] },
    builds: [],
    embedded: true,
    kit: { dialect: 'sqlite' },
    urlForm: 'file:PATH',
    defaultUrl: 'file:.data/app.db',
    env: [
      {
        name: 'DATABASE_URL',
        example: 'file:.data/app.db',
        comment: 'The file of the database; this one when it is not set.',
        optional: true,
      },
    ],
    service: null,
  },
  {
    name: 'better-sqlite3',
    dialect: 'sqlite',
    label: 'better-sqlite3',
    hint: 'SQLite in a file, synchronous',
    packages: { runtime: ['better-sqlite3'], dev: ['@types/better-sqlite3'] },
    builds: ['better-sqlite3'],
    embedded: true,
    kit: { dialect: 'sqlite' },
    urlForm: 'file:PATH, or a path',
    defaultUrl: '.data/app.db',
    env: [
      {
        name: 'DATABASE_URL',
        example: '.data/app.db',
        comment: 'The file of the database; this one when it is not set.',
        optional: true,
      },
    ],
    service: null,
  },
  {
    name: 'turso',
    dialect: 'sqlite',
    label: 'Turso',
    hint: 'SQLite as a service; a local file until DATABASE_URL is set',
    packages: { runtime: ['@libsql/client'], dev: [] },
    builds: [],
    embedded: false,
    kit: { dialect: 'turso', authToken: true },
    urlForm: 'libsql://DATABASE-ORGANIZATION.turso.io',
    defaultUrl: 'file:.data/app.db',
    env: [
      {
        name: 'DATABASE_URL',
        example: 'libsql://DATABASE-ORGANIZATION.turso.io',
        comment: 'Your Turso database; file:.data/app.db when it is not set.',
        optional: true,
      },
      { name: 'DATABASE_AUTH_TOKEN', example: '', comment: 'Its token.', optional: true },
    ],
    service: null,
  },
  {
    name: 'mysql2',
    dialect: 'mysql',
    label: 'mysql2',
    hint: 'a MySQL or MariaDB server',
    packages: { runtime: ['mysql2'], dev: [] },
    builds: [],
    embedded: false,
    kit: { dialect: 'mysql' },
    urlForm: 'mysql://USER:PASSWORD@HOST:3306/DATABASE',
    defaultUrl: null,
    env: [
      {
        name: 'DATABASE_URL',
        example: 'mysql://root:root@localhost:3306/app',
        comment: 'The server of compose.yaml. In production: your own.',
        optional: false,
      },
      {
        name: 'LOCKSTEP_PROOF_URL',
        example: 'mysql://root:root@localhost:3306',
        comment:
          'The server that migrations are proven on: databases are made on it and dropped again. Never that of production.',
        optional: false,
      },
    ],
    service: 'mysql',
  },
  {
    name: 'planetscale',
    dialect: 'mysql',
    label: 'PlanetScale',
    hint: 'serverless MySQL, over HTTP',
    // Migrations need a session, which HTTP has none of.
    packages: { runtime: ['@planetscale/database'], dev: ['mysql2'] },
    builds: [],
    embedded: false,
    kit: { dialect: 'mysql' },
    urlForm: 'mysql://USER:PASSWORD@HOST.psdb.cloud/DATABASE?ssl={"rejectUnauthorized":true}',
    defaultUrl: null,
    env: [
      {
        name: 'DATABASE_URL',
        example: '',
        comment: 'The connection string of your PlanetScale branch.',
        optional: false,
      },
      {
        name: 'LOCKSTEP_PROOF_URL',
        example: 'mysql://root:root@localhost:3306',
        comment: 'A MySQL server to prove migrations on: databases are made on it and dropped again.',
        optional: true,
      },
    ],
    service: null,
  },
];

/** The drivers of one dialect, its default first. */
export function driversOf(dialect: Dialect): Driver[] {
  return drivers.filter((driver) => driver.dialect === dialect);
}

/** The driver that is chosen when none is named: one that needs no address, where the dialect has one. */
export function defaultDriver(dialect: Dialect): Driver {
  const [first] = driversOf(dialect);
  if (first === undefined) throw new Error(`No driver for ${dialect}.`);
  return first;
}

/** The driver of that name. Throws a LockstepError (exit 2) that lists the names. */
export function findDriver(name: string): Driver {
  const driver = drivers.find((candidate) => candidate.name === name);
  if (driver !== undefined) return driver;
  throw new LockstepError(`There is no driver ${JSON.stringify(name)}.`, {
    exitCode: 2,
    fix: `Choose one of ${driverNames.join(', ')}.`,
  });
}
