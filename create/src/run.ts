import { Interrupted, LockstepError } from '../../src/errors.js';
import type { Context } from './context.js';
import { nextSteps } from './steps/finish.js';
import { steps } from './steps/index.js';

/**
 * Runs the steps in their order. Returns the exit code: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted.
 * What is neither is a bug, and is thrown on.
 */
export async function run(context: Context): Promise<number> {
  try {
    for (const step of steps) {
      // A step that asks or runs something notices the signal itself; the others are over in no time.
      if (context.signal.aborted) throw new Interrupted();
      const result = await step(context);
      if (result !== undefined) return result.end;
    }
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return interrupted(context);
    if (error instanceof LockstepError) return failed(context, error);
    throw error;
  }
}

function interrupted(context: Context): number {
  const { terminal, flags, done } = context;
  const left = done.written ? nextSteps(context) : [];
  if (done.written) {
    terminal.err(`\nInterrupted. The files are complete; go on with:\n${left.map((step) => `  ${step}`).join('\n')}`);
  } else terminal.err('\nInterrupted. Nothing was written.');
  if (flags.json) terminal.out(JSON.stringify({ ok: false, interrupted: true, done, nextSteps: left }, null, 2));
  return 130;
}

function failed({ terminal, flags, argv }: Context, error: LockstepError): number {
  const { message, path, line, fix, exitCode } = error;
  terminal.err(message);
  if (fix !== undefined) terminal.err(`→ ${fix}`);
  // A command line that could not be read has set no flag yet.
  if (
    flags.json ||
    argv.some((arg, index) => arg === '--format=json' || (arg === '--format' && argv[index + 1] === 'json'))
  ) {
    terminal.out(JSON.stringify({ ok: false, error: { message, path, line, fix, exitCode } }, null, 2));
  }
  return exitCode;
}
