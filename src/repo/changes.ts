import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
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

/** Those of the paths (relative to the top) that git has nothing to say of: HEAD has them as they are, or nobody has. */
export async function unlistedPaths(repository: Repository, paths: string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const pathspecs = paths.map((path) => `:(top,literal)${path}`);
  const options = ['--untracked-files=all', '--ignored=matching', '--', ...pathspecs];
  const listed = (await status(repository.top, options)).map(({ path }) => path);
  // An ignored folder stands for what is in it.
  return paths.filter((path) => !listed.some((one) => one === path || (one.endsWith('/') && path.startsWith(one))));
}

/** Files below `folder` with changes that no command of git brings back: tracked, and not staged. Relative to the top. */
export async function unstagedChanges(folder: string): Promise<Set<string>> {
  const changes = await status(folder, ['--untracked-files=no', '--', '.']);
  return new Set(changes.filter(({ unstaged }) => unstaged).map(({ path }) => path));
}

/** What `git status` lists; the index is not written. */
async function status(folder: string, args: string[]): Promise<{ path: string; unstaged: boolean }[]> {
  const command = ['--no-optional-locks', 'status', '--porcelain=v2', '-z', '--no-renames'];
  return splitNul(await git(folder, [...command, ...args])).map((line) => {
    if (line.startsWith('? ') || line.startsWith('! ')) return { path: line.slice(2), unstaged: false };
    // Eight fields before the path of a change, ten before that of a conflict (git-status(1)).
    const path = line.split(' ').slice(line.startsWith('u ') ? 10 : 8);
    // `.A` is `git add --intent-to-add`: the index has the name alone.
    const unstaged = line.startsWith('u ') || (line[3] !== '.' && !line.startsWith('1 .A'));
    return { path: path.join(' '), unstaged };
  });
}

/** Paths relative to the repository's top, of paths relative to a folder in it; links to the folder are followed. */
export function topPaths(repository: Repository, folder: string, paths: string[]): string[] {
  const prefix = relative(realpathSync(repository.top), realpathSync(folder)).split(sep).join('/');
  return prefix === '' ? paths : paths.map((path) => `${prefix}/${path}`);
}

/** The abbreviated id of the newest commit that touched one of the paths, or `null`. */
export async function lastCommitOf(repository: Repository, paths: string[]): Promise<string | null> {
  const pathspecs = paths.map((path) => `:(top,literal)${path}`);
  const { code, stdout } = await runGit(repository.top, ['log', '-1', '--format=%h', '--', ...pathspecs]);
  const id = stdout.toString().trim();
  return code === 0 && id !== '' ? id : null;
}
