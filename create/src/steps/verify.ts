import { LockstepError } from '../../../src/errors.js';
import type { Context, StepResult } from '../context.js';

/** The oldest Node.js that the generated project runs on. */
const oldest = [20, 19] as const;

/** Stops early, with a message of its own, where the Node.js is too old for what would be written. */
export function verify({ nodeVersion }: Pick<Context, 'nodeVersion'>): StepResult {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined;
  throw new LockstepError(`Node.js ${nodeVersion} is too old: ${oldest.join('.')} is needed.`, {
    fix: 'Install a newer Node.js: https://nodejs.org',
  });
}
