import { StatementFailed } from '../../database/engine.js';
import type { Connection } from '../../database/live/connection.js';
import { MigrationFailed } from '../failed.js';
import type { Step } from '../script.js';
import type { Job } from '../types.js';

/**
 * Runs a migration and its note as one transaction: all of it or nothing.
 *
 * @param begin the statement that begins it.
 * @param afterBegin throws when nothing of it must run.
 * @param beforeCommit throws when the transaction must not be kept.
 * @throws MigrationFailed
 */
export async function runWhole(
  connection: Connection,
  job: Job,
  steps: Step[],
  options: { begin: string; afterBegin?: () => Promise<void>; beforeCommit?: () => Promise<void> },
): Promise<void> {
  let current: Step | null = null;
  try {
    await connection.run(options.begin);
    await options.afterBegin?.();
    for (const step of steps) {
      current = step;
      await connection.run(step.sql);
    }
    current = null;
    await options.beforeCommit?.();
    await connection.run(job.note);
    await connection.run('commit');
  } catch (error) {
    // The connection may be gone, and with it the transaction.
    await connection.run('rollback').catch(() => undefined);
    if (!(error instanceof StatementFailed)) throw error;
    throw new MigrationFailed(job, current, error, 'Nothing of it stays.');
  }
}
