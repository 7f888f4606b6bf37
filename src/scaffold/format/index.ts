import { join } from 'node:path';
import { type FileChange, type Plan, statusOf } from '../plan.js';
import { type Formatter, findFormatter } from './find-formatter.js';
import { type Formatted, runFormatter } from './run-formatter.js';

const script = /\.[cm]?[jt]sx?$/;

/**
 * The plan with its scripts as the project's own formatter would leave them. An edited file that was not formatted
 * before stays as the edit made it: the formatter would change lines that have nothing to do with it. Where the
 * formatter fails the plan stays as it is, with a note. Files in the migrations folder `out` are drizzle-kit's.
 */
export async function formatPlan(plan: Plan, out: string): Promise<Plan> {
  const isOurs = (change: FileChange): boolean =>
    statusOf(change) !== 'unchanged' && script.test(change.path) && !change.path.startsWith(`${out}/`);
  if (plan.unformatted === true || !plan.changes.some(isOurs)) return plan;
  const formatter = findFormatter(plan.root);
  if (formatter === null) return plan;
  const failures: string[] = [];
  const changes = await Promise.all(
    plan.changes.map(async (change) => {
      const formatted = isOurs(change) ? await formatChange(change, plan.root, formatter) : { text: change.after };
      if (!('failed' in formatted)) return { ...change, after: formatted.text };
      failures.push(`${formatter.name} ${formatter.version} did not format ${change.path}: ${formatted.failed}`);
      return change;
    }),
  );
  return { ...plan, changes, ...(failures.length === 0 ? {} : { notes: [...(plan.notes ?? []), ...failures] }) };
}

async function formatChange(
  { path, kind, before, after }: FileChange,
  root: string,
  formatter: Formatter,
): Promise<Formatted | { text: null }> {
  if (after === null) return { text: null };
  const format = (text: string): Promise<Formatted> => runFormatter(formatter, join(root, path), text);
  const formatted = await format(after);
  if ('failed' in formatted || formatted.text === after || kind === 'create' || before === null) return formatted;
  const former = await format(before);
  return 'text' in former && former.text === before ? formatted : { text: after };
}
