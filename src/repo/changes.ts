import { git, type Repository, runGit, splitNul } from './git.js';

/** Paths that differ between the index and HEAD, deletions included; all staged paths before the first commit. */
export async function stagedPaths(repository: Repository): Promise<string[]> {
  // Without a commit git compares with the empty tree (git-diff(1)).
  const args = ['diff', '--cached', '--name-only', '--no-renames', '--no-ext-diff', '-z'];
  return splitNul(await git(repository.top, args));
}

/** Paths in the working tree under `folders` that the index does not have as they are: new, changed or deleted. */
export async function unstagedPaths(repository: Repository, folders: string[]): Promise<string[]> {
  const pathspecs = folders.map((folder) => `:(top,literal)${folder}`);
  const args = ['ls-files', '-z', '--others', '--modified', '--deleted', '--exclude-standard', '--', ...pathspecs];
  return splitNul(await git(repository.top, args));
}

/** Files under `folders` that git ignores: they lie in the working tree, and no commit will have them. */
export async function ignoredPaths(repository: Repository, folders: string[]): Promise<string[]> {
  const pathspecs = folders.map((folder) => `:(top,literal)${folder}`);
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', ...pathspecs];
  return splitNul(await git(repository.top, args));
}

/** The first parent of a commit, or `null` for a root commit (or one whose parent a shallow clone lacks). */
export async function firstParent(repository: Repository, revision: string): Promise<string | null> {
  const result = await runGit(repository.top, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^1^{commit}`,
  ]);
  return result.code === 0 ? result.stdout.toString().trim() : null;
}
