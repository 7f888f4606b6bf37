import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import { unstagedPaths } from '../../repo/changes.js';
import type { Repository } from '../../repo/git.js';
import { type Operation, stagedBlobs, unmergedPaths } from '../../repo/operation.js';
import type { Tree } from '../../repo/tree.js';

const shown = 5;

/**
 * Stops when the migrations folder holds changes that belong to neither side: rewriting the history would lose them,
 * or take them along unseen. What git left in conflict is what the rebase is for.
 *
 * @param sides the trees that the files of the folder may come from.
 * @throws LockstepError (exit 1) that names the files.
 */
export async function refuseUnrelated(
  repository: Repository,
  out: string,
  operation: Operation,
  sides: Tree[],
): Promise<void> {
  const unmerged = await unmergedPaths(repository, out);
  const unsaved = new Set((await unstagedPaths(repository, [out])).filter((path) => !unmerged.has(path)));
  if (operation.kind === 'none') {
    if (unsaved.size > 0) throw refused(out, [...unsaved], 'are not committed or staged');
    return;
  }
  const staged = await stagedBlobs(repository, out);
  // git merges the journal where it can; whatever it holds then, it is written anew.
  const ofNeither = [...staged].filter(
    ([path, id]) => isOfHistory(path, out) && !isJournal(path) && !sides.some((tree) => tree.blobId(path) === id),
  );
  for (const [path] of ofNeither) unsaved.add(path);
  if (unsaved.size > 0) throw refused(out, [...unsaved], `belong to neither side of the ${operation.kind}`);
}

/** Whether a file is part of the history: the journal, a snapshot, SQL. Other files in the folder are left alone. */
export function isOfHistory(path: string, out: string): boolean {
  const name = posix.basename(path);
  const folder = posix.dirname(path);
  if (folder === posix.normalize(out)) return name.endsWith('.sql');
  if (folder === posix.join(out, 'meta')) return name.endsWith('.json');
  return posix.dirname(folder) === posix.normalize(out) && (name.endsWith('.sql') || name === 'snapshot.json');
}

function isJournal(path: string): boolean {
  return posix.basename(path) === '_journal.json';
}

function refused(out: string, paths: string[], why: string): LockstepError {
  const sorted = paths.sort();
  const more = sorted.length > shown ? `\n  … and ${sorted.length - shown} more` : '';
  const list = sorted
    .slice(0, shown)
    .map((path) => `\n  ${path}`)
    .join('');
  return new LockstepError(`${out} has changes that ${why}:${list}${more}\nNothing was changed.`, {
    exitCode: 1,
    path: sorted[0] ?? out,
    fix: 'Commit them, stash them (git stash --include-untracked) or remove them, and run lockstep rebase again.',
  });
}
