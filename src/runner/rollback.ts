import { LockstepError } from '../errors.js';
import { appliers } from './apply/index.js';
import { compare } from './compare.js';
import { type Down, type DownProblem, readDown } from './down.js';
import { refuseHalfApplied } from './halfway.js';
import { type LedgerRow, noteUndone, readLedger } from './ledger.js';
import type { LocalMigration } from './local.js';
import { acquireLock } from './lock.js';
import { findMigration } from './migrate.js';
import { hasProgress, readProgress, tidyProgress } from './progress.js';
import { refuseDifferences } from './refuse.js';
import { retrying } from './retry.js';
import type { Job, RunOptions } from './types.js';

export interface RollbackOptions extends RunOptions {
  /** How many to undo; 1 where `to` is not given either. */
  steps?: number | undefined;
  /** The last migration that stays: a tag, or the beginning of one. Everything after it is undone. */
  to?: string | undefined;
  /** Migrations that are undone whatever their down files say: tags, or the beginnings of some. */
  accept?: string[] | undefined;
}

/** One migration that is to be undone. */
export interface Undoing {
  migration: LocalMigration;
  row: LedgerRow;
  down: Down;
  /** Its problems were accepted by its name. */
  accepted: boolean;
  /** How many statements of its down file are done, where a run of it was cut off; else `null`. */
  begun: number | null;
}

export interface RollbackPlan {
  /** Newest first, in the order of the history: each down file was made for the schema that the ones before leave. */
  undo: Undoing[];
  /** How many stay applied. */
  stay: number;
}

/** What a rollback did. */
export interface RolledBack {
  undone: { tag: string; milliseconds: number }[];
  /** How many are still applied. */
  total: number;
}

/**
 * What a rollback would do, and what speaks against it. Changes nothing.
 *
 * @throws LockstepError (exit 1) when history and ledger contradict each other, or a migration is half applied; (exit 2)
 * when `steps`, `to` or `accept` make no sense.
 */
export async function planRollback(options: RollbackOptions): Promise<RollbackPlan> {
  const { connection, history, place } = options;
  await appliers[connection.dialect].prepare(options);
  const ledger = await readLedger(connection, place, history.line);
  const comparison = compare(history.line, history.migrations, ledger.rows);
  refuseDifferences(history, ledger, comparison, place, connection);
  const applied = comparison.standings.flatMap(({ migration, row }) => (row === null ? [] : [{ migration, row }]));
  const wanted = wantedOf(applied, options);
  const progress = await readProgress(connection, place);
  const tags = wanted.map(({ migration }) => migration);
  refuseHalfApplied(progress, comparison, tags, options);
  const accepted = (options.accept ?? []).map((name) => findMigration(history.migrations, name));
  return {
    undo: wanted.map(({ migration, row }) => ({
      migration,
      row,
      down: readDown(connection.dialect, migration),
      accepted: accepted.includes(migration),
      begun: progress.find(({ tag, direction }) => direction === 'down' && tag === migration.tag)?.done ?? null,
    })),
    stay: applied.length - wanted.length,
  };
}

/** What speaks against a plan and was not accepted. */
export function openProblems({ undo }: RollbackPlan): { migration: LocalMigration; problem: DownProblem }[] {
  return undo.flatMap(({ migration, down, accepted }) =>
    accepted ? [] : down.problems.map((problem) => ({ migration, problem })),
  );
}

/**
 * Undoes migrations by their down files, newest first, each with its row in the ledger. Holds the lock that `migrate`
 * holds; what was planned before it was held is looked at again under it.
 *
 * @param plan what was shown to whoever asked for it; made here when left out.
 * @throws LockstepError (exit 1) before anything is done when a migration has problems that were not accepted; when a
 * statement is refused (MigrationFailed); when the ledger is not as it must be afterwards. Otherwise as `planRollback`.
 */
