import { LockstepError } from '../errors.js';
import type { FileChange, Plan } from './plan.js';

/** What is done about one file that exists and differs from what the generator makes. */
export type Decision = 'overwrite' | 'keep' | 'merge';

/** What is done about all of them when nobody is asked. */
export type ConflictPolicy = 'force' | 'merge' | 'stop';

/** A file that the generator makes whole, that exists already, and that is not what it makes. */
export function isConflict(change: FileChange): boolean {
  return change.kind === 'create' && change.before !== null && change.before !== change.after;
}

/** The changes of a plan that need a decision. */
export function conflicts(plan: Plan): FileChange[] {
  return plan.changes.filter(isConflict);
}

/**
 * The plan with every conflict decided: its changes of kind `create` no longer meet a file that differs.
 * `merge` on a file that nobody knows how to merge keeps it.
 */
export function decideConflicts(plan: Plan, decide: (change: FileChange) => Decision): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change) => (isConflict(change) ? decided(change, decide(change)) : change)),
  };
}

/**
 * Decides all conflicts alike.
 * Throws a LockstepError (exit code 2) with `stop` when there is one; it names the files.
 */
export function settleConflicts(plan: Plan, policy: ConflictPolicy): Plan {
  const found = conflicts(plan);
  const first = found[0];
  if (policy === 'stop' && first !== undefined) {
    const names = found.map((change) => `\n  ${change.path}`).join('');
    const subject = found.length === 1 ? 'One file exists and differs' : `${found.length} files exist and differ`;
    throw new LockstepError(`${subject} from what would be written:${names}`, {
      path: first.path,
      fix: '--merge keeps what is there and adds what is missing; --force overwrites. --dry-run --diff shows both.',
    });
  }
  return decideConflicts(plan, () => (policy === 'force' ? 'overwrite' : 'merge'));
}

function decided(change: FileChange, decision: Decision): FileChange {
  const { before } = change;
  if (decision === 'overwrite' || before === null) return { ...change, kind: 'edit' };
  if (decision === 'merge' && change.merge !== undefined)
    return { ...change, kind: 'edit', after: change.merge(before) };
  return { ...change, kind: 'edit', after: before };
}
