import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { LockstepError } from '../../errors.js';
import { type Row, StatementFailed, textField } from '../engine.js';
import { findPackage, missingPackage } from '../packages.js';
import { findSqliteDriver, type SqliteDatabase } from '../sqlite/driver.js';
import { isLocalAddress, shownAddress } from './address.js';
import { type Connection, refuseMissing, type Target } from './connection.js';
import { cannotConnect } from './postgresql.js';

/** A SQLite file through libSQL, better-sqlite3 or Node.js itself, or libSQL over the network. */
export async function connectSqlite(projectFolder: string, target: Target): Promise<Connection> {
  if (/^(?:libsql|https?|wss?):\/\//i.test(target.url)) return connectRemote(projectFolder, target);
  const memory = target.url === ':memory:';
  const file = memory
    ? null
    : resolve(projectFolder, target.url.replace(/^file:(?:\/\/(?=\/))?/, '').replace(/\?.*$/, ''));
  if (file !== null && !existsSync(dirname(file))) {
    throw new LockstepError(`There is no folder ${dirname(file)} for the database of ${target.from}.`, {
      exitCode: 2,
      path: dirname(file),
      fix: 'Make the folder, or correct the address.',
    });
  }
  refuseMissing(file, target);
  const database = open(projectFolder, file ?? ':memory:', target);
  const all = (sql: string): Row[] =>
    saying(() => {
      const rows: unknown = database.prepare(sql).all();
      return Array.isArray(rows) ? rows.map((row: unknown) => (typeof row === 'object' ? { ...row } : {})) : [];
    });
  const version = String(all('select sqlite_version() as version')[0]?.version);
  let isOpen = true;
  return {
    dialect: 'sqlite',
    label: `SQLite ${version}`,
    target: file ?? ':memory:',
    isLocal: true,
    file,
    async run(sql) {
      saying(() => database.exec(sql));
    },
    query: async (sql) => all(sql),
    async close() {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function open(projectFolder: string, path: string, { from }: Target): SqliteDatabase {
  const driver = findSqliteDriver(projectFolder)?.driver ?? nodeSqlite();
  if (driver === null) throw missingPackage(projectFolder, '@libsql/client', 'a SQLite file is opened by it');
  try {
    return new driver(path);
  } catch (cause) {
    throw cannotConnect(path, from, cause);
  }
}

/** Node.js has it from 22.5 on, without a flag from 22.13 on. */
function nodeSqlite(): (new (path: string) => SqliteDatabase) | null {
  try {
    const loaded: unknown = createRequire(import.meta.url)('node:sqlite');
    const found = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, 'DatabaseSync') : null;
    return typeof found === 'function' ? found : null;
  } catch {
    return null;
  }
}

interface RemoteClient {
  execute(sql: string): Promise<{ rows: Row[]; columns: string[] }>;
  /** Foreign keys are off while it runs, which a transaction alone does not do (@libsql/client 0.18). */
  migrate(statements: string[]): Promise<unknown>;
  close(): void;
}

async function connectRemote(projectFolder: string, target: Target): Promise<Connection> {
  const create = findPackage(projectFolder, '@libsql/client')?.exports.createClient;
  if (!isCreateClient(create)) {
    throw missingPackage(projectFolder, '@libsql/client', 'libSQL over the network is reached through it');
  }
  const { url, authToken, from } = target;
  const client = create({ url, intMode: 'number', ...(authToken === undefined ? {} : { authToken }) });
  const query = async (sql: string): Promise<Row[]> =>
    sayingLater(async () => {
      const { rows, columns } = await client.execute(sql);
      return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    });
  const [row] = await query('select sqlite_version() as version').catch((cause: unknown) => {
    throw cannotConnect(shownAddress(url), from, cause);
  });
  return {
    dialect: 'sqlite',
    label: `libSQL (SQLite ${String(row?.version)})`,
    target: shownAddress(url),
    isLocal: isLocalAddress(url),
    file: null,
    async run(sql) {
      await query(sql);
    },
    query,
    batch: (statements) => sayingLater(async () => void (await client.migrate(statements))),
    async close() {
      client.close();
    },
  };
}

function isCreateClient(value: unknown): value is (options: object) => RemoteClient {
  return typeof value === 'function';
}

function failure(cause: unknown): unknown {
  const code = textField(cause, 'code') ?? (textField(cause, 'errstr') === undefined ? undefined : codeOfNode(cause));
  if (!(cause instanceof Error) || code === undefined || !code.startsWith('SQLITE_')) return cause;
  return new StatementFailed(cause.message, { code, cause });
}

/** node:sqlite gives SQLite's number (22.13). */
function codeOfNode(cause: unknown): string {
  const number = typeof cause === 'object' && cause !== null ? Number(Reflect.get(cause, 'errcode')) & 0xff : 0;
  return { 5: 'SQLITE_BUSY', 6: 'SQLITE_LOCKED', 8: 'SQLITE_READONLY', 13: 'SQLITE_FULL' }[number] ?? 'SQLITE_ERROR';
}

function saying<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw failure(cause);
  }
}

async function sayingLater<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw failure(cause);
  }
}