export async function rollback(options: RollbackOptions, plan?: RollbackPlan): Promise<RolledBack> {
  const { connection, place } = options;
  const planned = plan ?? (await planRollback(options));
  refuseProblems(planned);
  if (planned.undo.length === 0 && !(await hasProgress(connection, place))) return { undone: [], total: planned.stay };
  const lock = await acquireLock(options);
  try {
    const { dialect } = connection;
    const { undo } = await stillAs(planned, options);
    const undone: RolledBack['undone'] = [];
    for (const [at, undoing] of undo.entries()) {
      await lock.verify();
      const { tag } = undoing.migration;
      options.on({ type: 'start', tag, number: at + 1, of: undo.length, outOfOrder: false });
      const start = performance.now();
      await retrying(tag, options, () => appliers[dialect].apply(options, jobOf(undoing, options)));
      const milliseconds = Math.round(performance.now() - start);
      options.on({ type: 'done', tag, milliseconds });
      undone.push({ tag, milliseconds });
    }
    const total = await verify(options, undo);
    await tidyProgress(connection, place);
    return { undone, total };
  } finally {
    await lock.release().catch(() => undefined);
  }
}

function wantedOf<T extends { migration: LocalMigration }>(
  applied: T[],
  { steps, to, history: { migrations } }: RollbackOptions,
): T[] {
  if (to !== undefined) {
    if (steps !== undefined) throw new LockstepError('Either a number of migrations or the last one that stays.');
    const last = findMigration(migrations, to);
    if (!applied.some(({ migration }) => migration === last)) {
      throw new LockstepError(`${last.tag} is not applied, so that nothing can be undone down to it.`, {
        fix: 'lockstep status shows what is applied.',
      });
    }
    const end = migrations.indexOf(last);
    return applied.filter(({ migration }) => migrations.indexOf(migration) > end).reverse();
  }
  const count = steps ?? 1;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new LockstepError('The number of migrations to undo is a whole number from 1 on.');
  }
  if (applied.length === 0) {
    throw new LockstepError('No migration is applied: there is nothing to undo.', {
      exitCode: 1,
      fix: 'Is this the right database? lockstep status shows where it stands.',
    });
  }
  if (count > applied.length) {
    throw new LockstepError(
      `${count} migrations cannot be undone: ${applied.length} ${applied.length === 1 ? 'is' : 'are'} applied.`,
      {
        fix: 'lockstep status shows them.',
      },
    );
  }
  return applied.slice(-count).reverse();
}

function refuseProblems(plan: RollbackPlan): void {
  const open = openProblems(plan);
  const [first] = open;
  if (first === undefined) return;
  const tags = [...new Set(open.map(({ migration }) => migration.tag))];
  const lines = open.map(({ migration, problem }) => `\n  ${migration.tag}: ${problem.message}`);
  throw new LockstepError(`Nothing was undone.${lines.join('')}`, {
    exitCode: 1,
    path: first.migration.downPath,
    fix: `To undo it all the same, accept it by its name: ${tags.map((tag) => `--accept ${tag}`).join(' ')}`,
  });
}

/** The plan as it is under the lock. What nobody has seen is not undone. */
async function stillAs(planned: RollbackPlan, options: RollbackOptions): Promise<RollbackPlan> {
  const shape = ({ undo }: RollbackPlan): string =>
    JSON.stringify(undo.map(({ migration, down }) => [migration.tag, down.sql]));
  const now = await planRollback(options).catch((cause: unknown) => {
    if (cause instanceof LockstepError) throw changed(cause);
    throw cause;
  });
  if (shape(now) !== shape(planned)) throw changed();
  return now;
}

function changed(cause?: LockstepError): LockstepError {
  const why = cause === undefined ? '' : ` ${cause.message}`;
  return new LockstepError(`What is applied changed before the rollback began, and nothing was undone.${why}`, {
    exitCode: 1,
    fix: 'Another migrator was at work. lockstep status shows where the database stands; then ask again.',
    cause,
  });
}

function jobOf({ migration, row, down }: Undoing, { connection, place }: RunOptions): Job {
  return { migration, sql: down.sql, note: noteUndone(connection.dialect, place, row), row, direction: 'down' };
}

/** Only what the ledger says afterwards counts. Returns how many are still applied. */
async function verify({ connection, history, place }: RunOptions, undone: Undoing[]): Promise<number> {
  const { rows } = await readLedger(connection, place, history.line);
  const { standings } = compare(history.line, history.migrations, rows);
  const applied = standings.filter(({ row }) => row !== null).map(({ migration }) => migration);
  const left = undone.find(({ migration }) => applied.includes(migration));
  if (left === undefined) return applied.length;
  throw new LockstepError(`${left.migration.tag} was undone, and the ledger still has a row of it.`, {
    exitCode: 1,
    path: left.migration.downPath,
    fix: 'Look whether a rule or trigger on the ledger keeps rows, and what lockstep status says.',
  });
}
