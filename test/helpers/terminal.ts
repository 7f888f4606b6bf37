import { spawn, spawnSync } from 'node:child_process';

/** Whether there is a program that makes pseudo-terminals. */
export const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Runs Node.js with these arguments in a pseudo-terminal, and types each text once its question is there. */
export function inTerminal(
  cwd: string,
  args: string[],
  answers: [question: string, keys: string][],
): Promise<{ code: number | null; shown: string }> {
  const { CI: _ci, ...env } = process.env;
  const words = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const command = `stty cols 120 rows 40; ${words.join(' ')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, env, timeout: 30_000 });
  let shown = '';
  const waiting = [...answers];
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      const next = waiting[0];
      if (next && shown.includes(next[0])) {
        waiting.shift();
        // The question is printed before the prompt listens.
        setTimeout(() => child.stdin.write(next[1]), 200);
      }
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, shown }));
  });
}
