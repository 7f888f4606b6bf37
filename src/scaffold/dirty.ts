import { LockstepError } from '../errors.js';
import { statusOfFiles, topPaths } from '../repo/changes.js';
import { findRepository } from '../repo/git.js';
import { type Plan, statusOf } from './plan.js';
import { hashOf, readRuns } from './runs.js';

/**
 * Refuses to edit files with changes that are neither committed nor staged: they would be mixed up with those of the
 * plan. Files that a generator's run left as they are, files that git does not track, and those in the migrations
 * folder `out`, which tools write, are edited.
 *
 * @throws LockstepError (exit 2) that names the files.
 */
export async function refuseDirty(plan: Plan, out: string): Promise<void> {
  const repository = findRepository(plan.root);
  if (repository === null) return;
  const runs = readRuns(plan.root);
  const edited = plan.changes.filter((change) => {
    const { path, before } = change;
    if (before === null || statusOf(change) === 'unchanged' || path.startsWith(`${out}/`)) return false;
    const hash = hashOf(before);
    return !runs.some(({ files }) => files.some((file) => file.path === path && file.afterHash === hash));
  });
  const paths = topPaths(
    repository,
    plan.root,
    edited.map(({ path }) => path),
  );
  const status = await statusOfFiles(repository, paths);
  const dirty = edited.filter((_, at) => status.get(paths[at] ?? '')?.unstaged === true);
  const [first] = dirty;
  if (first === undefined) return;
  const list = dirty.map(({ path }) => `\n  ${path}`).join('');
  const subject = dirty.length === 1 ? 'One file that would be edited has' : 'Files that would be edited have';
  throw new LockstepError(`${subject} changes that are not committed:${list}`, {
    path: first.path,
    fix: 'Commit, stage (git add) or stash them; or edit the file as it is: lockstep new … --allow-dirty',
  });
}
