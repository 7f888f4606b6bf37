import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { x } from 'tinyexec';
import { Interrupted } from '../errors.js';

/** What a command did. */
export interface CommandResult {
  ok: boolean;
  /** What it printed, stdout and stderr in the order of arrival, without colours. */
  output: string;
}

/**
 * Runs a command in `folder` with nothing on its stdin, and keeps what it prints. One that cannot be started is a
 * result as well. Rejects with `Interrupted` when the signal aborts: the command is ended first.
 */
export async function runCommand(
  folder: string,
  command: string,
  args: string[],
  options: { signal: AbortSignal; env?: Record<string, string> },
): Promise<CommandResult> {
  if (options.signal.aborted) throw new Interrupted();
  const running = x(command, args, {
    signal: options.signal,
    nodeOptions: { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { NO_COLOR: '1', ...options.env } },
  });
  let output = '';
  try {
    for await (const line of running) output += `${line}\n`;
  } catch (error) {
    if (!options.signal.aborted) output += `${error instanceof Error ? error.message : String(error)}\n`;
  }
  if (options.signal.aborted) throw new Interrupted();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours begin with one.
  return { ok: running.exitCode === 0, output: output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').trim() };
}

/** The file that the command `bin` of an installed package runs; looked for like Node.js does, upwards. */
export function findBin(root: string, name: string, bin: string): string | null {
  for (let folder = root; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name);
    const manifest = join(home, 'package.json');
    if (existsSync(manifest)) {
      const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      const bins = typeof parsed === 'object' && parsed !== null && 'bin' in parsed ? parsed.bin : undefined;
      const file =
        typeof bins === 'object' && bins !== null ? Object.entries(bins).find(([key]) => key === bin)?.[1] : bins;
      return typeof file === 'string' ? join(home, file) : null;
    }
    if (dirname(folder) === folder) return null;
  }
}
