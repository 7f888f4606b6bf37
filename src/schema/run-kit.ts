import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { LockstepError } from '../errors.js';
import { record } from '../history/json.js';
import { requireKit } from '../project/kit.js';

const timeLimitSeconds = 120;

/** What drizzle-kit 1.0 prints on stdout with `--output json`: `status`, and what belongs to it. */
export type KitAnswer = Record<string, unknown>;

/**
 * Runs a command of the installed drizzle-kit 1.0 that can answer in JSON. It asks nothing then: what it would ask is
 * its answer. Its exit code is not looked at.
 *
 * @param folder absolute path of the project.
 * @throws LockstepError (exit 1) when it prints something else, as versions do that lack the command or an option.
 */
export function askKit(folder: string, args: string[]): Promise<KitAnswer> {
  const { kit } = requireKit(folder);
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(kit.folder, 'bin.cjs'), ...args, '--output', 'json'],
      { cwd: folder, timeout: timeLimitSeconds * 1000, maxBuffer: 2 ** 28, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        const answer = lastObject(stdout);
        if (answer !== null) return resolve(answer);
        // 1.0.0-rc.5 ends without a word where two tables have one name.
        const said = stderr.trim() || stdout.trim() || `exit code ${error?.code ?? 0}`;
        reject(
          new LockstepError(`drizzle-kit ${kit.version} ${args[0] ?? ''} gave no answer: ${said.slice(0, 500)}`, {
            exitCode: 1,
            fix: `Run npx drizzle-kit ${args[0] ?? ''} and mend what it says; a version that lacks an option has to be updated.`,
          }),
        );
      },
    );
  });
}

/** Schema files may print too: the answer is the last line that is an object. */
function lastObject(stdout: string): KitAnswer | null {
  for (const line of stdout.trim().split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    try {
      return record(JSON.parse(line));
    } catch {}
  }
  return null;
}
