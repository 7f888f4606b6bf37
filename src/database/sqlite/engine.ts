import { createRequire } from 'node:module';
import { type Engine, type Row, StatementFailed, textField } from '../engine.js';
import { exportsOf, findPackage, missingPackage } from '../packages.js';

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
  const { driver, label } = findDriver(projectFolder);
  const database = new driver(file?.replace(/^file:/, '') ?? ':memory:');
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

function findDriver(projectFolder: string): { driver: Constructor; label: string } {
  const client = findPackage(projectFolder, '@libsql/client');
  if (client !== null) {
    // A dependency of the client, which not every package manager lets others see.
    const { default: driver } = exportsOf(besides(client.require, '@libsql/client')('libsql'));
    if (isConstructor(driver)) return { driver, label: 'libSQL' };
  }
  const better = findPackage(projectFolder, 'better-sqlite3')?.exports.default;
  if (isConstructor(better)) return { driver: better, label: 'better-sqlite3' };
  throw missingPackage('@libsql/client', 'SQLite migrations are proven on it');
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
