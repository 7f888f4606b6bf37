/**
 * The runner alone, for start-up code and for images without development dependencies: no drizzle-kit, no git, no
 * generator. What `lockstep migrate` does, as a function.
 */
import { isAbsolute, resolve } from 'node:path';
import type { Target } from './database/live/connection.js';
import { connect } from './database/live/open.js';
import { LockstepError } from './errors.js';
import type { Dialect } from './project/dialects.js';
import { usualPlace } from './runner/ledger.js';
import { readLocal } from './runner/local.js';
import { migrate as run } from './runner/migrate.js';
import { type RunnerEvent, usualTimes } from './runner/types.js';

export { LockstepError } from './errors.js';
export { MigrationFailed } from './runner/failed.js';
export type { RunnerEvent } from './runner/types.js';

export interface MigrateOptions {
  dialect: Dialect;
  /**
   * The database: `postgres://…`, `mysql://…`, `file:app.db`, `libsql://…`, or PGlite's folder. By default what the
   * variable `DATABASE_URL` says.
   */
  url?: string;
  /** For libSQL as a service. */
  authToken?: string;
  /** The migrations folder, relative to the working directory. */
  migrationsFolder: string;
  /** As in the drizzle config: `migrations: { table, schema }`. */
  migrationsTable?: string;
  migrationsSchema?: string;
  /** The last migration to apply: a tag, or the beginning of one. */
  to?: string;
  /** In milliseconds: how long a statement waits for a table that is locked (5,000), and how long that is tried again (60,000). */
  lockTimeout?: number;
  retryFor?: number;
  /** In milliseconds, for one statement; by default as the server has it. */
  statementTimeout?: number;
  /** In milliseconds: how long to wait for another migrator (600,000). */
  waitFor?: number;
  /** Told what happens, for a log. Nothing secret is in it. */
  on?: (event: RunnerEvent) => void;
}

export interface MigrateResult {
  /** What this run applied, in order. Empty where another replica was faster. */
  applied: { tag: string; milliseconds: number; outOfOrder: boolean }[];
  /** How many migrations are applied by now. */
  total: number;
}

/**
 * Applies pending migrations, one process at a time; every replica may call it at start-up.
 *
 * @example
 * await migrate({ dialect: 'postgresql', migrationsFolder: './drizzle' });
 * @throws LockstepError when there is no database or folder, when history and ledger contradict each other, or
 * (MigrationFailed) when a statement is refused. Its `fix` says what to do.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const { dialect, migrationsFolder, authToken } = options;
  const url = options.url ?? process.env.DATABASE_URL;
  if (!url) {
    throw new LockstepError('No database is named: url is not given, and DATABASE_URL is not set.', {
      exitCode: 2,
      fix: 'Set DATABASE_URL, or pass url to migrate().',
    });
  }
  const folder = isAbsolute(migrationsFolder) ? migrationsFolder : resolve(migrationsFolder);
  const history = readLocal(folder);
  const target: Target = {
    url,
    from: options.url === undefined ? 'DATABASE_URL' : 'url',
    ...(authToken === undefined ? {} : { authToken }),
  };
  const on = options.on ?? (() => {});
  const waitFor = options.waitFor ?? usualTimes.waitFor;
  const connection = await connect(dialect, process.cwd(), target, {
    waitFor,
    waiting: (seconds) => on({ type: 'waiting', seconds }),
  });
  try {
    return await run({
      connection,
      history,
      place: {
        schema: options.migrationsSchema ?? usualPlace.schema,
        table: options.migrationsTable ?? usualPlace.table,
      },
      to: options.to,
      lockTimeout: options.lockTimeout ?? usualTimes.lockTimeout,
      statementTimeout: options.statementTimeout ?? usualTimes.statementTimeout,
      retryFor: options.retryFor ?? usualTimes.retryFor,
      waitFor,
      on,
    });
  } finally {
    await connection.close();
  }
}
