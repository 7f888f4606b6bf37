import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for another process, and who is told of it. */
export interface Patience {
  /** In milliseconds. */
  waitFor: number;
  /** Called about once a second, with how long it has been. */
  waiting(seconds: number): void;
}

/**
 * Asks again and again, so that waiting costs no lock queue.
 *
 * @param attempt `null` while another process has it.
 * @returns what `attempt` took; `null` where the time was over.
 */
export async function waitUntil<T>(
  { waitFor, waiting }: Patience,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const start = Date.now();
  let told = 0;
  for (;;) {
    const taken = await attempt();
    if (taken !== null) return taken;
    const waited = Date.now() - start;
    if (waited > waitFor) return null;
    if (waited - told > 1000) {
      told = waited;
      waiting(Math.round(waited / 1000));
    }
    await sleep(50 + Math.random() * 100);
  }
}
