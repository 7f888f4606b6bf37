import { createHash } from 'node:crypto';
import type { Connection } from '../database/live/connection.js';
import { tryFileLock } from '../database/live/file-lock.js';
import { waitUntil } from '../database/live/wait.js';
import { LockstepError } from '../errors.js';
import { literal } from '../sql/quote.js';
import { type LedgerPlace, ledgerTable } from './ledger.js';
import type { RunOptions } from './types.js';

/** Held by one migrator of a database at a time. */
export interface Lock {
  /** Throws when the lock is no longer held: the connection was lost and made anew, for one. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

type Options = Pick<RunOptions, 'connection' | 'place' | 'waitFor' | 'on'>;

/**
 * Waits until no other migrator works on this database, and keeps others out until it is released or the process ends.
 *
 * @throws LockstepError (exit 1) when it is not free in time.
 */
export function acquireLock(options: Options): Promise<Lock> {
  const { dialect, file } = options.connection;
  if (dialect === 'sqlite' && file !== null) return besideFile(file, options);
  // libSQL over the network has no session: its transactions look at the ledger again themselves.
  if (dialect === 'sqlite') return Promise.resolve({ verify: async () => {}, release: async () => {} });
  return dialect === 'postgresql' ? advisoryLock(options) : namedLock(options);
}

/** PostgreSQL frees it when the session ends. */
async function advisoryLock(options: Options): Promise<Lock> {
  const { connection } = options;
  const key = keyOf(connection, options.place);
  const own = await waitForLock(options, async () => {
    const [row] = await connection.query(`select pg_try_advisory_lock(${key}) as held, pg_backend_pid() as session`);
    return row?.held === true ? { session: row.session } : null;
  });
  return {
    async verify() {
      const [row] = await connection.query('select pg_backend_pid() as session');
      if (row?.session !== own.session) throw lost();
    },
    async release() {
      await connection.query(`select pg_advisory_unlock(${key})`);
    },
  };
}

/** MySQL frees it when the session ends. */
async function namedLock(options: Options): Promise<Lock> {
  const { connection } = options;
  const [database] = await connection.query('select database() as name');
  const text = `${String(database?.name)}.${options.place.table}`;
  // A name has at most 64 characters.
  const name = literal('mysql', `lockstep ${createHash('sha256').update(text).digest('hex').slice(0, 40)}`);
  await waitForLock(options, async () => {
    const [row] = await connection.query(`select get_lock(${name}, 0) as held`);
    return Number(row?.held) === 1 ? name : null;
  });
  return {
    async verify() {
      const [row] = await connection.query(`select is_used_lock(${name}) = connection_id() as held`);
      if (Number(row?.held) !== 1) throw lost();
    },
    async release() {
      await connection.query(`select release_lock(${name})`);
    },
  };
}

/** Writing is SQLite's own lock; this one is for the whole of a run. */
async function besideFile(file: string, options: Options): Promise<Lock> {
  const lock = await waitForLock(options, () => tryFileLock(file));
  return {
    async verify() {
      if (!(await lock.isHeld())) throw lost();
    },
    release: () => lock.release(),
  };
}

async function waitForLock<T>({ waitFor, on }: Options, attempt: () => Promise<T | null>): Promise<T> {
  const patience = { waitFor, waiting: (seconds: number) => on({ type: 'waiting', seconds }) };
  const taken = await waitUntil(patience, attempt);
  if (taken !== null) return taken;
  throw new LockstepError(`Another migrator has held the lock for ${Math.round(waitFor / 1000)} seconds.`, {
    exitCode: 1,
    fix: 'Look whether it still works, or hangs (lockstep status shows what is applied); then run this again.',
  });
}

/** A number for the lock of one ledger: advisory locks are those of a database. */
function keyOf(connection: Connection, place: LedgerPlace): string {
  const text = `drizzle-lockstep ${ledgerTable(connection.dialect, place)}`;
  return createHash('sha256').update(text).digest().readBigInt64BE(0).toString();
}

function lost(): LockstepError {
  return new LockstepError('The connection that held the lock was lost. Nothing more was done.', {
    exitCode: 1,
    fix: 'Run it again: it goes on where this stopped.',
  });
}
