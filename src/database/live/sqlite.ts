import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { LockstepError } from '../../errors.js';
import { type Row, StatementFailed, textField } from '../engine.js';
import { findPackage, missingPackage } from '../packages.js';
import { findSqliteDriver, type SqliteDatabase } from '../sqlite/driver.js';
import { isLocalAddress, refuseNoPath, shownAddress } from './address.js';
import { type Connection, refuseMissing, type Target } from './connection.js';
import { connectionLost } from './lost.js';
import { cannotConnect } from './postgresql.js';

/** A SQLite file through libSQL, better-sqlite3 or Node.js itself, or libSQL over the network. */
export async function connectSqlite(projectFolder: string, target: Target): Promise<Connection> {
  if (/^(?:libsql|https?|wss?):\/\//i.test(target.url)) return connectRemote(projectFolder, target);
  refuseNoPath(target, 'file:app.db, or libsql://HOST');
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
  if (file !== null && statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new LockstepError(`${target.from} is a folder (${file}); SQLite keeps a database in a file.`, { path: file });
  }
  refuseMissing(file, target);
  const database = open(projectFolder, file ?? ':memory:', target);
  const all = (sql: string): Row[] =>
    saying(() => {
      const rows: unknown = database.prepare(sql).all();
      return Array.isArray(rows) ? rows.map((row: unknown) => (typeof row === 'object' ? { ...row } : {})) : [];
    });
  let isOpen = true;
  return {
    dialect: 'sqlite',
    label: `SQLite ${versionOf(database, file ?? ':memory:', target)}`,
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

/**
 * Reads the file for the first time, which opening it does not. While another process writes it waits, as libSQL and
 * better-sqlite3 do by themselves; node:sqlite would not (24.21).
 */
function versionOf(database: SqliteDatabase, path: string, { from }: Target): string {
  try {
    database.exec('pragma busy_timeout = 5000');
    const [row]: unknown[] = [
      database.prepare('select sqlite_version() as it from pragma_schema_version').all(),
    ].flat();
    return typeof row === 'object' && row !== null && 'it' in row ? String(row.it) : '';
  } catch (cause) {
    database.close();
    throw cannotConnect(path, from, failure(cause));
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
  const saying = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw remoteFailure(cause) ?? connectionLost(shownAddress(url), cause);
    }
  };
  const query = (sql: string): Promise<Row[]> =>
    saying(async () => {
      const { rows, columns } = await client.execute(sql);
      return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    });
  const { rows } = await client.execute('select sqlite_version() as version').catch((cause: unknown) => {
    throw cannotConnect(shownAddress(url), from, cause);
  });
  return {
    dialect: 'sqlite',
    label: `libSQL (SQLite ${String(rows[0]?.version)})`,
    target: shownAddress(url),
    isLocal: isLocalAddress(url),
    file: null,
    async run(sql) {
      await query(sql);
    },
    query,
    batch: (statements) => saying(async () => void (await client.migrate(statements))),
    async close() {
      client.close();
    },
  };
}

function isCreateClient(value: unknown): value is (options: object) => RemoteClient {
  return typeof value === 'function';
}

function failure(cause: unknown): unknown {
  const code = codeOf(cause);
  return cause instanceof Error && code !== null ? new StatementFailed(cause.message, { code, cause }) : cause;
}

/** What the server refused, by the codes of @libsql/client 0.18 and sqld 0.24; `null` for anything else. */
function remoteFailure(cause: unknown): StatementFailed | null {
  const code = textField(cause, 'code');
  if (!(cause instanceof Error) || code === undefined || !/^SQL(?:ITE)?_/.test(code)) return null;
  const inBatch: unknown = Reflect.get(cause, 'statementIndex');
  return new StatementFailed(cause.message.replace(/^(?:[A-Z_]+: )+/, ''), {
    code,
    inBatch: typeof inBatch === 'number' ? inBatch : null,
    cause,
  });
}

/** SQLite's name of what failed; `null` when it was not SQLite. */
function codeOf(cause: unknown): string | null {
  const code = textField(cause, 'code');
  if (code?.startsWith('SQLITE_') === true) return code;
  // node:sqlite gives one code for all, and SQLite's number beside it (24.21).
  if (code !== 'ERR_SQLITE_ERROR' || typeof cause !== 'object' || cause === null) return null;
  return codes[Number(Reflect.get(cause, 'errcode')) & 0xff] ?? 'SQLITE_ERROR';
}

const codes: Record<number, string> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

function saying<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw failure(cause);
  }
}
