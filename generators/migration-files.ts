import { join, posix } from 'node:path';
import { LockstepError } from '../src/errors.js';
import type { Tree } from '../src/repo/tree.js';
import type { FileChange } from '../src/scaffold/plan.js';

/**
 * The change of a file of the history, whose path is that in the tree, for a project in `folder`.
 * Throws a LockstepError (exit 2) for one that lies outside of the project.
 */
export async function fileChange(tree: Tree, folder: string, path: string, after: string): Promise<FileChange> {
  const before = await tree.read(path);
  const own = posix.relative(folder === '' ? '.' : folder, path);
  if (own.startsWith('../')) {
    throw new LockstepError(`The migrations folder ${path} lies outside of the project.`, {
      path: join(tree.root, path),
      fix: 'Run this in the package that the folder belongs to.',
    });
  }
  return { path: own, kind: 'edit', before, after };
}
