import { StatementFailed } from '../../database/engine.js';
import type { Connection } from '../../database/live/connection.js';
import { MigrationFailed } from '../failed.js';
import type { Step } from '../script.js';
import type { Job } from '../types.js';

/**
 * Runs a migration and its note as one transaction: all of it or nothing. Each of its statements is a message to the
 * server, so that one that fails is known; the beginning goes with the first, and the end with the note. A statement
 * timeout counts for each statement of a message (documentation of PostgreSQL 17; seen on MariaDB 10.11).
 *
 * @param begin the statements that begin it.
 * @param afterBegin throws when nothing of it must run.
 * @param whenFailed called after a failure, with nothing of it left; throws what the failure really was.
 * @param beforeCommit throws when the transaction must not be kept.
 * @throws MigrationFailed
 */
export async function runWhole(
  connection: Connection,
  job: Job,
  steps: Step[],
  options: {
    begin: string;
    afterBegin?: () => Promise<void>;
    beforeCommit?: () => Promise<void>;
    whenFailed?: () => Promise<void>;
  },
): Promise<void> {
  let current: Step | null = null;
  try {
    let opening = `${options.begin}; `;
    if (options.afterBegin !== undefined || steps.length === 0) {
      await connection.run(options.begin);
      await options.afterBegin?.();
      opening = '';
    }
    for (const step of steps) {
      current = step;
      await connection.run(`${opening}${step.sql}`);
      opening = '';
    }
    current = null;
    await options.beforeCommit?.();
    await connection.run(`${job.note}; commit`);
  } catch (error) {
    // The connection may be gone, and with it the transaction.
    await connection.run('rollback').catch(() => undefined);
    if (!(error instanceof StatementFailed)) throw error;
    await options.whenFailed?.();
    throw new MigrationFailed(job, current, error, 'Nothing of it stays.');
  }
}
