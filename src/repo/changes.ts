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

/** How a file of the working tree stands to git. */
export interface FileStatus {
  /** `clean`: as HEAD and the index have it, or nowhere at all. `changed`: tracked, and differs from HEAD. */
  kind: 'clean' | 'changed' | 'untracked' | 'ignored';
  /** Tracked, and the working tree has what the index has not: no command of git brings it back. */
  unstaged: boolean;
}

/** Of each path (relative to the top), its status; one process, which does not write the index. */
export async function statusOfFiles(repository: Repository, paths: string[]): Promise<Map<string, FileStatus>> {
  const found = new Map<string, FileStatus>(paths.map((path) => [path, { kind: 'clean', unstaged: false }]));
  if (paths.length === 0) return found;
  const options = ['--porcelain=v2', '-z', '--untracked-files=all', '--ignored=matching', '--no-renames'];
  const pathspecs = paths.map((path) => `:(top,literal)${path}`);
  const output = await git(repository.top, ['--no-optional-locks', 'status', ...options, '--', ...pathspecs]);
  for (const line of splitNul(output)) {
    const [kind, listed, unstaged] = readStatus(line);
    for (const path of paths)
      if (path === listed || (listed.endsWith('/') && path.startsWith(listed))) found.set(path, { kind, unstaged });
  }
  return found;
}

/** A line of `git status --porcelain=v2`: its kind, path, and whether the working tree differs from the index. */
function readStatus(line: string): [FileStatus['kind'], path: string, unstaged: boolean] {
  if (line.startsWith('? ')) return ['untracked', line.slice(2), false];
  if (line.startsWith('! ')) return ['ignored', line.slice(2), false];
  // Eight fields before the path of a change, ten before that of a conflict (git-status(1)).
  const path = line.split(' ').slice(line.startsWith('u ') ? 10 : 8);
  // `git add --intent-to-add`: the index has the name alone.
  if (line.startsWith('1 .A')) return ['untracked', path.join(' '), false];
  return ['changed', path.join(' '), line.startsWith('u ') || line[3] !== '.'];
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
