import { isRow, ledgerTable } from '../ledger.js';
import { DoneMeanwhile } from '../meanwhile.js';
import type { Job, RunOptions } from '../types.js';

/**
 * Stops where the ledger says already what the job is to bring about.
 *
 * @throws DoneMeanwhile
 */
export async function refuseDone({ connection, place }: RunOptions, job: Job): Promise<void> {
  const { dialect, query } = connection;
  const rows = await query(`select 1 from ${ledgerTable(dialect, place)} where ${isRow(dialect, job.row)} limit 1`);
  if (rows.length > 0 === (job.direction === 'up')) throw new DoneMeanwhile(job);
}
