import { packageManagerCommands } from '../../../generators/project/package-managers.js';
import { findBin, runCommand } from '../../../src/project/run-command.js';
import type { Context, StepResult } from '../context.js';

/** Installs the dependencies. Without a network the files stay and the end says how to go on. */
export async function install(
  context: Pick<Context, 'root' | 'flags' | 'answers' | 'done' | 'failures' | 'terminal' | 'signal'>,
): Promise<StepResult> {
  const { root, flags, answers, done, failures, terminal, signal } = context;
  if (!flags.install) return undefined;
  const { pm } = answers;
  const progress = terminal.progress(`Installing the dependencies with ${pm}`);
  const result = await runCommand(root, pm, ['install', ...quietFlags[pm]], { signal }).catch((error: unknown) => {
    progress.stop('The installation was interrupted.');
    throw error;
  });
  // What it left behind counts: a pnpm in a workspace that does not name this folder installs nothing and succeeds.
  done.installed = result.ok && findBin(root, 'drizzle-kit', 'drizzle-kit') !== null;
  progress.stop(done.installed ? 'The dependencies are installed.' : 'The dependencies could not be installed.');
  if (done.installed) return undefined;
  failures.push({
    message: result.ok ? `${pm} install installed nothing in this folder.` : `${pm} install failed.`,
    output: result.output,
    fix: result.ok
      ? 'The folder lies in a workspace: name it there as a package, and install again.'
      : `The files are complete. When the cause is mended: ${packageManagerCommands[pm].install}`,
  });
  return undefined;
}

/** What only distracts from what went wrong. */
const quietFlags = {
  npm: ['--no-fund', '--no-audit', '--loglevel=error'],
  pnpm: ['--reporter=append-only'],
  yarn: [],
  bun: [],
} as const;
