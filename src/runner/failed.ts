import type { StatementFailed } from '../database/engine.js';
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
      fix: mendOf(failure, job),
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

export function shortened(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
