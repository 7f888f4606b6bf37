import { constants } from 'node:os';
import { dropScratchDatabases } from '../../database/scratch.js';
import type { Io } from '../command.js';

/** In milliseconds: a server that does not answer keeps nobody longer. */
const patience = 5000;
let isWatching = false;
const controller = new AbortController();

/** Aborted by Ctrl-C: nothing is written any more, and what fails after it is no fault. */
export const interruption = controller.signal;

/**
 * From now on Ctrl-C drops the scratch databases on servers before it ends the process, with 130 as for every command.
 * Without a server nothing has to be done, and the signal ends the process at once.
 */
export function dropOnInterrupt(io: Io): void {
  if (isWatching) return;
  isWatching = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort();
      io.err('\nInterrupted.\n');
      const exit = () => process.exit(128 + constants.signals[signal]);
      setTimeout(exit, patience).unref();
      void dropScratchDatabases().then(exit);
    });
  }
}
