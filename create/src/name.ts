import { basename } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import { nameProblem } from '../../src/scaffold/paths.js';

/** npm's limit. */
const longest = 214;
/** npm takes neither as the name of a package. */
const refusedByNpm = new Set(['node_modules', 'favicon.ico']);

/** Why a new folder should not be called that, as a sentence; `undefined` when it may. */
export function folderProblem(root: string): string | undefined {
  const problem = nameProblem(basename(root));
  if (problem !== undefined) return `A folder cannot be named ${JSON.stringify(basename(root))}: the name ${problem}.`;
  if (packageName(root) === undefined) {
    return `No package name can be made from ${JSON.stringify(basename(root))}: it has no letter from a to z and no digit.`;
  }
  return undefined;
}

/**
 * The name of the package in the folder `root`: lowercase letters, digits, `-`, `.` and `_`, as npm allows it.
 * `undefined` when nothing of the folder's name can be used.
 */
export function packageName(root: string): string | undefined {
  const name = basename(root)
    // é is e with a mark: the mark goes, the letter stays.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/-+/g, '-')
    .slice(0, longest)
    .replace(/^[._-]+|[._-]+$/g, '');
  return name === '' || refusedByNpm.has(name) ? undefined : name;
}

/** The package name of `root`. Throws a LockstepError (exit 2) when there can be none, or the folder's name is bad. */
export function requirePackageName(root: string): string {
  const problem = folderProblem(root);
  const name = packageName(root);
  if (problem === undefined && name !== undefined) return name;
  throw new LockstepError(problem ?? 'The folder has no name.', {
    path: root,
    fix: 'Choose another folder, like shop.',
  });
}
