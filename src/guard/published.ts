import { LockstepError } from '../errors.js';
import type { History } from '../history/history.js';
import { readHistory } from '../history/read.js';
import type { Project } from '../project/project.js';
import { type Repository, runGit } from '../repo/git.js';
import { readCommitTree } from '../repo/git-tree.js';
import type { Tree } from '../repo/tree.js';

/** The migrations that others may have applied already: those on the base branch. They never change. */
export interface Published {
  tree: Tree;
  history: History;
}

/**
 * The newest commit whose migrations are published, seen from `revision`: where it left the base branch. A commit that
 * is itself on the base branch is judged by its first parent.
 *
 * @param base the configured branch; by default the remote's default branch, else the local main or master.
 * @returns `null` when there is no such branch, or no common commit (a shallow clone).
 */
export async function publishedCommit(
  repository: Repository,
  revision: string,
  base: string | undefined,
  isCommit: boolean,
): Promise<string | null> {
  const branch = await findBase(repository, base);
  if (branch === null) return null;
  const mergeBase = await line(repository, ['merge-base', branch, revision]);
  if (mergeBase === null) return null;
  const commit = await line(repository, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (isCommit && mergeBase === commit) return line(repository, ['rev-parse', '--verify', '--quiet', `${revision}^1`]);
  return mergeBase;
}

/** The migrations of a project at a commit; `null` when they cannot be read there: then nothing is held against them. */
export async function readPublished(
  repository: Repository,
  commit: string,
  project: Project,
): Promise<Published | null> {
  const tree = await readCommitTree(repository, commit, project.out);
  try {
    return { tree, history: await readHistory(tree, project.out) };
  } catch (error) {
    tree.close();
    if (error instanceof LockstepError) return null;
    throw error;
  }
}

const usual = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

async function findBase(repository: Repository, configured: string | undefined): Promise<string | null> {
  if (configured !== undefined) {
    const commitOf = (name: string) =>
      line(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    return (await commitOf(`refs/remotes/origin/${configured}`)) ?? (await commitOf(configured));
  }
  const listed = (await line(repository, ['for-each-ref', '--format=%(refname) %(objectname)', ...usual])) ?? '';
  const commits = new Map(
    listed.split('\n').map((entry): [string, string] => [entry.split(' ')[0] ?? '', entry.split(' ')[1] ?? '']),
  );
  return commits.get(usual.find((name) => commits.has(name)) ?? '') ?? null;
}

async function line(repository: Repository, args: string[]): Promise<string | null> {
  const result = await runGit(repository.top, args);
  const text = result.stdout.toString().trim();
  return result.code === 0 && text !== '' ? text : null;
}
