import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LockstepError } from '../../errors.js';
import { textField } from '../engine.js';
import { findPackage, missingPackage } from '../packages.js';
import { connectorOf, type Session } from '../postgresql/drivers.js';
import { postgresFailure } from '../postgresql/failure.js';
import { isLocalAddress, refuseNoPath, refusePooler, shownAddress } from './address.js';
import { type Connection, refuseMissing, type Target } from './connection.js';
import { type FileLock, tryFileLock } from './file-lock.js';
import { connectionLost, isGone } from './lost.js';
import { neonConnector } from './neon.js';
import { type Patience, waitUntil } from './wait.js';

/** A PostgreSQL server, or PGlite where the address is a folder. Through whichever driver the project has. */
export async function connectPostgresql(
  projectFolder: string,
  target: Target,
  patience: Patience,
): Promise<Connection> {
  if (!/^postgres(?:ql)?:\/\//i.test(target.url)) return connectPglite(projectFolder, target, patience);
  refusePooler(target);
  const connect = connectorOf(projectFolder) ?? neonConnector(projectFolder);
  if (connect === null) throw missingPackage(projectFolder, 'pg', 'a PostgreSQL server is reached through it');
  const session = await connecting(target, () => connect(target.url));
  return sessionConnection(session, {
    target: shownAddress(target.url),
    isLocal: isLocalAddress(target.url),
    file: null,
  });
}

interface PgliteClass {
  create(
    folder: string,
  ): Promise<{ exec(sql: string): Promise<unknown>; query(sql: string): Promise<unknown>; close(): Promise<void> }>;
}

async function connectPglite(projectFolder: string, target: Target, patience: Patience): Promise<Connection> {
  const memory = target.url.startsWith('memory://');
  if (!memory) refuseNoPath(target, "postgres://USER:PASSWORD@HOST:5432/DATABASE, or as a folder of PGlite's");
  const create = findPackage(projectFolder, '@electric-sql/pglite')?.exports.PGlite;
  if (!isPglite(create)) {
    throw missingPackage(
      projectFolder,
      '@electric-sql/pglite',
      `${target.from} is no postgres:// address, and a folder is opened by it`,
    );
  }
  const folder = resolve(projectFolder, target.url.replace(/^file:(?:\/\/)?/, ''));
  if (!memory && isFile(folder)) {
    throw new LockstepError(`${target.from} is a file (${folder}); PGlite keeps a database in a folder.`, {
      path: folder,
    });
  }
  if (!memory) refuseOtherFolder(folder, target);
  if (!memory) refuseMissing(folder, target, join(folder, clusterSign));
  // PGlite has none of its own, and two processes in one folder destroy it (seen on 0.5.16).
  const lock = memory ? null : await lockFolder(folder, target, patience);
  const database = await connecting(target, () => create.create(memory ? target.url : folder)).catch(
    async (failure: unknown) => {
      await lock?.release();
      throw failure;
    },
  );
  const session: Session = {
    async query(sql) {
      const answer = await database.query(sql);
      return typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows)
        ? answer.rows
        : [];
    },
    async end() {
      await database.close();
      await lock?.release();
    },
  };
  return sessionConnection(session, {
    target: memory ? 'PGlite in memory' : folder,
    isLocal: true,
    file: memory ? null : folder,
    run: (sql) => database.exec(sql),
  });
}

/** The file by which PostgreSQL tells that a folder holds a database. */
const clusterSign = 'PG_VERSION';

/** PGlite would put its files between those that are there. */
function refuseOtherFolder(folder: string, { from }: Target): void {
  if (!existsSync(folder) || existsSync(join(folder, clusterSign)) || readdirSync(folder).length === 0) return;
  throw new LockstepError(`${from} is a folder with other files (${folder}), and no database of PGlite's.`, {
    exitCode: 2,
    path: folder,
    fix: 'Name a folder that is empty or not there yet, or correct the address.',
  });
}

/** Waits until no other process has the folder open through lockstep. */
async function lockFolder(folder: string, { from }: Target, patience: Patience): Promise<FileLock> {
  if (!existsSync(dirname(folder))) {
    throw new LockstepError(`There is no folder ${dirname(folder)} for the database of ${from}.`, {
      path: dirname(folder),
      fix: 'Make the folder, or correct the address.',
    });
  }
  const lock = await waitUntil(patience, () => tryFileLock(folder));
  if (lock !== null) return lock;
  throw new LockstepError(
    `Another process has had ${folder} open for ${Math.round(patience.waitFor / 1000)} seconds.`,
    {
      exitCode: 1,
      fix: `End it, then run this again. Where none runs, delete ${folder}.lockstep-lock`,
    },
  );
}

async function sessionConnection(
  session: Session,
  about: { target: string; isLocal: boolean; file: string | null; run?: (sql: string) => Promise<unknown> },
): Promise<Connection> {
  const { run = (sql: string) => session.query(sql), ...rest } = about;
  const saying = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const failure = postgresFailure(sql, cause);
      if (rest.file === null && isGone(failure)) throw connectionLost(rest.target, cause);
      throw failure;
    }
  };
  const [row] = await session.query("select current_setting('server_version') as version");
  let isOpen = true;
  return {
    ...rest,
    dialect: 'postgresql',
    label: `PostgreSQL ${String(row?.version).split(' ')[0]}`,
    async run(sql) {
      await saying(sql, () => run(sql));
    },
    query: (sql) => saying(sql, () => session.query(sql)),
    async close() {
      if (isOpen) await session.end().catch(() => undefined);
      isOpen = false;
    },
  };
}

/** Never the whole address in a message: it holds a password. */
async function connecting<T>({ url, from }: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cannotConnect(shownAddress(url), from, cause);
  }
}

/** What could not be reached, why, and what to look at. Exit 2. */
export function cannotConnect(target: string, from: string, cause: unknown): LockstepError {
  // fetch says why in the cause of what it throws.
  const code = textField(cause, 'code') ?? textField(cause instanceof Error ? cause.cause : null, 'code') ?? '';
  const whole = cause instanceof Error && cause.message !== '' ? cause.message : code;
  // fetch names the address with its password (Node.js 24).
  const said = whole.replace(/\/\/[^\s/]*@/g, '//');
  return new LockstepError(`${target} cannot be connected to: ${said.replace(/\.$/, '') || 'no reason given'}.`, {
    exitCode: 2,
    fix: mends[code] ?? `Look at the address in ${from}, and whether the database is there.`,
    cause,
  });
}

const mends: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens there: start the server, or correct host and port.',
  ENOTFOUND: 'There is no such host: correct the name.',
  ETIMEDOUT: 'No answer: look at the network, a firewall, or whether the server is asleep.',
  '28P01': 'The password or the user is wrong.',
  '28000': 'The user may not connect from here.',
  '3D000': 'There is no such database: create it first.',
  ER_ACCESS_DENIED_ERROR: 'The password or the user is wrong.',
  ER_BAD_DB_ERROR: 'There is no such database: create it first.',
  ER_DBACCESS_DENIED_ERROR: 'There is no such database, or the user has no right to it.',
  SQLITE_NOTADB: 'The file is no SQLite database, or an encrypted one: correct the address.',
  SQLITE_CANTOPEN: 'The user may not open it: correct the address, or the rights.',
  SQLITE_BUSY: 'Another process has held it for five seconds: let that one end, then run this again.',
};

function isPglite(value: unknown): value is PgliteClass {
  return typeof value === 'function' && 'create' in value;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
