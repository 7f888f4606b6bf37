import { randomUUID } from 'node:crypto';
import { git, type Repository, runGit, splitNul } from './git.js';
import { resolveCommit } from './git-tree.js';

/** A commit of a range, and what it changes. */
export interface Commit {
  id: string;
  parents: string[];
  /** Paths that differ from any of its parents, deletions included; all paths of a root commit. */
  changed: string[];
}

/** The commits of `A..B`, parents before children. `firstParent` leaves out what merges bring in. */
export async function commitsOf(repository: Repository, range: string, firstParent: boolean): Promise<Commit[]> {
  const [from, to, ...more] = range.split(/\.\.\.?/);
  if (to === undefined || more.length > 0 || range.includes('...')) {
    return commitsFrom(repository, [await resolveCommit(repository, range)], firstParent);
  }
  const start = from === '' ? 'HEAD' : (from ?? 'HEAD');
  const end = to === '' ? 'HEAD' : to;
  return commitsFrom(
    repository,
    [await resolveCommit(repository, end), `^${await resolveCommit(repository, start)}`],
    firstParent,
  );
}

/** One line that git hands to a pre-push hook: `<local ref> <local id> <remote ref> <remote id>` (githooks(5)). */
export interface PushedRef {
  local: string;
  remote: string;
}

/** The commits that a push would bring to a remote: those that it does not have yet. Deleted branches bring none. */
export async function pushedCommits(
  repository: Repository,
  refs: PushedRef[],
  remote: string | null,
): Promise<Commit[]> {
  const isNone = (id: string): boolean => /^0+$/.test(id);
  const wanted = refs.filter((ref) => !isNone(ref.local)).map((ref) => ref.local);
  if (wanted.length === 0) return [];
  const there: string[] = [];
  for (const { remote: id } of refs) {
    if (isNone(id)) continue;
    // A remote may have moved on: what is not fetched cannot be left out.
    if ((await runGit(repository.top, ['cat-file', '-e', `${id}^{commit}`])).code === 0) there.push(`^${id}`);
  }
  // A remote that was never fetched from, or one given by its URL: what any other has is not new.
  const fetched =
    remote !== null && (await git(repository.top, ['for-each-ref', '--count=1', `refs/remotes/${remote}`])).length > 0;
  const known = ['--not', fetched ? `--remotes=${remote}` : '--remotes'];
  return commitsFrom(repository, [...wanted, ...there, ...known], false);
}

async function commitsFrom(repository: Repository, revisions: string[], firstParent: boolean): Promise<Commit[]> {
  const args = [
    'log',
    '--reverse',
    '--topo-order',
    '-m',
    '--root',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '-z',
  ];
  // What no path can hold: one that did would hide those behind it.
  const mark = randomUUID();
  const output = await git(repository.top, [
    ...args,
    ...(firstParent ? ['--first-parent'] : []),
    `--format=${mark}%H %P`,
    ...revisions,
    '--',
  ]);
  const commits = new Map<string, Commit>();
  for (const entry of output.toString('utf8').split(mark).slice(1)) {
    const [header = '', ...paths] = splitNul(Buffer.from(entry));
    const [id = '', ...parents] = header.trim().split(' ');
    // A merge comes once for each of its parents.
    const commit = commits.get(id) ?? { id, parents: parents.filter((parent) => parent !== ''), changed: [] };
    commit.changed.push(...paths.map((path) => path.replace(/^\n/, '')).filter((path) => path !== ''));
    commits.set(id, commit);
  }
  return [...commits.values()];
}
