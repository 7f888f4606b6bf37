import { command as review } from './commands/review.js';
import { run } from './run.js';

const commands = [review].map((command) => ({ ...command, load: async () => command }));

/** Runs the review, see run.ts. */
export function runReviewing(argv: string[]): Promise<number> {
  return run(argv, commands);
}
