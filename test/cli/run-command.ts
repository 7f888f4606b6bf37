import type { Command, Io } from '../../src/cli/command.js';

/** What a command printed, and its exit code. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs a command in this process, without a terminal. Throws what it throws. */
export async function runCommand(command: Command, cwd: string, ...argv: string[]): Promise<Ran> {
  const printed = { out: '', err: '' };
  const io: Io = {
    cwd,
    env: {},
    interactive: false,
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
  };
  return { code: await command.run(argv, io), ...printed };
}
