import { packageManagerCommands } from '../../../generators/project/package-managers.js';
import { findDriver } from '../../../src/project/drivers.js';
import { findBin, runCommand } from '../../../src/project/run-command.js';
import type { Context, StepResult } from '../context.js';

type Part = Pick<Context, 'root' | 'answers' | 'done' | 'failures' | 'terminal' | 'signal' | 'plan'>;

/** Generates the first migration, and applies it where the database runs inside the process. */
export async function firstMigration(context: Part): Promise<StepResult> {
  const { answers, done } = context;
  if (!done.installed) return undefined;
  done.generated = await runLockstep(context, {
    what: 'Generating the first migration',
    success: 'The first migration is generated.',
    failure: 'The first migration could not be generated.',
    args: ['generate', '--name', 'init'],
    fix: packageManagerCommands[answers.pm].runWith('db:generate', '--name init'),
  });
  if (!done.generated || !findDriver(answers.driver).embedded) return undefined;
  done.migrated = await runLockstep(context, {
    what: 'Applying it',
    success: 'The first migration is applied.',
    failure: 'The first migration could not be applied.',
    args: ['migrate'],
    fix: packageManagerCommands[answers.pm].run('db:migrate'),
  });
  return undefined;
}

async function runLockstep(
  { root, failures, terminal, signal }: Part,
  run: { what: string; success: string; failure: string; args: string[]; fix: string },
): Promise<boolean> {
  const file = findBin(root, 'drizzle-lockstep', 'lockstep');
  if (file === null) {
    failures.push({ message: `${run.failure} The package drizzle-lockstep is not installed.`, fix: run.fix });
    return false;
  }
  const progress = terminal.progress(run.what);
  const result = await runCommand(root, process.execPath, [file, ...run.args], { signal }).catch((error: unknown) => {
    progress.stop(`${run.what}: interrupted.`);
    throw error;
  });
  progress.stop(result.ok ? run.success : run.failure);
  if (!result.ok) failures.push({ message: run.failure, output: result.output, fix: run.fix });
  return result.ok;
}
