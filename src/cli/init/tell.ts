import type { Report } from '../../finding.js';
import { check } from '../../guard/check.js';
import type { FoundProject } from '../../project/find.js';
import { findInstalled } from '../../project/kit.js';
import { type Plan, statusOf } from '../../scaffold/plan.js';
import { renderDiff } from '../../scaffold/show.js';
import type { Surroundings } from '../../scaffold/surroundings.js';
import { ask } from '../ask.js';
import type { Io } from '../command.js';
import { style } from '../style.js';
import type { InitFlags } from './options.js';

/** The plan as a person reads it: edits of files that are there line by line, new files by name. */
export function showPlan(plan: Plan, notes: string[], { diff }: Pick<InitFlags, 'diff'>, io: Io): void {
  const whole = plan.changes.filter((change) => !diff && statusOf(change) !== 'changed');
  const shown = plan.changes.filter((change) => !whole.includes(change));
  if (shown.length > 0) io.out(`${renderDiff({ ...plan, changes: shown }).trimEnd()}\n`);
  for (const change of whole) {
    const lines = (change.after ?? change.before ?? '').split('\n').length - 1;
    const deleted = statusOf(change) === 'deleted';
    const mark = deleted ? style('red', '-', process.stdout) : style('green', '+', process.stdout);
    io.out(`${mark} ${change.path}  (${deleted ? 'deleted' : `new, ${lines} lines`})\n`);
  }
  if (plan.changes.length === 0) {
    io.out(notes.length === 0 ? 'Nothing to change: everything is there.\n' : 'Nothing to change in the files.\n');
  }
  for (const note of notes) io.err(`${style('yellow', 'note', process.stderr)} ${note}\n`);
}

/** Whether to write: asked in a terminal, unless `--yes` was given. */
export async function wantsIt({ yes, mode, format }: InitFlags, io: Io): Promise<boolean> {
  if (yes || !io.interactive || format === 'json') return true;
  const message = mode === 'remove' ? 'Take this out?' : 'Write this?';
  const wants = (await ask({ type: 'confirm', name: 'yes', message, initial: true })) === true;
  if (!wants) io.err('Nothing was written.\n');
  return wants;
}

/**
 * What check says of the projects that joined; `null` where nothing is installed to ask with. What other
 * packages of the repository have is not for this one to mend.
 */
export async function checkAfter(
  projects: readonly [FoundProject, ...FoundProject[]],
  around: Surroundings,
  io: Io,
): Promise<Report | null> {
  if (findInstalled(projects[0].root, 'drizzle-kit') === null) {
    io.err('drizzle-kit is not installed here: install the dependencies, then see lockstep check.\n');
    return null;
  }
  const reports: Report[] = [];
  for (const { project } of projects) {
    const { report } = await check({
      root: around.top,
      config: project.config,
      base: undefined,
      now: Date.now(),
      evaluateConfig: async (tree, path) =>
        (await import('../../schema/evaluate-config.js')).evaluateConfig(tree, path),
      of: { tree: 'working tree' },
    });
    reports.push(report);
  }
  return { ok: reports.every(({ ok }) => ok), projects: reports.flatMap((report) => report.projects) };
}
