import { basename } from 'node:path';
import { packageNameProblem } from '../../generators/project/index.js';
import { LockstepError } from '../../src/errors.js';
import { nameProblem } from '../../src/scaffold/paths.js';

/** npm's limit. */
const longest = 214;

/** Why a new folder should not be called that, as a sentence; `undefined` when it may. */
export function folderProblem(root: string): string | undefined {
  const problem = nameProblem(basename(root));
  if (problem !== undefined) return `A folder cannot be named ${JSON.stringify(basename(root))}: the name ${problem}.`;
  const name = packageName(root);
  if (name === '') {
    return `No package name can be made from ${JSON.stringify(basename(root))}: it has no letter from a to z and no digit.`;
  }
  const refused = packageNameProblem(name);
  return refused === undefined
    ? undefined
    : `The package would be called ${JSON.stringify(name)}, a name that ${refused}.`;
}

/**
 * The name of the package in the folder `root`: lowercase letters, digits, `-`, `.` and `_`, as npm allows it.
 * '' when nothing of the folder's name can be used.
 */
export function packageName(root: string): string {
  return (
    basename(root)
      // é is e with a mark: the mark goes, the letter stays.
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/-+/g, '-')
      .slice(0, longest)
      .replace(/^[._-]+|[._-]+$/g, '')
  );
}

/** The package name of `root`. Throws a LockstepError (exit 2) when there can be none, or the folder's name is bad. */
export function requirePackageName(root: string): string {
  const problem = folderProblem(root);
  if (problem === undefined) return packageName(root);
  throw new LockstepError(problem, { path: root, fix: 'Choose another folder, like shop.' });
}
