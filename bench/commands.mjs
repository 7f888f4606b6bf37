// Runs the commands that prepare what is measured.
import { spawnSync } from 'node:child_process';
import { environment } from './measure.mjs';

/**
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} args
 * @returns {string} what it printed on stdout
 * @throws with all that it printed, when it ends with another exit code than 0
 */
export function run(cwd, command, args) {
  const result = spawnSync(command, args, {
    cwd,
    env: environment(),
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 64 << 20,
    // On Windows npm is a script.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with exit code ${result.status}\n${result.stdout}${result.stderr}`,
    );
  }
  return result.stdout;
}

/** @param {string} cwd @param {string[]} args */
export const node = (cwd, ...args) => run(cwd, process.execPath, args);
/** @param {string} cwd @param {string[]} args */
export const git = (cwd, ...args) => run(cwd, 'git', args);
/** @param {string} cwd @param {string[]} args */
export const npmInstall = (cwd, ...args) =>
  run(cwd, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...args]);
