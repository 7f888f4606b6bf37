import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BlobReader } from './blobs.js';
import { type Repository, runGit, splitNul } from './git.js';

/** A file that differs between two commits; `null` on the side that does not have it. */
export interface ChangedFile {
  path: string;
  before: string | null;
  after: string | null;
}

const nothing = /^0+$/;

/**
 * The files that differ between two commits and match one of `pathspecs`, by one process; `null` when a commit is not
 * there: ORIG_HEAD before the first merge.
 */
export async function changedFiles(
  repository: Repository,
  from: string,
  to: string,
  pathspecs: string[],
): Promise<ChangedFile[] | null> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--end-of-options', from, to, '--', ...pathspecs];
  const result = await runGit(repository.top, args);
  if (result.code !== 0) return null;
  const parts = splitNul(result.stdout);
  const changes: ChangedFile[] = [];
  // `:100644 100644 <id> <id> M`, then the path (git-diff-tree(1), raw format).
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, , before = '', after = ''] = parts[at]?.split(' ') ?? [];
    const idOf = (id: string): string | null => (nothing.test(id) ? null : id);
    changes.push({ path: parts[at + 1] ?? '', before: idOf(before), after: idOf(after) });
  }
  return changes;
}

/** Reads files of `changedFiles`, both sides of each: by one process for all of them. */
export async function readChanged(
  repository: Repository,
  changes: ChangedFile[],
): Promise<{ path: string; before: string | null; after: string | null }[]> {
  const blobs = new BlobReader(repository.top);
  const read = async (id: string | null): Promise<string | null> =>
    id === null ? null : (await blobs.read(id)).toString('utf8');
  try {
    return await Promise.all(
      changes.map(async ({ path, before, after }) => ({ path, before: await read(before), after: await read(after) })),
    );
  } finally {
    blobs.close();
  }
}

const replayed = /^(?:p|pick|r|reword|e|edit|s|squash|f|fixup|m|merge)\s/m;

/**
 * Whether git is at the beginning or in the middle of a rebase that has commits left to apply. Git then runs
 * post-checkout although the own commits are about to come back, and post-rewrite at the end; with nothing left to
 * apply it runs post-checkout alone (seen on git 2.39).
 */
export async function hasCommitsToReplay(repository: Repository): Promise<boolean> {
  const result = await runGit(repository.top, ['rev-parse', '--git-path', 'rebase-merge/git-rebase-todo']);
  const path = resolve(repository.top, result.stdout.toString().trim());
  return result.code === 0 && existsSync(path) && replayed.test(readFileSync(path, 'utf8'));
}
