import type { Difference } from '../database/difference.js';
import { StatementFailed } from '../database/engine.js';
import { LockstepError } from '../errors.js';
import { type Comparison, compare } from './compare.js';
import { compareWith, type Drift, type DriftOptions, refuseUnclear } from './drift.js';
import { createLedger, ledgerTable, noteApplied, readLedger } from './ledger.js';
import type { LocalMigration } from './local.js';
import { acquireLock } from './lock.js';
import { findMigration } from './migrate.js';
import { isReadOnly, readOnlyMend } from './read-only.js';
import type { RunnerEvent } from './types.js';

export interface BaselineOptions extends DriftOptions {
  /** The last migration that the database has: a tag, or the beginning of one. All of them where there is none. */
  to?: string | undefined;
  /** Differences that are accepted, by their keys: `index users.users_email_idx`. */
  accept: string[];
  /** In milliseconds: how long to wait for another migrator. */
  waitFor: number;
  dryRun?: boolean | undefined;
  on(event: RunnerEvent): void;
}

export interface Baseline {
  /** What is noted as applied now, or, as a dry run, would be; nothing where `differences` has something. */
  noted: string[];
  /** What was noted before. */
  before: number;
  /** How the database differs from what those migrations build, what was accepted left out. */
  differences: Difference[];
  accepted: Difference[];
  /** Nothing of what the migrations build is there. */
  isEmpty: boolean;
  drift: Drift | null;
}

/**
 * Lets a database join that was built by other means: proves that its schema is what the migrations build, and notes
 * them as applied, all in one transaction and under the lock of the migrators. No row of a table is looked at.
 *
 * @throws LockstepError (exit 1) when it is not clear what the database has, (exit 2) when `to` or `accept` name nothing.
 */
export async function baseline(options: BaselineOptions): Promise<Baseline> {
  const { history, to } = options;
  const last = to === undefined ? history.migrations.at(-1) : findMigration(history.migrations, to);
  if (last === undefined) {
    throw new LockstepError(`There are no migrations in ${history.folder}.`, {
      path: history.folder,
      fix: 'Generate the first one from the schema as the database has it: lockstep generate',
    });
  }
  const upTo = history.migrations.slice(0, history.migrations.indexOf(last) + 1);
  await refuseUnclear(options);
  const found = missingOf(await read(options), upTo);
  if (found.missing.length === 0) return { ...nothing, before: found.applied.length };
  const built = new Set([...upTo, ...found.applied]);
  // The replay takes seconds: others may migrate meanwhile, and what they did is seen below.
  return compareWith(
    options,
    history.migrations.filter((migration) => built.has(migration)),
    (drift) => noteWhereEqual(options, upTo, found.applied, drift),
  );
}

const nothing = { noted: [], differences: [], accepted: [], isEmpty: false, drift: null };

async function noteWhereEqual(
  options: BaselineOptions,
  upTo: LocalMigration[],
  appliedBefore: LocalMigration[],
  drift: Drift,
): Promise<Baseline> {
  const { accept, dryRun = false } = options;
  const unknown = accept.filter((key) => !drift.differences.some((difference) => difference.key === key));
  if (unknown.length > 0) {
    throw new LockstepError(`There is no difference ${unknown.map((key) => JSON.stringify(key)).join(', ')}.`, {
      fix: 'Name it as its line begins, for example: --accept "index users.users_email_idx"',
    });
  }
  const [accepted, differences] = [
    drift.differences.filter(({ key }) => accept.includes(key)),
    drift.differences.filter(({ key }) => !accept.includes(key)),
  ];
  const isEmpty = ![...drift.expected.keys()].some((key) => key.startsWith('table ') && drift.found.has(key));
  const result = { before: appliedBefore.length, differences, accepted, isEmpty, drift };
  if (differences.length > 0) return { ...result, noted: [] };
  if (dryRun) {
    const { missing } = missingOf(await read(options), upTo);
    return { ...result, noted: missing.map(({ tag }) => tag) };
  }
  return { ...result, noted: (await note(options, upTo, appliedBefore)).map(({ tag }) => tag) };
}

/** Writes the rows, all or none. */
async function note(
  options: BaselineOptions,
  upTo: LocalMigration[],
  appliedBefore: LocalMigration[],
): Promise<LocalMigration[]> {
  const { connection, history, place } = options;
  const { dialect } = connection;
  const lock = await acquireLock(options);
  try {
    const { missing, applied } = missingOf(await read(options), upTo);
    if (applied.length !== appliedBefore.length) {
      throw new LockstepError('Another migrator worked on this database meanwhile. Nothing was written.', {
        exitCode: 1,
        fix: 'Look where it stands now: lockstep status',
      });
    }
    const statements = [
      ...createLedger(dialect, place, history.line),
      ...missing.map((migration) => noteApplied(dialect, place, history.line, migration)),
    ];
    await lock.verify();
    await allOrNothing(options, statements);
    const left = missingOf(await read(options), upTo).missing;
    if (left.length > 0) {
      throw new LockstepError(`${left[0]?.tag} was noted, and the ledger has no row of it.`, { exitCode: 1 });
    }
    return missing;
  } finally {
    await lock.release().catch(() => undefined);
  }
}

/** MySQL commits the making of a table by itself: an empty ledger may stay behind. */
async function allOrNothing({ connection, place }: BaselineOptions, statements: string[]): Promise<void> {
  const { dialect } = connection;
  const begin = { postgresql: 'begin', mysql: 'start transaction', sqlite: 'begin immediate' }[dialect];
  const [first = [], then = statements] = dialect === 'mysql' ? [statements.slice(0, 1), statements.slice(1)] : [];
  try {
    if (connection.batch !== undefined) {
      await connection.batch(statements);
      return;
    }
    for (const statement of [...first, begin, ...then, 'commit']) await connection.run(statement);
  } catch (cause) {
    await connection.run('rollback').catch(() => undefined);
    if (!(cause instanceof StatementFailed)) throw cause;
    throw new LockstepError(`${ledgerTable(dialect, place)} cannot be written: ${cause.message}. Nothing was noted.`, {
      exitCode: 1,
      fix: isReadOnly(cause)
        ? readOnlyMend
        : 'Use a user who may create tables (on PostgreSQL schemas, too) and write into that one.',
      cause,
    });
  }
}

async function read({ connection, history, place }: BaselineOptions): Promise<Comparison> {
  const { rows } = await readLedger(connection, place, history.line);
  return compare(history.line, history.migrations, rows);
}

function missingOf({ standings, pending }: Comparison, upTo: LocalMigration[]) {
  return {
    missing: pending.filter((migration) => upTo.includes(migration)),
    applied: standings.flatMap(({ migration, row }) => (row === null ? [] : [migration])),
  };
}
