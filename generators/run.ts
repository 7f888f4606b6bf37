import type { FoundProject } from '../src/project/find.js';
import { type ConflictPolicy, settleConflicts } from '../src/scaffold/conflicts.js';
import { refuseDirty } from '../src/scaffold/dirty.js';
import { formatPlan } from '../src/scaffold/format/index.js';
import type { AnswerValues, OfferedGenerator } from '../src/scaffold/generator.js';
import type { Plan } from '../src/scaffold/plan.js';
import { readFolder } from '../src/scaffold/reader.js';
import { writeRun } from '../src/scaffold/runs.js';
import { migrationsIn } from '../src/scaffold/undo.js';
import { createContext } from './context.js';

export interface RunOptions {
  policy: ConflictPolicy;
  /** Files with changes that are not committed are edited too. */
  allowDirty: boolean;
  /** What is written is formatted with the project's own formatter, if it has one. */
  formatter: boolean;
}

/**
 * What a generator would write in a project, with every conflict settled. Looks only.
 *
 * @throws LockstepError for answers that do not fit, for files that exist and differ, and for files with changes that
 * are not committed.
 */
export async function planRun(
  generator: OfferedGenerator,
  answers: AnswerValues,
  found: FoundProject,
  { policy, allowDirty, formatter }: RunOptions,
): Promise<Plan> {
  const made = await generator.plan(answers, await createContext(found));
  const plan = settleConflicts(formatter ? await formatPlan(made, found.out) : made, policy);
  if (!allowDirty) await refuseDirty(plan, found.out);
  return plan;
}

/** Writes what planRun made, and remembers it as `command`. Returns whether `lockstep undo` can undo it. */
export function writePlanned(plan: Plan, { out }: FoundProject, command: string[]): Promise<boolean> {
  return writeRun(plan, { command, migrations: () => migrationsIn(out, readFolder(plan.root)) });
}
