import { LockstepError } from '../errors.js';
import { topPaths, unstagedChanges } from '../repo/changes.js';
import { findRepository, type Repository } from '../repo/git.js';
import { type Plan, statusOf } from './plan.js';
import { hashOf, readRuns } from './runs.js';

/** refuseDirty for a plan that is yet to be made: git, a process of its own, looks at the project meanwhile. */
export function watchDirty(root: string): (plan: Plan, out: string) => Promise<void> {
  const repository = findRepository(root);
  if (repository === null) return async () => {};
  const asked = unstagedChanges(root);
  // Where the plan fails nobody waits for it.
  asked.catch(() => {});
  return async (plan, out) => refuse(plan, out, repository, await asked);
}

/**
 * Refuses to edit files with changes that are neither committed nor staged: they would be mixed up with those of the
 * plan. Files that a generator's run left as they are, files that git does not track, and those in the migrations
 * folder `out`, which tools write, are edited.
 *
 * @throws LockstepError (exit 2) that names the files.
 */
export function refuseDirty(plan: Plan, out: string): Promise<void> {
  return watchDirty(plan.root)(plan, out);
}

/** @param unstaged relative to the repository's top */
function refuse(plan: Plan, out: string, repository: Repository, unstaged: ReadonlySet<string>): void {
  if (unstaged.size === 0) return;
  const runs = readRuns(plan.root);
  const edited = plan.changes.filter((change) => {
    const { path, before } = change;
    if (before === null || statusOf(change) === 'unchanged' || path.startsWith(`${out}/`)) return false;
    const hash = hashOf(before);
    return !runs.some(({ files }) => files.some((file) => file.path === path && file.afterHash === hash));
  });
  const dirty = edited.filter(({ path }) => topPaths(repository, plan.root, [path]).some((one) => unstaged.has(one)));
  const [first] = dirty;
  if (first === undefined) return;
  const list = dirty.map(({ path }) => `\n  ${path}`).join('');
  const subject = dirty.length === 1 ? 'One file that would be edited has' : 'Files that would be edited have';
  throw new LockstepError(`${subject} changes that are not committed:${list}`, {
    path: first.path,
    fix: 'Commit, stage (git add) or stash them; or edit them as they are: --allow-dirty (in a plopfile: allowDirty)',
  });
}
