import { ConnectionLost } from '../database/live/lost.js';
import { LockstepError } from '../errors.js';
import { appliers } from './apply/index.js';
import { type Comparison, compare } from './compare.js';
import { refuseHalfUndone } from './halfway.js';
import { ensureLedger, noteApplied, readLedger } from './ledger.js';
import type { LocalMigration } from './local.js';
import { acquireLock } from './lock.js';
import { DoneMeanwhile } from './meanwhile.js';
import { hasProgress, readProgress, tidyProgress } from './progress.js';
import { refuseDifferences } from './refuse.js';
import { retrying } from './retry.js';
import type { Job, RunOptions } from './types.js';

/** What a run of `migrate` did, or, as a dry run, would do. */
export interface Migrated {
  applied: { tag: string; milliseconds: number; outOfOrder: boolean }[];
  /** How many are applied by now. */
  total: number;
}

export interface MigrateOptions extends RunOptions {
  /** The last migration to apply: a tag, or the beginning of one. */
  to?: string | undefined;
  dryRun?: boolean | undefined;
}

/**
 * Applies what is pending, each migration with its row in the ledger, in the order of the history. One that is older
 * than the newest applied is applied too. Holds the lock from before the ledger is read until the end.
 *
 * @throws LockstepError (exit 1) when history and ledger contradict each other, when a migration fails
 * (MigrationFailed), or when the ledger is not as it must be afterwards; (exit 2) when `to` names none.
 */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
  const { connection, history, place } = options;
  await appliers[connection.dialect].prepare(options);
  if (options.dryRun === true) {
    const { pending, outOfOrder, standings } = await stand(options);
    const wanted = upTo(pending, options);
    return {
      applied: wanted.map((one) => ({ tag: one.tag, milliseconds: 0, outOfOrder: outOfOrder.includes(one) })),
      total: standings.length - pending.length,
    };
  }
  // Nothing pending needs no lock: it is looked at again under the lock otherwise.
  const before = await stand(options);
  if (upTo(before.pending, options).length === 0 && !(await hasProgress(connection, place))) {
    return { applied: [], total: before.standings.length - before.pending.length };
  }
  const lock = await acquireLock(options);
  try {
    await ensureLedger(connection, place, history.line);
    const { pending, outOfOrder } = await stand(options);
    const wanted = upTo(pending, options);
    const applied: Migrated['applied'] = [];
    for (const [at, migration] of wanted.entries()) {
      await lock.verify();
      const isLate = outOfOrder.includes(migration);
      options.on({ type: 'start', tag: migration.tag, number: at + 1, of: wanted.length, outOfOrder: isLate });
      const start = performance.now();
      if (!(await applyOne(migration, options))) continue;
      const milliseconds = Math.round(performance.now() - start);
      options.on({ type: 'done', tag: migration.tag, milliseconds });
      applied.push({ tag: migration.tag, milliseconds, outOfOrder: isLate });
    }
    const total = await verify(options, wanted);
    await tidyProgress(connection, place);
    return { applied, total };
  } finally {
    await lock.release().catch(() => undefined);
  }
}

/** False where somebody else applied it in this moment. */
async function applyOne(migration: LocalMigration, options: RunOptions): Promise<boolean> {
  const { apply } = appliers[options.connection.dialect];
  try {
    await retrying(migration.tag, options, () => apply(options, jobOf(migration, options)));
    return true;
  } catch (error) {
    if (error instanceof DoneMeanwhile) return false;
    throw error instanceof ConnectionLost ? cutOff(migration, error) : error;
  }
}

/** Where the database stands; refused when nothing can be said of what is pending. */
async function stand(options: RunOptions): Promise<Comparison> {
  const { connection, history, place } = options;
  const ledger = await readLedger(connection, place, history.line);
  const comparison = compare(history.line, history.migrations, ledger.rows);
  refuseDifferences(history, ledger, comparison, place, connection);
  refuseHalfUndone(await readProgress(connection, place), comparison, options);
  return comparison;
}

function upTo(pending: LocalMigration[], { to, history }: MigrateOptions): LocalMigration[] {
  if (to === undefined) return pending;
  const last = findMigration(history.migrations, to);
  const end = history.migrations.indexOf(last);
  return pending.filter((migration) => history.migrations.indexOf(migration) <= end);
}

/** The migration of that tag, or the only one whose tag begins so. Throws a LockstepError (exit 2) when there is none. */
export function findMigration(migrations: LocalMigration[], name: string): LocalMigration {
  const exact = migrations.find(({ tag }) => tag === name);
  const beginning = migrations.filter(({ tag }) => tag.startsWith(name));
  const found = exact ?? (beginning.length === 1 ? beginning[0] : undefined);
  if (found !== undefined) return found;
  const tags = (beginning.length > 1 ? beginning : migrations).map(({ tag }) => tag);
  throw new LockstepError(
    beginning.length > 1 ? `Several migrations begin with ${name}.` : `There is no migration ${name}.`,
    { exitCode: 2, fix: `Name one of: ${tags.slice(-10).join(', ')}` },
  );
}

/** Whether the end of a transaction had reached the server, nobody knows; the next run looks. */
function cutOff({ tag, path }: LocalMigration, { message, fix = '', cause }: ConnectionLost): LockstepError {
  return new LockstepError(`${tag} was cut off: ${message}`, { exitCode: 1, path, fix, cause });
}

function jobOf(migration: LocalMigration, { connection, history, place }: RunOptions): Job {
  const note = noteApplied(connection.dialect, place, history.line, migration);
  const { hash, when, tag } = migration;
  const row = { hash, createdAt: when, name: history.line === 'folders' ? tag : null };
  return { migration, sql: migration.sql, note, row, direction: 'up' };
}

/** Only what the ledger says afterwards counts. Returns how many are applied. */
async function verify({ connection, history, place }: RunOptions, wanted: LocalMigration[]): Promise<number> {
  const { rows } = await readLedger(connection, place, history.line);
  const { standings, pending } = compare(history.line, history.migrations, rows);
  const missing = wanted.filter((migration) => pending.includes(migration));
  const [first] = missing;
  if (first === undefined) return standings.length - pending.length;
  throw new LockstepError(`${first.tag} ran, and the ledger has no row of it.`, {
    exitCode: 1,
    path: first.path,
    fix: 'Look whether a rule or trigger on the ledger takes rows away, and what lockstep status says.',
  });
}
