import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { type Plan, statusOf } from '../../scaffold/plan.js';
import { readFolder } from '../../scaffold/reader.js';
import { forgetRun, readRuns } from '../../scaffold/runs.js';
import { planToJson, renderDiff, renderTree } from '../../scaffold/show.js';
import { commandText, isUndone, planUndo, refuseCommitted, writeUndo } from '../../scaffold/undo.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'undo',
  summary: 'Undo the last run of a generator, if nothing changed since',
  help: `Undoes the last run of a generator: every file is as it was before it. Again, and the run before it is undone;
the last ten runs are remembered, in node_modules/.cache.

Nothing is written when one of the files was changed since, when a migration was generated since, or when the run is
committed: the message says which, and what to do.

Usage: lockstep undo [OPTIONS]

Options:
  --dry-run          show the files, write nothing
  --diff             show the changes line by line, write nothing
  --config PATH      the drizzle config, where there are several
  --format FORMAT    text, or json: one object on stdout

Examples:
  lockstep undo
  lockstep undo --diff
  lockstep undo --dry-run --format json
`,
  async run(argv, io) {
    const { dryRun, diff, config, format } = options(argv);
    const { root, out } = await findProject(io.cwd, { config });
    const [run, before] = readRuns(root);
    if (run === undefined) {
      throw new LockstepError('There is no run to undo.', {
        exitCode: 1,
        fix: 'Runs of generators are remembered in node_modules/.cache, the last ten. git restore brings back what is committed.',
      });
    }
    const reader = readFolder(root);
    if (isUndone(run, reader)) {
      if (!dryRun) forgetRun(root);
      throw new LockstepError(`${commandText(run.command)} is undone already: its files are as they were before it.`, {
        exitCode: 1,
        fix: before
          ? `lockstep undo now undoes the run before it: ${commandText(before.command)}`
          : 'Nothing is left to do.',
      });
    }
    const plan = planUndo(run, root, out, reader);
    await refuseCommitted(run, root);
    if (!dryRun) await writeUndo(plan, run);
    if (format === 'json') {
      const undone = { command: commandText(run.command), at: run.at };
      io.out(`${JSON.stringify({ ok: true, written: !dryRun, undone, ...planToJson(plan, { diff }) }, null, 2)}\n`);
      return 0;
    }
    tell(plan, { dryRun, diff }, io);
    io.out(`${dryRun ? 'Would undo' : 'Undone'}: ${commandText(run.command)}\n`);
    if (!dryRun && before !== undefined) io.out(`Undone next time: ${commandText(before.command)}\n`);
    return 0;
  },
};

function options(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      'dry-run': { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      config: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  if (values.format !== 'text' && values.format !== 'json') {
    throw new LockstepError(`--format ${values.format} is not known.`, { fix: 'Use --format text or --format json.' });
  }
  return {
    dryRun: values['dry-run'] || values.diff,
    diff: values.diff,
    config: values.config,
    format: values.format,
  };
}

function tell(plan: Plan, { dryRun, diff }: { dryRun: boolean; diff: boolean }, io: Io): void {
  if (diff) io.out(`${renderDiff(plan).trimEnd()}\n`);
  else if (dryRun) io.out(`${renderTree(plan, basename(plan.root))}\n`);
  else
    for (const change of plan.changes)
      io.out(`${style('green', '✓', process.stdout)} ${change.path}  (${statusOf(change)})\n`);
  for (const note of plan.nextSteps ?? []) io.err(`${note}\n`);
  if (dryRun) io.err('Dry run: nothing was written.\n');
}
