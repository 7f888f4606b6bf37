import { spawn } from 'node:child_process';

/** How a command ended. */
export interface Ended {
  code: number;
  stdout: string;
  /** Both streams in the order of arrival, without colours. */
  output: string;
}

/**
 * Runs a command with nothing on its stdin and keeps what it prints. Rejects when it cannot be started, or takes
 * longer than `timeout`: what hangs is never an answer.
 */
export function run(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; shell?: boolean; timeout?: number },
): Promise<Ended> {
  const { cwd, env, shell = false, timeout = 240_000 } = options;
  return new Promise((resolve, reject) => {
    // A group of its own, so that all of it can be ended.
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const timer = setTimeout(() => {
      kill(child.pid);
      reject(new Error(`${[command, ...args].join(' ')} took longer than ${timeout / 1000} s.\n${output}`));
    }, timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout: plain(stdout), output: plain(output) });
    });
  });
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of terminals begin with one.
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
}
