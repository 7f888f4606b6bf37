import type { Connection } from '../database/live/connection.js';
import type { LedgerPlace, RowKey } from './ledger.js';
import type { LocalHistory, LocalMigration } from './local.js';

/** What happens while migrations run, for whoever shows it. */
export type RunnerEvent =
  /** Another migrator holds the lock, or has the folder of PGlite open. */
  | { type: 'waiting'; seconds: number }
  | { type: 'start'; tag: string; number: number; of: number; outOfOrder: boolean }
  /** It had begun before, and goes on with the statement of that number (from 1). */
  | { type: 'resume'; tag: string; at: number; of: number }
  /** A table is locked by somebody else: it is tried again. */
  | { type: 'retry'; tag: string; reason: string; attempt: number }
  | { type: 'done'; tag: string; milliseconds: number };

export interface RunOptions {
  connection: Connection;
  history: LocalHistory;
  place: LedgerPlace;
  /** In milliseconds: how long one statement waits for a table that is locked. */
  lockTimeout: number;
  /** In milliseconds, for one statement; `null`: as the server has it. */
  statementTimeout: number | null;
  /** In milliseconds: how long tables that are locked are tried again. */
  retryFor: number;
  /** In milliseconds: how long to wait for another migrator. */
  waitFor: number;
  on(event: RunnerEvent): void;
}

/** One migration to run, in one direction. */
export interface Job {
  migration: LocalMigration;
  /** The SQL of its file, or of its down file. */
  sql: string;
  /** The statement that notes it in the ledger, in the same transaction. */
  note: string;
  /** The row that it writes or takes out. */
  row: RowKey;
  direction: 'up' | 'down';
}

export const usualTimes = { lockTimeout: 5000, statementTimeout: null, retryFor: 60_000, waitFor: 600_000 } as const;
