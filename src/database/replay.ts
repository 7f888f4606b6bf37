import type { Dialect } from '../project/dialects.js';
import type { Engine } from './engine.js';
import { applyStatements as applyMysql } from './mysql/apply.js';
import { applyStatements as applyPostgresql } from './postgresql/apply.js';
import { applyStatements as applySqlite } from './sqlite/apply.js';
import { PieceFailed } from './transaction.js';

/** What lies between two breakpoints of a migration, or one statement of it. */
export interface Piece {
  sql: string;
  /** The 1-based line of the file on which it begins. */
  line: number;
}

/** A migration as it is run: the pieces of its SQL file, in order. */
export interface ReplayedMigration {
  tag: string;
  pieces: Piece[];
}

export interface ReplayFailure {
  tag: string;
  piece: Piece;
  /** Which piece, from 0. */
  at: number;
  /** The line of the SQL file: the engine's own where it says one, else where the piece begins. */
  line: number;
  /** What the engine said. */
  message: string;
  code: string;
  details: string[];
  /** What ran before stays: the engine cannot take it back. */
  isPartial: boolean;
}

export interface Replay {
  applied: string[];
  failures: ReplayFailure[];
}

export interface ReplayOptions {
  /** Leaves a migration that fails out and goes on with the next one. Without, the first failure ends the replay. */
  goOn?: boolean;
  /** Called before each migration. */
  progress?: (tag: string, number: number, of: number) => void;
  /**
   * The caller has a transaction open, and everything happens inside it. What refuses a transaction fails:
   * {@link refusesTransaction} tells it from other failures.
   */
  inside?: boolean;
  /**
   * SQLite only. `lifted`: a migration that turns foreign keys off has them off, for all of it. `inside`: its PRAGMA
   * runs inside the transaction, where SQLite ignores it; so do drizzle's migrators, except libSQL's.
   */
  pragmas?: 'lifted' | 'inside';
  /** SQLite only: a piece was run as builds run it that take an unknown name in double quotes for text. */
  quotedText?: (note: { piece: string; column: string }) => void;
}

type ApplyStatements = (engine: Engine, statements: string[], options: ReplayOptions) => Promise<void>;

const appliers: Record<Dialect, ApplyStatements> = {
  postgresql: applyPostgresql,
  sqlite: applySqlite,
  mysql: applyMysql,
};

/**
 * Runs migrations one after the other, each in a transaction of its own where the engine has such: drizzle's migrator
 * puts all pending ones into one, but a history was never pending as a whole, and a new enum value can only be used
 * once it is committed.
 */
export async function replay(
  engine: Engine,
  migrations: ReplayedMigration[],
  options: ReplayOptions = {},
): Promise<Replay> {
  const done: Replay = { applied: [], failures: [] };
  for (const [number, migration] of migrations.entries()) {
    options.progress?.(migration.tag, number, migrations.length);
    const failure = await applyMigration(engine, migration, options);
    if (failure === null) done.applied.push(migration.tag);
    else {
      done.failures.push(failure);
      if (options.goOn !== true) break;
    }
  }
  return done;
}

/** Runs one migration, or any other script in pieces. `null` when it was applied. */
export async function applyMigration(
  engine: Engine,
  { tag, pieces }: ReplayedMigration,
  options: ReplayOptions = {},
): Promise<ReplayFailure | null> {
  try {
    await appliers[engine.dialect](
      engine,
      pieces.map(({ sql }) => sql),
      options,
    );
    return null;
  } catch (thrown) {
    if (!(thrown instanceof PieceFailed)) throw thrown;
    const { at, failure, isPartial } = thrown;
    const piece = pieces[at] ?? { sql: '', line: pieces.at(-1)?.line ?? 1 };
    const line = piece.line + (failure.line ?? 1) - 1;
    const { message, code, details } = failure;
    return { tag, piece, at, line, message, code, details, isPartial };
  }
}
