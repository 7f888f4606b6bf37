import { refuseBeyondScratch } from '../beyond-scratch.js';
import { type Engine, type Row, StatementFailed, textField } from '../engine.js';
import type { Embedding } from '../kept/image.js';
import { installedVersion, missingPackage } from '../packages.js';
import { findSqliteDriver, type SqliteDriver } from './driver.js';
import { openFromImage } from './image.js';

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

function sqliteEngine({ driver, label }: SqliteDriver, path: string): Engine {
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

function findDriver(projectFolder: string): SqliteDriver {
  const found = findSqliteDriver(projectFolder);
  if (found === null) throw missingPackage(projectFolder, '@libsql/client', 'SQLite migrations are proven on it');
  return found;
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
