import type { StatementFailed } from '../database/engine.js';
import { isInDoubleQuotes, missingColumn } from '../database/sqlite/quoted-text.js';
import { LockstepError } from '../errors.js';
import type { Step } from './script.js';
import type { Job } from './types.js';

/** A statement of a migration was refused. What stays of the migration is in the message. */
export class MigrationFailed extends LockstepError {
  readonly tag: string;
  readonly failure: StatementFailed;

  constructor(job: Job, step: Step | null, failure: StatementFailed, stays: string) {
    const { tag, path, downPath } = job.migration;
    const file = job.direction === 'up' ? path : downPath;
    const statement = step === null ? '' : `\n  ${shortened(step.sql)}`;
    const details = failure.details.map((line) => `\n  ${line}`).join('');
    super(`${tag} failed: ${failure.message}${details}${statement}\n  ${stays}`, {
      exitCode: 1,
      path: file,
      ...(step === null ? {} : { line: step.line }),
      fix: quotedText(failure, step, job) ?? mendOf(failure, job),
      cause: failure,
    });
    this.tag = tag;
    this.failure = failure;
  }
}

/** Codes of PostgreSQL (SQLSTATE), MySQL (numbers) and SQLite. */
function mendOf({ code }: StatementFailed, { direction, migration }: Job): string {
  if (code === '25006' || code === '1290' || code === 'SQLITE_READONLY') {
    return 'The database is read-only, as a replica is: migrate through the address of the primary.';
  }
  if (code === '55P03' || code === '1205' || code.startsWith('SQLITE_BUSY')) {
    return 'Somebody holds a lock for long: end that transaction, or run it again when there is less to do. --lock-timeout sets how long a statement waits.';
  }
  if (code === '57014' || code === '3024' || code === '1969') {
    return 'It took longer than the statement timeout: give it more with --statement-timeout.';
  }
  if (['42501', '1142', '1044', '1227'].includes(code)) return 'Migrate as a user who has the right to do that.';
  const mend =
    direction === 'up'
      ? `Mend ${migration.tag} if it was applied nowhere else, then: lockstep migrate`
      : 'Mend the down file, or the rows that it stops at, then run the same rollback again.';
  return `Look at the rows or objects that it names. ${mend}`;
}

/**
 * A name in double quotes that is no column: the new column that drizzle-kit 0.31 copies from the table that lacks it,
 * for one. drizzle's own migrators fail there with libSQL and better-sqlite3, too (0.45.4); with bun:sqlite and D1 they
 * write the name into every row.
 */
function quotedText(failure: StatementFailed, step: Step | null, { migration, direction }: Job): string | null {
  const column = missingColumn(failure);
  if (column === null || step === null || !isInDoubleQuotes(step.sql, column)) return null;
  const mend =
    direction === 'down'
      ? 'Write what is meant in its place.'
      : `Write what is meant in its place if ${migration.tag} was applied nowhere else; otherwise apply it with a driver that takes it, and go on with lockstep migrate.`;
  return `"${column}" is no column there. bun:sqlite and Cloudflare D1 would take it for the text '${column}', this driver does not. ${mend}`;
}

export function shortened(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
