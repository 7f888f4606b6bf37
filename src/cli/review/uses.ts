import type { UsesOf } from '../../review/uses.js';
import type { OpenedReview } from './open.js';

/** A count of the places in the code, and what ends the search. */
export interface CountedUses {
  usesOf: UsesOf;
  close(): Promise<void>;
}

/**
 * Counts where code uses what a migration takes away, see count-uses.ts. It is loaded with the first question: most
 * migrations take nothing away.
 *
 * @param progress is told what is looked at.
 */
export function countedUses(opened: OpenedReview, progress: (line: string) => void): CountedUses {
  let counting: Promise<CountedUses> | null = null;
  return {
    async usesOf(of, column) {
      counting ??= import('./count-uses.js').then(({ countUses }) => countUses(opened, progress));
      return (await counting).usesOf(of, column);
    },
    async close() {
      await (await counting)?.close();
    },
  };
}
