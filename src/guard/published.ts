import { LockstepError } from '../errors.js';
import type { History } from '../history/history.js';
import { readHistory } from '../history/read.js';
import type { Project } from '../project/project.js';
import { type Repository, runGit } from '../repo/git.js';
import { readCommitTree } from '../repo/git-tree.js';
import type { Tree } from '../repo/tree.js';
import { usualBases as usual } from '../repo/usual-bases.js';

/** The migrations that others may have applied already: those on the base branch. They never change. */
export interface Published {
  /** Full id of the commit. */
  commit: string;
  tree: Tree;
  history: History;
}

/**
 * The newest commit whose migrations are published, seen from `revision`: where it left the base branch. A commit that
 * is itself on the base branch is judged by its first parent.
 *
 * @param base see baseOf.
 * @returns `null` when they have no common commit (a shallow clone).
 */
export async function publishedCommit(
  repository: Repository,
  revision: string,
  base: string,
  isCommit: boolean,
): Promise<string | null> {
  const mergeBase = await line(repository, ['merge-base', base, revision]);
  if (mergeBase === null || !isCommit) return mergeBase;
  const commit = await line(repository, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (mergeBase !== commit) return mergeBase;
  return line(repository, ['rev-parse', '--verify', '--quiet', `${revision}^1`]);
}

/** The migrations of a project at a commit; `null` when they cannot be read there: then nothing is held against them. */
export async function readPublished(
  repository: Repository,
  commit: string,
  project: Project,
): Promise<Published | null> {
  const tree = await readCommitTree(repository, commit, project.out);
  try {
    return { commit, tree, history: await readHistory(tree, project.out) };
  } catch (error) {
    tree.close();
    if (error instanceof LockstepError) return null;
    throw error;
  }
}

/**
 * The branch whose migrations never change: the configured one, as the remote has it or else as it is here; by default
 * the remote's default branch, without a remote the local main or master.
 *
 * @param isCommit a commit is judged, not what is being worked on: of a repository without a remote, what is committed
 *   on the branch that is checked out is not published by that.
 * @returns the full name of a ref, or what was configured; `null` when there is none.
 */
export async function baseOf(
  repository: Repository,
  configured: string | undefined,
  isCommit: boolean,
): Promise<string | null> {
  if (configured !== undefined) {
    const exists = async (name: string): Promise<boolean> =>
      (await line(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])) !== null;
    if (await exists(`refs/remotes/origin/${configured}`)) return `refs/remotes/origin/${configured}`;
    return !configured.startsWith('-') && (await exists(configured)) ? configured : null;
  }
  const listed = (await line(repository, ['for-each-ref', '--format=%(HEAD)%(refname)', ...usual])) ?? '';
  const names = listed.split('\n').map((entry) => entry.trim());
  const found = usual.find((name) => names.includes(name) || names.includes(`*${name}`));
  return found === undefined || (!isCommit && names.includes(`*${found}`)) ? null : found;
}

async function line(repository: Repository, args: string[]): Promise<string | null> {
  const result = await runGit(repository.top, args);
  const text = result.stdout.toString().trim();
  return result.code === 0 && text !== '' ? text : null;
}
