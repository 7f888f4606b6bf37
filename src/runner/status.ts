import type { Connection } from '../database/live/connection.js';
import { type Comparison, compare } from './compare.js';
import { readDown } from './down.js';
import { type LedgerPlace, type LedgerRow, type LedgerState, readLedger } from './ledger.js';
import type { LocalHistory, LocalMigration } from './local.js';
import { doneHash, type Progress, readProgress } from './progress.js';
import { stepsOf } from './script.js';

export type MigrationState =
  | 'applied'
  | 'pending'
  /** Pending, and older than one that is applied. */
  | 'out of order'
  /** Applied with other SQL than its file has now. */
  | 'edited'
  /** Some of its statements are done: it cannot be one transaction, and was cut off. */
  | 'half-applied'
  | 'half-undone';

/** Where one migration stands. */
export interface MigrationStatus {
  tag: string;
  state: MigrationState;
  /** When it was made, as ISO 8601: `when` of the journal, or the time in the folder's name. */
  made: string | null;
  /** When it was applied, as the ledger says it; the 0.x line does not write it down. */
  appliedAt: string | null;
  /** Nothing but the line endings of an edited file differs. */
  lineEndings?: true;
  /** Of one that is half done: how many of its statements are, and whether these are not in its file as they ran. */
  progress?: { done: number; of: number; isOtherSql: boolean };
}

export interface Status {
  /** `isOtherLine`: it has rows, and the migrations are of the other line than the migrator that wrote them. */
  ledger: Pick<LedgerState, 'exists' | 'line'> & { isOtherLine: boolean };
  /** Every migration of the history, in its order. */
  migrations: MigrationStatus[];
  /** Rows of the ledger that no file explains. */
  unknown: LedgerRow[];
  /** Migrations that were begun and whose files are gone. */
  abandoned: Progress[];
}

/** Where a database stands. It is read only, and a ledger that is not there has no rows. */
export async function readStatus(
  connection: Connection,
  history: LocalHistory,
  place: LedgerPlace,
): Promise<Status & { comparison: Comparison }> {
  const ledger = await readLedger(connection, place, history.line);
  const progress = (await readProgress(connection, place)).filter(isBegun);
  const comparison = compare(history.line, history.migrations, ledger.rows);
  return { ...statusOf(connection, history, ledger, comparison, progress), comparison };
}

/** The same from what was read. */
export function statusOf(
  { dialect }: Pick<Connection, 'dialect'>,
  { migrations, line: own }: LocalHistory,
  { exists, line, rows }: LedgerState,
  { standings, outOfOrder, edited, unknown }: Comparison,
  progress: Progress[],
): Status {
  const late = new Set(outOfOrder);
  const changed = new Map(edited.map((one) => [one.migration, one]));
  const begun = new Map(progress.map((row) => [row.tag, row]));
  const tags = new Set(migrations.map(({ tag }) => tag));
  return {
    ledger: { exists, line, isOtherLine: rows.length > 0 && line !== own },
    migrations: standings.map(({ migration, row }): MigrationStatus => {
      const { tag, when } = migration;
      const base = { tag, made: dateOf(when), appliedAt: dateOf(row?.appliedAt ?? null) };
      const half = begun.get(tag);
      // One that was cut off on its way up has no row yet, one on its way down still has it.
      if (half !== undefined && (half.direction === 'down') === (row !== null)) {
        const state = half.direction === 'down' ? 'half-undone' : 'half-applied';
        return { ...base, state, progress: progressOf(dialect, migration, half) };
      }
      const edit = changed.get(migration);
      if (edit !== undefined) return { ...base, state: 'edited', ...(edit.lineEndings ? { lineEndings: true } : {}) };
      if (row !== null) return { ...base, state: 'applied' };
      return { ...base, state: late.has(migration) ? 'out of order' : 'pending' };
    }),
    unknown,
    abandoned: progress.filter(({ tag }) => !tags.has(tag)),
  };
}

/** Whether every migration is applied as its file has it, and the ledger has nothing else. */
export function isUpToDate({ ledger, migrations, unknown, abandoned }: Status): boolean {
  if (ledger.isOtherLine) return false;
  return migrations.every(({ state }) => state === 'applied') && unknown.length === 0 && abandoned.length === 0;
}

/** A row is written before the first statement, too. */
function isBegun({ done, before }: Progress): boolean {
  return done > 0 || before !== '';
}

function progressOf(
  dialect: Connection['dialect'],
  migration: LocalMigration,
  { direction, done, hash }: Progress,
): MigrationStatus['progress'] {
  const steps = stepsOf(dialect, direction === 'up' ? migration.sql : readDown(dialect, migration).sql);
  return { done, of: steps.length, isOtherSql: hash !== doneHash(steps, done) };
}

/** ISO 8601 without the fraction; what is no date is left as it is. */
function dateOf(value: string | number | null): string | null {
  if (value === null) return null;
  // Timestamps of MySQL and SQLite, without a zone, are shown as they are.
  if (typeof value === 'string' && !/Z$|[+-]\d\d(?::?\d\d)?$/.test(value)) return value;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 19)}Z`;
}
