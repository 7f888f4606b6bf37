import { LockstepError } from '../../src/errors.js';

/** Code that cannot be edited safely: what to write there by hand. */
export const cannotEdit = (place: { path: string; line: number }, why: string, paste: string): LockstepError =>
  new LockstepError(`${place.path}:${place.line}: ${why}, so it cannot be edited safely.`, {
    ...place,
    fix: `Write it there yourself:\n  ${paste.replaceAll('\n', '\n  ')}`,
  });
