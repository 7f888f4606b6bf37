import { createRequire } from 'node:module';
import { refuseBeyondScratch } from '../beyond-scratch.js';
import { type Engine, type Row, StatementFailed, textField } from '../engine.js';
import type { Embedding } from '../kept/image.js';
import { exportsOf, findPackage, installedVersion, missingPackage } from '../packages.js';
import { openFromImage } from './image.js';

/**
 * What the driver under `@libsql/client` and better-sqlite3 have in common. The client itself cannot serve: it rolls
 * an open transaction back after every call (executeMultiple, seen on 0.18).
 */
interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): { all(): unknown };
  close(): unknown;
}
type Constructor = new (path: string) => Database;

export interface SqliteOptions {
  /** Where packages are looked for first. */
  projectFolder: string;
  /** A file, as a path or `file:PATH`; in memory where there is none. */
  file?: string;
}

/** SQLite inside the process. LockstepError (exit 2) when neither libSQL nor better-sqlite3 is installed. */
export async function openSqlite({ projectFolder, file }: SqliteOptions): Promise<Engine> {
  return sqliteEngine(findDriver(projectFolder), file?.replace(/^file:/, '') ?? ':memory:');
}

/** SQLite inside the process, of which images can be made. LockstepError (exit 2) without a driver. */
export function embedSqlite({ projectFolder }: SqliteOptions): Embedding {
  const driver = findDriver(projectFolder);
  return {
    versions: driver.packages.map((name) => `${name}@${installedVersion(projectFolder, driver.require, name)}`),
    open: (image) => openFromImage((file) => sqliteEngine(driver, file), image),
  };
}

function sqliteEngine({ driver, label }: Driver, path: string): Engine {
  const database = new driver(path);
  let isOpen = true;
  const query = (sql: string): Row[] => saying(() => rowsOf(database.prepare(sql).all()));
  const version = String(query('select sqlite_version() as version')[0]?.version);
  // drizzle's drivers leave it as the engine has it; on is what applications run with, and what shows a broken rebuild.
  database.exec('pragma foreign_keys = on');
  return {
    dialect: 'sqlite',
    label: `${label} (SQLite ${version})`,
    isAlone: true,
    async run(sql) {
      refuseBeyondScratch('sqlite', sql, new Set());
      saying(() => database.exec(sql));
    },
    async query(sql) {
      return query(sql);
    },
    async close() {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

interface Driver {
  driver: Constructor;
  label: string;
  /** What it is made of, as `require` finds it. */
  packages: string[];
  require: NodeJS.Require;
}

function findDriver(projectFolder: string): Driver {
  const client = findPackage(projectFolder, '@libsql/client');
  if (client !== null) {
    // A dependency of the client, which not every package manager lets others see.
    const require = besides(client.require, '@libsql/client');
    const { default: driver } = exportsOf(require('libsql'));
    if (isConstructor(driver)) return { driver, label: 'libSQL', packages: ['@libsql/client', 'libsql'], require };
  }
  const better = findPackage(projectFolder, 'better-sqlite3');
  const driver = better?.exports.default;
  if (better !== null && isConstructor(driver)) {
    return { driver, label: 'better-sqlite3', packages: ['better-sqlite3'], require: better.require };
  }
  throw missingPackage(projectFolder, '@libsql/client', 'SQLite migrations are proven on it');
}

function besides(require: NodeJS.Require, name: string): NodeJS.Require {
  return createRequire(require.resolve(name));
}

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function' && typeof value.prototype === 'object' && 'prepare' in value.prototype;
}

function rowsOf(answer: unknown): Row[] {
  return Array.isArray(answer) ? answer.map((row: unknown) => (typeof row === 'object' ? { ...row } : {})) : [];
}

function saying<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = textField(cause, 'code');
    if (!(cause instanceof Error) || code === undefined || !code.startsWith('SQLITE_')) throw cause;
    throw new StatementFailed(cause.message, { code, cause });
  }
}
