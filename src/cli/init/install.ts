import { join } from 'node:path';
import { packageManagerCommands } from '../../../generators/project/package-managers.js';
import { findInstalled } from '../../project/kit.js';
import { runCommand } from '../../project/run-command.js';
import type { Surroundings } from '../../scaffold/surroundings.js';
import type { Io } from '../command.js';

/** What only distracts from what went wrong. */
const quiet = {
  npm: ['--no-fund', '--no-audit', '--loglevel=error'],
  pnpm: ['--reporter=append-only'],
  yarn: [],
  bun: [],
} as const;

/**
 * Lets the package manager install what package.json asks for by now. Returns what is left to do by hand, if it failed:
 * the files are complete either way.
 *
 * @throws Interrupted when the signal aborts.
 */
export async function installDependencies(
  { top, installs, packageManager: pm, folder, plugAndPlay }: Surroundings,
  io: Io,
  options: { signal: AbortSignal; expects: string | null },
): Promise<string | null> {
  io.err(`Installing with ${pm}…\n`);
  const result = await runCommand(join(top, installs), pm, ['install', ...quiet[pm]], { signal: options.signal });
  const { expects } = options;
  const there = expects === null || plugAndPlay || findInstalled(join(top, folder), expects) !== null;
  if (result.ok && there) return null;
  const output = result.output.split('\n').slice(-12).join('\n');
  io.err(`${output}\n`);
  const { install } = packageManagerCommands[pm];
  return result.ok ? `${install} did not install ${expects}: name the package in the workspace` : install;
}
