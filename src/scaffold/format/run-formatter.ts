import { execFile } from 'node:child_process';
import type { Formatter } from './find-formatter.js';

const timeLimitSeconds = 20;

/** The text as the formatter has it, or why there is none. */
export type Formatted = { text: string } | { failed: string };

/**
 * Formats a text as if it were the content of the file at `path` (absolute), which is neither read nor written. A file
 * that the formatter's configuration ignores comes back as it was; but Biome 2.6 formats one that does not exist yet.
 */
export function runFormatter({ command, folder, args }: Formatter, path: string, text: string): Promise<Formatted> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [command, ...args(path)],
      {
        cwd: folder,
        timeout: timeLimitSeconds * 1000,
        maxBuffer: 2 ** 27,
        env: { ...process.env, NO_COLOR: '1' },
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null && (stdout !== '' || text === '')) return resolve({ text: stdout });
        const said = stderr.split('\n').find((line) => line.trim() !== '');
        resolve({
          failed: error?.killed
            ? `no answer within ${timeLimitSeconds} seconds`
            : (said?.trim().slice(0, 200) ?? `exit code ${error?.code ?? 0}`),
        });
      },
    );
    // One that ends before it has read everything says so by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
  });
}
