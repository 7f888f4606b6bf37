import type { Context, StepResult } from '../context.js';

/** Greets where questions follow. */
export async function welcome({
  flags,
  terminal,
  version,
}: Pick<Context, 'flags' | 'terminal' | 'version'>): Promise<StepResult> {
  if (terminal.interactive && !flags.yes) (await terminal.prompts()).intro(`drizzle-lockstep ${version}`);
  return undefined;
}
