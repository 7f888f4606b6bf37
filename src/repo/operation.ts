import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LockstepError } from '../errors.js';
import { git, type Repository, runGit, splitNul } from './git.js';
import { usualBases } from './usual-bases.js';

/** What git is in the middle of, that brings two histories together. */
export type Operation =
  | { kind: 'none' }
  /** `other` is the commit that is merged into HEAD. */
  | { kind: 'merge'; other: string }
  /** `commit` is the one that is applied again on top of HEAD. */
  | { kind: 'rebase' | 'cherry-pick'; commit: string };

/** @throws LockstepError when more than two branches are merged at once. */
export async function operationInProgress(repository: Repository): Promise<Operation> {
  // git knows where these lie: in a worktree it is not `.git`.
  const names = ['MERGE_HEAD', 'REBASE_HEAD', 'CHERRY_PICK_HEAD', 'rebase-merge', 'rebase-apply'];
  const listed = await git(repository.top, ['rev-parse', ...names.flatMap((name) => ['--git-path', name])]);
  const [merge = '', rebase = '', pick = '', rebaseMerge = '', rebaseApply = ''] = listed
    .toString()
    .trimEnd()
    .split('\n')
    .map((path) => resolve(repository.top, path));
  const others = commitsIn(merge);
  if (others.length > 1) {
    throw new LockstepError('More than two branches are being merged at once.', {
      fix: 'Run git merge --abort and merge them one after the other.',
    });
  }
  const [other] = others;
  if (other !== undefined) return { kind: 'merge', other };
  const [commit] = commitsIn(rebase);
  // REBASE_HEAD may be left over; the folder is there only while git is at it.
  if (commit !== undefined && (existsSync(rebaseMerge) || existsSync(rebaseApply))) return { kind: 'rebase', commit };
  const [picked] = commitsIn(pick);
  return picked === undefined ? { kind: 'none' } : { kind: 'cherry-pick', commit: picked };
}

function commitsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The paths below `folder` (all of them with `''`) whose conflict nobody has resolved yet. */
export async function unmergedPaths(repository: Repository, folder = ''): Promise<Set<string>> {
  const pathspec = folder === '' ? [] : ['--', `:(top,literal)${folder}`];
  const listed = splitNul(await git(repository.top, ['ls-files', '--unmerged', '--full-name', '-z', ...pathspec]));
  return new Set(listed.map((entry) => entry.slice(entry.indexOf('\t') + 1)));
}

/** What the index holds below `folder`, conflicts left out: path → blob id. */
export async function stagedBlobs(repository: Repository, folder: string): Promise<Map<string, string>> {
  const args = ['ls-files', '--stage', '--full-name', '-z', '--', `:(top,literal)${folder}`];
  const blobs = new Map<string, string>();
  for (const entry of splitNul(await git(repository.top, args))) {
    const [meta = '', path = ''] = entry.split('\t', 2);
    const [, id = '', stage] = meta.split(' ');
    if (stage === '0') blobs.set(path, id);
  }
  return blobs;
}

/** Whether one commit is in the history of another, or is it. */
export async function isAncestor(repository: Repository, ancestor: string, of: string): Promise<boolean> {
  return (await runGit(repository.top, ['merge-base', '--is-ancestor', ancestor, of])).code === 0;
}

/** The commit where two branches parted, or `null`. */
export function mergeBase(repository: Repository, one: string, other: string): Promise<string | null> {
  return answer(repository, ['merge-base', one, other]);
}

/** How many commits `to` has that `from` lacks. */
export async function commitsAhead(repository: Repository, from: string, to: string): Promise<number> {
  return Number((await answer(repository, ['rev-list', '--count', `${from}..${to}`])) ?? 0);
}

/** The branch that is checked out, or `null` with a detached HEAD. */
export function currentBranch(repository: Repository): Promise<string | null> {
  return answer(repository, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
}

/** The name of the remote's default branch as the clone knows it, or `null`. */
export async function defaultBranch(repository: Repository): Promise<string | null> {
  const ref = await answer(repository, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD']);
  return ref === null ? null : ref.replace('refs/remotes/origin/', '');
}

/**
 * The name of the branch that others start from: the remote's default branch; else the first of the usual ones that is
 * there, of the remote before those of this clone; else the one that is checked out.
 */
export async function mainBranch(repository: Repository): Promise<string> {
  const remote = await defaultBranch(repository);
  if (remote !== null) return remote;
  const listed = await answer(repository, ['for-each-ref', '--format=%(refname)', ...usualBases]);
  const there = (listed ?? '').split('\n');
  const ref = usualBases.find((name) => there.includes(name));
  return ref?.replace(/^refs\/(?:heads|remotes\/origin)\//, '') ?? (await currentBranch(repository)) ?? 'main';
}

/** The short names of the branches that end in a commit, local ones first: `feature`, `origin/main`. */
export async function branchesAt(repository: Repository, commit: string): Promise<string[]> {
  const args = ['for-each-ref', '--format=%(refname:short)', `--points-at=${commit}`, 'refs/heads', 'refs/remotes'];
  return ((await answer(repository, args)) ?? '').split('\n').filter((name) => name !== '');
}

async function answer(repository: Repository, args: string[]): Promise<string | null> {
  const result = await runGit(repository.top, args);
  const text = result.stdout.toString().trim();
  return result.code === 0 && text !== '' ? text : null;
}
