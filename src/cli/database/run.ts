import { join } from 'node:path';
import type { Scope } from '../../database/comparable.js';
import type { Connection, Target } from '../../database/live/connection.js';
import { connect } from '../../database/live/open.js';
import { LockstepError } from '../../errors.js';
import type { FoundProject } from '../../project/find.js';
import type { LedgerPlace } from '../../runner/ledger.js';
import { type LocalHistory, readLocal } from '../../runner/local.js';
import { type RunnerEvent, type RunOptions, usualTimes } from '../../runner/types.js';
import type { Io } from '../command.js';
import { findProject } from '../find-project.js';
import { printableLine } from '../formats/parts.js';
import { style } from '../style.js';
import { findTarget } from './target.js';

/** What every command that connects takes. */
export const databaseOptions = {
  url: { type: 'string' },
  config: { type: 'string' },
  'lock-timeout': { type: 'string' },
  'statement-timeout': { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const;

export const databaseHelp = `  --url ADDRESS            another database than dbCredentials of the config, or DATABASE_URL, name
  --config PATH            the drizzle config, where there are several
  --format FORMAT          text, or json: one object on stdout`;

export const timeHelp = `  --lock-timeout TIME      how long a statement waits for a locked table: 5s, 500ms (default 5s; tried again for a minute)
  --statement-timeout TIME how long a statement may take (default: as the server has it)`;

/** A project with an open connection to its database. */
export interface Opened {
  found: FoundProject;
  connection: Connection;
  place: LedgerPlace;
  history: LocalHistory;
  scope: Scope;
}

/**
 * Finds the project and its database, says which one it is, and connects. The caller closes the connection.
 *
 * @throws LockstepError (exit 2).
 */
export async function openDatabase(
  io: Io,
  given: { url?: string | undefined; config?: string | undefined },
  access: Pick<Target, 'mustExist' | 'readOnly'> = {},
): Promise<Opened> {
  const found = await findProject(io.cwd, { config: given.config });
  const { target, place, scope } = await findTarget(found, io.env, given.url);
  const history = readLocal(join(found.root, found.out));
  const connection = await connect(
    found.dialect,
    found.root,
    { ...target, ...access },
    {
      waitFor: usualTimes.waitFor,
      waiting: (seconds) => io.err(`Waiting for another process that has the database open, ${seconds} s…\n`),
    },
  );
  io.err(`${style('dim', `${connection.label}  ${connection.target}`, process.stderr)}\n`);
  return { found, connection, place, history, scope };
}

/** What a run needs, from the flags. Throws a LockstepError (exit 2) for a time that is none. */
export function runOptionsOf(
  { connection, place, history }: Opened,
  flags: { 'lock-timeout'?: string | undefined; 'statement-timeout'?: string | undefined },
  on: (event: RunnerEvent) => void,
): RunOptions {
  return {
    ...usualTimes,
    connection,
    place,
    history,
    on,
    ...(flags['lock-timeout'] === undefined ? {} : { lockTimeout: timeOf('--lock-timeout', flags['lock-timeout']) }),
    ...(flags['statement-timeout'] === undefined
      ? {}
      : { statementTimeout: timeOf('--statement-timeout', flags['statement-timeout']) }),
  };
}

const units = { ms: 1, s: 1000, m: 60_000, '': 1000 };

/** `5s`, `500ms`, `2m`, or seconds without a unit, in milliseconds. */
export function timeOf(flag: string, value: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(value) ?? [];
  if (number !== undefined && (unit === 'ms' || unit === 's' || unit === 'm' || unit === ''))
    return Number(number) * units[unit];
  throw new LockstepError(`${flag} ${value} is no time.`, { exitCode: 2, fix: 'Write it as 5s, 500ms or 2m.' });
}

/** `text` or `json`. Throws a LockstepError (exit 2) for another. */
export function formatOf(format: string): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new LockstepError(`--format ${format} is not known.`, {
    exitCode: 2,
    fix: 'Use --format text or --format json.',
  });
}

/** Lines about what happens, on stderr. */
export function eventsOn(io: Io, verb: 'apply' | 'undo'): (event: RunnerEvent) => void {
  return (event) => {
    const tag = 'tag' in event ? printableLine(event.tag) : '';
    switch (event.type) {
      case 'waiting':
        io.err(`Waiting for another migrator, ${event.seconds} s…\n`);
        break;
      case 'start':
        if (event.outOfOrder) io.err(`${tag} is older than the newest applied, and is applied now.\n`);
        break;
      case 'resume':
        io.err(`${tag} was begun before: going on with statement ${event.at} of ${event.of}.\n`);
        break;
      case 'retry':
        io.err(`${tag}: ${printableLine(event.reason)}; trying again (${event.attempt})…\n`);
        break;
      case 'done':
        io.err(`${style('green', verb === 'apply' ? '✓' : '↺', process.stderr)} ${tag}  ${event.milliseconds} ms\n`);
        break;
    }
  };
}
