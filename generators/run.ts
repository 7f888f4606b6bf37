import { LockstepError } from '../src/errors.js';
import type { FoundProject } from '../src/project/find.js';
import { type ConflictPolicy, settleConflicts } from '../src/scaffold/conflicts.js';
import { watchDirty } from '../src/scaffold/dirty.js';
import { formatPlan } from '../src/scaffold/format/index.js';
import type { AnswerValues, OfferedGenerator } from '../src/scaffold/generator.js';
import type { Plan } from '../src/scaffold/plan.js';
import { readFolder } from '../src/scaffold/reader.js';
import { writeRun } from '../src/scaffold/runs.js';
import { migrationsIn } from '../src/scaffold/undo.js';
import { writePlan } from '../src/scaffold/write.js';
import { createContext } from './context.js';

export interface RunOptions {
  policy: ConflictPolicy;
  /** Files with changes that are not committed are edited too. */
  allowDirty: boolean;
  /** What is written is formatted with the project's own formatter, if it has one. */
  formatter: boolean;
  /** The policy was not given for this run alone: it may have nothing to decide. */
  sharedPolicy?: boolean;
}

/**
 * What a generator would write in a project, with every conflict settled. Looks only.
 *
 * @throws LockstepError for answers that do not fit, for files that exist and differ, for a policy about such files where
 * there can be none, and for files with changes that are not committed.
 */
export async function planRun(
  generator: OfferedGenerator,
  answers: AnswerValues,
  found: FoundProject,
  { policy, allowDirty, formatter, sharedPolicy = false }: RunOptions,
): Promise<Plan> {
  const refuseDirty = allowDirty ? null : watchDirty(found.root);
  const made = await generator.plan(answers, await createContext(found));
  if (policy !== 'stop' && !sharedPolicy) refuseIdlePolicy(policy, generator, made);
  const plan = settleConflicts(formatter ? await formatPlan(made, found.out) : made, policy);
  // What is planned for the whole repository may edit files outside of the project.
  if (refuseDirty !== null) await (plan.root === found.root ? refuseDirty : watchDirty(plan.root))(plan, found.out);
  return plan;
}

/** An edit leaves every other byte of its file as it is: there is nothing to overwrite and nothing to keep. */
function refuseIdlePolicy(policy: 'force' | 'merge', { name }: OfferedGenerator, plan: Plan): void {
  if (plan.changes.some(({ kind }) => kind === 'create')) return;
  throw new LockstepError(
    `--${policy} is for files that are made whole, and ${name} only edits ${plan.changes.map(({ path }) => path).join(', ')}.`,
    { fix: `Leave --${policy} out. The edit keeps what is there; --diff shows it.` },
  );
}

/** Writes what planRun made, and remembers it as `command`. Returns whether `lockstep undo` can undo it. */
export async function writePlanned(plan: Plan, { root, out }: FoundProject, command: string[]): Promise<boolean> {
  // Runs are remembered in the project; a plan of the whole repository is undone by lockstep init --remove.
  if (plan.root !== root) {
    await writePlan(plan);
    return false;
  }
  return writeRun(plan, { command, migrations: () => migrationsIn(out, readFolder(plan.root)) });
}
