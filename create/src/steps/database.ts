import { packageManagerCommands } from '../../../generators/project/package-managers.js';
import { findDriver } from '../../../src/project/drivers.js';
import { findBin, runCommand } from '../../../src/project/run-command.js';
import type { Context, StepResult } from '../context.js';

type Part = Pick<Context, 'root' | 'answers' | 'done' | 'failures' | 'terminal' | 'signal' | 'plan'>;

/** Generates the first migration, and applies it where the database runs inside the process. */
export async function firstMigration(context: Part): Promise<StepResult> {
  const { answers, done } = context;
  if (!done.installed) return undefined;
  done.generated = await runTool(context, {
    what: 'Generating the first migration',
    success: 'The first migration is generated.',
    failure: 'The first migration could not be generated.',
    tool: ['drizzle-lockstep', 'lockstep', ['generate', '--name', 'init']],
    fix: packageManagerCommands[answers.pm].runWith('db:generate', '--name init'),
  });
  if (!done.generated || !findDriver(answers.driver).embedded) return undefined;
  done.migrated = await runTool(context, {
    what: 'Applying it',
    success: 'The first migration is applied.',
    failure: 'The first migration could not be applied.',
    tool: ['drizzle-kit', 'drizzle-kit', ['migrate']],
    // Its exit code proves nothing; these words come last, when all went well (seen on 0.31.11).
    says: 'migrations applied successfully',
    fix: packageManagerCommands[answers.pm].run('db:migrate'),
  });
  return undefined;
}

async function runTool(
  { root, failures, terminal, signal }: Part,
  run: {
    what: string;
    success: string;
    failure: string;
    tool: [name: string, bin: string, args: string[]];
    /** What it prints when it has done its work. */
    says?: string;
    fix: string;
  },
): Promise<boolean> {
  const [name, bin, args] = run.tool;
  const file = findBin(root, name, bin);
  if (file === null) {
    failures.push({ message: `${run.failure} The package ${name} is not installed.`, fix: run.fix });
    return false;
  }
  const progress = terminal.progress(run.what);
  const result = await runCommand(root, process.execPath, [file, ...args], { signal }).catch((error: unknown) => {
    progress.stop(`${run.what}: interrupted.`);
    throw error;
  });
  const ok = result.ok && (run.says === undefined || result.output.includes(run.says));
  progress.stop(ok ? run.success : run.failure);
  if (!ok) failures.push({ message: run.failure, output: result.output, fix: run.fix });
  return ok;
}
