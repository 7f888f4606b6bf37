import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { MigrationFailed } from '../../runner/failed.js';
import { openProblems, planRollback, type RollbackPlan, rollback, type Undoing } from '../../runner/rollback.js';
import type { Command, Io } from '../command.js';
import { confirmDatabase } from '../database/confirm.js';
import {
  databaseHelp,
  databaseOptions,
  eventsOn,
  formatOf,
  openDatabase,
  runOptionsOf,
  timeHelp,
} from '../database/run.js';
import { style } from '../style.js';

const help = `Undoes applied migrations by their down files, newest first in the order of the history, each with its row in the ledger.
It holds the lock that lockstep migrate holds, and goes on where it was cut off.

Nothing is done when a down file is missing, not written yet, made for other SQL, says that it is not reversible, or loses
data, until that migration is accepted by its name. A database that is not on this machine is confirmed by its name.

Usage: lockstep rollback [--steps N | --to TAG] [--accept TAG]… [--dry-run] [OPTIONS]

  --steps N                how many migrations to undo (default: 1)
  --to TAG                 undo everything after this migration, which stays; the beginning of its tag is enough
  --accept TAG             undo this migration whatever its down file says; may be given several times. Where there is no
                           SQL to run, its row leaves the ledger and what it made stays
  --dry-run                say what would be undone and what speaks against it, change nothing
  --confirm NAME           the name of the database: needed without a terminal when it is not on this machine
  --yes                    do not ask before a database of this machine is changed
${databaseHelp}
${timeHelp}

Exit code: 0 all of it is undone and out of the ledger, 1 something speaks against it or failed, 2 wrong usage or no
database.

Examples:
  lockstep rollback --dry-run
  lockstep rollback
  lockstep rollback --to 0004 --accept 0005_add_orders
  lockstep rollback --steps 2 --url "$DIRECT_URL" --confirm shop
`;

export const command: Command = {
  name: 'rollback',
  summary: 'Undo applied migrations by their down files, newest first',
  help,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        ...databaseOptions,
        steps: { type: 'string' },
        to: { type: 'string' },
        accept: { type: 'string', multiple: true, default: [] },
        confirm: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const { to, accept, confirm, yes, 'dry-run': dryRun } = values;
    const isJson = formatOf(values.format) === 'json';
    const steps = values.steps === undefined ? undefined : countOf(values.steps);
    if (steps !== undefined && to !== undefined) {
      throw new LockstepError('--steps and --to cannot be used together.', { fix: 'Choose one of them.' });
    }
    const opened = await openDatabase(io, values);
    const undone: { tag: string; milliseconds: number }[] = [];
    try {
      const tell = eventsOn(io, 'undo');
      const run = runOptionsOf(opened, values, (event) => {
        if (event.type === 'done') undone.push({ tag: event.tag, milliseconds: event.milliseconds });
        tell(event);
      });
      const options = { ...run, steps, to, accept };
      const plan = await planRollback(options);
      const isOpen = openProblems(plan).length > 0;
      if (dryRun || isOpen) {
        if (isJson) io.out(`${JSON.stringify(asJson(plan, io), null, 2)}\n`);
        else if (dryRun) io.out(planText(plan, io, process.stdout));
        else io.err(planText(plan, io, process.stderr));
        if (isOpen && !isJson) io.err(refusal(plan));
        return isOpen ? 1 : 0;
      }
      if (plan.undo.length > 0) {
        io.err(planText(plan, io, process.stderr));
        const count = counted(plan.undo.length);
        await confirmDatabase(io, opened.connection, { confirm, yes, question: `Undo ${count}?` });
      }
      const { total } = await rollback(options, plan);
      if (isJson) io.out(`${JSON.stringify({ ok: true, written: true, undone, total }, null, 2)}\n`);
      else io.out(undone.length === 0 ? nothing(total) : `${counted(undone.length)} undone; ${total} still applied.\n`);
      return 0;
    } catch (error) {
      if (!isJson || !(error instanceof MigrationFailed)) throw error;
      const { message, tag, path, line, fix } = error;
      const failed = { tag, message, path, line, fix };
      io.out(`${JSON.stringify({ ok: false, written: true, undone, failed }, null, 2)}\n`);
      return 1;
    } finally {
      await opened.connection.close();
    }
  },
};

function countOf(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new LockstepError(`--steps ${value} is no number of migrations.`, {
    fix: 'Give a whole number from 1 on: --steps 2',
  });
}

function asJson(plan: RollbackPlan, io: Io) {
  return {
    ok: openProblems(plan).length === 0,
    written: false,
    undo: plan.undo.map(({ migration, down, accepted, begun }) => ({
      tag: migration.tag,
      down: shownPath(migration.downPath, io),
      statements: down.statements,
      begun,
      accepted,
      problems: down.problems,
      notes: down.notes,
    })),
    stay: plan.stay,
  };
}

function planText({ undo, stay }: RollbackPlan, io: Io, stream: NodeJS.WriteStream): string {
  if (undo.length === 0) return nothing(stay);
  const lines = undo.flatMap((undoing) => linesOf(undoing, io, stream));
  return `To undo, newest first (${stay} ${stay === 1 ? 'stays' : 'stay'} applied):\n${lines.join('\n')}\n`;
}

function linesOf({ migration, down, accepted, begun }: Undoing, io: Io, stream: NodeJS.WriteStream): string[] {
  const { statements, problems, notes } = down;
  const file = statements === 0 ? 'nothing to run' : shownPath(migration.downPath, io);
  const from = begun === null ? '' : `  (was cut off: goes on with statement ${begun + 1} of ${statements})`;
  return [
    `  ${migration.tag}  ${file}${from}`,
    ...problems.map(({ message, fix }) => {
      const mark = accepted ? 'accepted: ' : `${style('red', '✗', stream)} `;
      return `    ${mark}${message}${accepted || fix === null ? '' : `\n      ${fix}`}`;
    }),
    ...notes.map((note) => `    ${note}`),
  ];
}

/** What to paste, with the names of all that has to be accepted. */
function refusal(plan: RollbackPlan): string {
  const tags = [...new Set(openProblems(plan).map(({ migration }) => migration.tag))];
  const flags = tags.map((tag) => `--accept ${tag}`).join(' ');
  const fix = style('cyan', `To undo all the same, accept by name: ${flags}`, process.stderr);
  return `${style('red', 'error', process.stderr)} Nothing was undone: look at what is marked.\n  ${fix}\n`;
}

const counted = (count: number): string => `${count} ${count === 1 ? 'migration' : 'migrations'}`;
const nothing = (total: number): string =>
  `Nothing to undo: ${counted(total)} ${total === 1 ? 'stays' : 'stay'} applied.\n`;
const shownPath = (path: string, { cwd }: Io): string => relative(cwd, path) || path;
