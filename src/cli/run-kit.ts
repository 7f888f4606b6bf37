import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Interrupted } from '../errors.js';
import type { FoundProject } from '../project/find.js';
import { requireKit } from '../project/kit.js';

/**
 * Runs a command of the installed drizzle-kit with the terminal passed through: it asks about renames and losses.
 *
 * @param args as one types them; `--config` is added.
 * @param stdout where its stdout goes; to a function in pieces, and drizzle-kit then asks nothing.
 * @returns its exit code. Rejects with `Interrupted` when Ctrl-C ends it, and throws a LockstepError (exit 2) when it is
 * not installed.
 */
export function runKit(
  { root, configPath }: FoundProject,
  [command = '', ...args]: string[],
  stdout: 'inherit' | NodeJS.WriteStream | ((text: string) => void) = 'inherit',
): Promise<number> {
  const bin = join(requireKit(root).kit.folder, 'bin.cjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, command, `--config=${configPath}`, ...args], {
      cwd: root,
      stdio: ['inherit', typeof stdout === 'function' ? 'pipe' : stdout, 'inherit'],
    });
    if (typeof stdout === 'function') child.stdout?.setEncoding('utf8').on('data', stdout);
    child.on('error', reject);
    child.on('close', (code, signal) => (signal === 'SIGINT' ? reject(new Interrupted()) : resolve(code ?? 1)));
  });
}
