import { LockstepError } from '../errors.js';
import type { Job } from './types.js';

/** Somebody else did it in the moment before: where no lock keeps others out, the transaction itself finds that. */
export class DoneMeanwhile extends LockstepError {
  constructor({ migration, direction }: Job) {
    const done = direction === 'up' ? 'applied' : 'undone';
    super(`${migration.tag} was ${done} by somebody else in this moment. Nothing of it was done twice.`, {
      exitCode: 1,
      fix: 'lockstep status shows what is applied.',
    });
  }
}
