import { giveUpScratch } from '../../database/scratch.js';
import { Interrupted } from '../../errors.js';
import type { Job } from '../../rollback/job.js';

/**
 * Does work that may have made databases on a server: Ctrl-C drops them. Engines in the process need none of it, and
 * hold the process while a statement runs, so that only the signal's own effect ends them.
 *
 * @throws Interrupted
 */
export async function untilInterrupted<T>({ url }: Pick<Job, 'url'>, work: () => Promise<T>): Promise<T> {
  if (url === undefined) return work();
  let givingUp: Promise<void> | null = null;
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = () => {
      givingUp = giveUpScratch();
      givingUp.finally(resolve);
    };
  });
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  // What runs on a database that is given up fails: that is no news.
  const working = work().catch(async (error: unknown) => {
    if (givingUp === null) throw error;
    await givingUp;
    throw new Interrupted();
  });
  try {
    return await Promise.race([
      working,
      interrupted.then((): never => {
        throw new Interrupted();
      }),
    ]);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
