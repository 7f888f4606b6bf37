import { setTimeout as sleep } from 'node:timers/promises';
import { StatementFailed } from '../database/engine.js';
import type { RunOptions } from './types.js';

/**
 * Somebody else holds what the statement needs, or had to be let go first: PostgreSQL lock_not_available and
 * deadlock_detected, MySQL lock wait timeout and deadlock, SQLite busy.
 */
export function isLocked({ code }: StatementFailed): boolean {
  return (
    ['55P03', '40P01', '1205', '1213'].includes(code) || code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED'
  );
}

/**
 * Does it again while a table is locked, with pauses that grow and differ between replicas. `work` leaves nothing behind
 * when it fails.
 */
export async function retrying<T>(tag: string, { retryFor, on }: RunOptions, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + retryFor;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const failure = error instanceof StatementFailed ? error : error instanceof Error ? error.cause : null;
      const pause = Math.min(100 * 2 ** attempt, 5000) * (0.5 + Math.random());
      if (!(failure instanceof StatementFailed) || !isLocked(failure) || Date.now() + pause > until) throw error;
      on({ type: 'retry', tag, reason: failure.message, attempt });
      await sleep(pause);
    }
  }
}
