import { Interrupted, LockstepError } from '../errors.js';
import { nearest } from '../scaffold/nearest.js';
import { version } from '../version.js';
import { helpOf, type Io, type ListedCommand } from './command.js';
import { printable } from './formats/parts.js';
import { interruption } from './rollback/interrupt.js';
import { style } from './style.js';

/** Runs the one of `commands` that `argv` names and returns the exit code; prints what went wrong. */
export async function run(argv: string[], commands: ListedCommand[]): Promise<number> {
  const io = terminal();
  try {
    return await dispatch(argv, io, commands);
  } catch (error) {
    // Said already; the work lost the database that it was on.
    if (interruption.aborted) return 130;
    return explain(error, io, wantsJson(argv));
  }
}

async function dispatch(argv: string[], io: Io, commands: ListedCommand[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    io.out(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = name === 'help' ? rest[0] : undefined;
    const entry = commands.find((command) => command.name === asked);
    io.out(entry ? await helpOf(await entry.load(), rest.slice(1)) : overview(commands));
    return name === undefined ? 2 : 0;
  }
  const entry = commands.find((command) => command.name === name);
  if (entry === undefined) {
    const [guess] = nearest(
      name,
      commands.map((command) => command.name),
    );
    throw new LockstepError(`There is no command ${JSON.stringify(name)}.`, {
      fix: guess === undefined ? 'lockstep --help lists the commands.' : `Did you mean: lockstep ${guess}`,
    });
  }
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(await helpOf(command, rest));
    return 0;
  }
  return command.run(rest, io);
}

function overview(commands: ListedCommand[]): string {
  const listed = commands.filter((command) => command.hidden !== true);
  const width = Math.max(...listed.map((command) => command.name.length));
  const lines = listed.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `lockstep ${version}: keeps a Drizzle schema and its migrations in lockstep

Usage: lockstep COMMAND [OPTIONS]

${lines.join('\n')}

  lockstep COMMAND --help   options and examples of a command
  lockstep --version        the version

Start a new project with: npm create drizzle-lockstep
`;
}

/** Prints an error for a person, or as JSON; returns the exit code. A bug keeps its stack. */
function explain(error: unknown, io: Io, json: boolean): number {
  if (error instanceof Interrupted) {
    io.err('\nInterrupted. Nothing was changed.\n');
    return 130;
  }
  if (!(error instanceof LockstepError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (isUsage(error)) {
      if (json) io.out(`${JSON.stringify({ ok: false, error: { message: error.message } }, null, 2)}\n`);
      else io.err(`${style('red', 'error')} ${error.message}\n`);
      return 2;
    }
    io.err(`${style('red', 'This is a bug in lockstep.')} Please report it with this text:\n${text}\n`);
    return 1;
  }
  const { message, path, line, fix, exitCode } = error;
  if (json) {
    io.out(`${JSON.stringify({ ok: false, error: { message, path, line, fix } }, null, 2)}\n`);
    return exitCode;
  }
  const where =
    path === undefined || (message.includes(path) && line === undefined)
      ? ''
      : `\n  at ${path}${line === undefined ? '' : `:${line}`}`;
  const mend = fix === undefined ? '' : `\n  ${style('cyan', printable(fix))}`;
  io.err(`${style('red', 'error')} ${printable(`${message}${where}`)}${mend}\n`);
  return exitCode;
}

/** node:util parseArgs reports unknown and incomplete flags with these codes. */
function isUsage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

function wantsJson(argv: string[]): boolean {
  const at = argv.indexOf('--format');
  return argv.includes('--format=json') || (at >= 0 && argv[at + 1] === 'json');
}

function terminal(): Io {
  // `| head` closes the pipe: there is nobody left to print for, and the exit code is still that of the work.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => {
      process.stdout.write(text);
    },
    err: (text) => {
      process.stderr.write(text);
    },
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env.CI,
  };
}
