import type { KitLine } from '../project/project.js';
import type { LedgerRow } from './ledger.js';
import { type LocalMigration, sha256 } from './local.js';

/** One migration, and what the ledger knows of it. */
export interface Standing {
  migration: LocalMigration;
  row: LedgerRow | null;
}

/** Where a database stands: the history and its ledger, compared as sets. */
export interface Comparison {
  /** In the order of the history. */
  standings: Standing[];
  /** Those that are not applied, in the order of the history. */
  pending: LocalMigration[];
  /** Pending, and older than one that is applied: drizzle's 0.x migrator would skip them in silence. */
  outOfOrder: LocalMigration[];
  /** Applied with other SQL than the file has now. `lineEndings`: nothing but the line endings differs. */
  edited: { migration: LocalMigration; row: LedgerRow; lineEndings: boolean }[];
  /** Rows that no file explains. */
  unknown: LedgerRow[];
}

/**
 * Finds the row of each migration. On the journal line a row is known by its time and its hash together, then by either
 * of them alone; on the folders line by its name, and, in a ledger that a 0.x migrator wrote, likewise.
 */
export function compare(line: KitLine, migrations: LocalMigration[], rows: LedgerRow[]): Comparison {
  const left = new Set(rows);
  const found = new Map<LocalMigration, LedgerRow>();
  const take = (fits: (migration: LocalMigration, row: LedgerRow) => boolean): void => {
    for (const migration of migrations) {
      if (found.has(migration)) continue;
      // Both are in the same order, nearly always: the first that is left fits.
      for (const row of left) {
        if (!fits(migration, row)) continue;
        found.set(migration, row);
        left.delete(row);
        break;
      }
    }
  };
  if (line === 'folders') take((migration, row) => row.name === migration.tag);
  const unnamed = (row: LedgerRow): boolean => row.name === null || line === 'journal';
  take((migration, row) => unnamed(row) && sameTime(line, migration, row) && row.hash === migration.hash);
  // A rebase gives a migration a new time, and an edit a new hash; never both at once unnoticed.
  take((migration, row) => unnamed(row) && row.hash === migration.hash);
  take((migration, row) => unnamed(row) && sameTime(line, migration, row));
  const standings = migrations.map((migration) => ({ migration, row: found.get(migration) ?? null }));
  const pending = standings.filter(({ row }) => row === null).map(({ migration }) => migration);
  const lastApplied = standings.findLastIndex(({ row }) => row !== null);
  return {
    standings,
    pending,
    outOfOrder: standings
      .slice(0, lastApplied + 1)
      .filter(({ row }) => row === null)
      .map(({ migration }) => migration),
    edited: standings.flatMap(({ migration, row }) =>
      row === null || row.hash === migration.hash
        ? []
        : [{ migration, row, lineEndings: withOtherLineEndings(migration.sql).includes(row.hash) }],
    ),
    unknown: [...left],
  };
}

/** 1.0 keeps whole seconds of what a 0.x migrator wrote. */
function sameTime(line: KitLine, { when }: LocalMigration, { createdAt }: LedgerRow): boolean {
  return line === 'journal' ? when === createdAt : Math.floor(when / 1000) === Math.floor(createdAt / 1000);
}

function withOtherLineEndings(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sha256(unix), sha256(unix.replaceAll('\n', '\r\n'))];
}
