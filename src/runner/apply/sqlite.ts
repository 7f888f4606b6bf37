import { StatementFailed } from '../../database/engine.js';
import type { Connection } from '../../database/live/connection.js';
import { LockstepError } from '../../errors.js';
import { MigrationFailed } from '../failed.js';
import { isRow, ledgerTable } from '../ledger.js';
import { DoneMeanwhile } from '../meanwhile.js';
import { type Step, stepsOf } from '../script.js';
import type { Job, RunOptions } from '../types.js';
import { runStepwise } from './stepwise.js';
import { runWhole } from './whole.js';

/** What holds for the whole session. */
export async function prepareSqlite({ connection, lockTimeout }: RunOptions): Promise<void> {
  if (connection.batch === undefined) await connection.run(`pragma busy_timeout = ${Math.round(lockTimeout)}`);
}

/**
 * One transaction with foreign keys off, which SQLite takes notice of before a transaction only: the tables that are
 * copied and dropped in it keep the rows of their children. Whether every reference still holds is looked at before it
 * is kept.
 */
export async function applySqlite(options: RunOptions, job: Job): Promise<void> {
  const { connection } = options;
  const steps = stepsOf('sqlite', job.sql);
  if (connection.batch !== undefined) {
    await overNetwork(options, job, steps);
    return;
  }
  const [setting] = await connection.query('pragma foreign_keys');
  const wasOn = Number(setting?.foreign_keys) === 1;
  const broken = await brokenReferences(connection);
  await connection.run('pragma foreign_keys = off');
  // The lock of a run is a file, which can be deleted; a transaction that writes is alone for certain.
  const afterBegin = async (): Promise<void> => {
    if (await isDone(options, job)) throw new DoneMeanwhile(job);
  };
  const beforeCommit = async (): Promise<void> => {
    const now = await brokenReferences(connection);
    const found = [...now].filter((reference) => !broken.has(reference));
    const [first] = found;
    if (first !== undefined) throw breaksReferences(job, found.length, first);
  };
  try {
    if (steps.some((step) => step.control || isAlone(step))) {
      await runStepwise(options, job, steps, { begin: 'begin immediate', isAlone, tookEffect: async () => false });
    } else await runWhole(connection, job, steps, { begin: 'begin immediate', afterBegin, beforeCommit });
  } finally {
    if (wasOn) await connection.run('pragma foreign_keys = on').catch(() => undefined);
  }
}

/** There is no lock: whoever is late finds in the same transaction that it is done, and does nothing. */
async function overNetwork(options: RunOptions, job: Job, steps: Step[]): Promise<void> {
  const first = refuseDone(options, job);
  try {
    await options.connection.batch?.([first, ...steps.map(({ sql }) => sql), job.note]);
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    if (await isDone(options, job)) throw new DoneMeanwhile(job);
    const step = error.inBatch === null ? null : (steps[error.inBatch - 1] ?? null);
    throw new MigrationFailed(job, step, error, 'Nothing of it stays.');
  }
}

/** A statement that fails where the ledger says that it is done: by an integer overflow, since only a trigger may RAISE. */
function refuseDone({ place }: RunOptions, { row, direction }: Job): string {
  const found = `exists (select 1 from ${ledgerTable('sqlite', place)} where ${isRow('sqlite', row)})`;
  return `select abs(-9223372036854775808) where ${direction === 'up' ? found : `not ${found}`}`;
}

async function isDone({ connection, place }: RunOptions, { row, direction }: Job): Promise<boolean> {
  const rows = await connection.query(
    `select 1 from ${ledgerTable('sqlite', place)} where ${isRow('sqlite', row)} limit 1`,
  );
  return rows.length > 0 === (direction === 'up');
}

/** Rows whose reference leads nowhere, each as one text. */
async function brokenReferences(connection: Connection): Promise<Set<string>> {
  const rows = await connection.query('pragma foreign_key_check');
  return new Set(rows.map((row) => `${String(row.table)} ${String(row.rowid)} ${String(row.parent)}`));
}

function breaksReferences({ migration, direction }: Job, count: number, first: string): LockstepError {
  const [table, rowid, parent] = first.split(' ');
  return new LockstepError(
    `${migration.tag} leaves ${count === 1 ? 'a row' : `${count} rows`} that ${count === 1 ? 'refers' : 'refer'} to nothing, the first in ${table} (rowid ${rowid}) to ${parent}. Nothing of it stays.`,
    {
      exitCode: 1,
      path: direction === 'up' ? migration.path : migration.downPath,
      fix: `Delete or mend those rows in the ${direction === 'up' ? 'migration' : 'down file'}, before the table that they refer to changes.`,
    },
  );
}

function isAlone({ sql }: Step): boolean {
  return /^(?:vacuum|attach|detach)\b/i.test(sql);
}
