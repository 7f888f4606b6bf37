import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { BlobReader } from './blobs.js';
import { git, type Repository, runGit, splitNul } from './git.js';
import type { Tree } from './tree.js';

interface Entry {
  mode: string;
  id: string;
}

/** The files that the next commit would have. Inside a hook git names the index to read in its environment. */
export async function readIndexTree(repository: Repository): Promise<Tree> {
  const entries = new Map<string, Entry>();
  for (const record of splitNul(await git(repository.top, ['ls-files', '--stage', '-z']))) {
    const [meta = '', path = ''] = splitOnce(record, '\t');
    const [mode = '', id = '', stage = ''] = meta.split(' ');
    if (stage !== '0') {
      throw new LockstepError('The index has conflicts that are not resolved.', {
        path,
        fix: path.endsWith('meta/_journal.json')
          ? 'lockstep rebase'
          : `Resolve the conflict and run: git add -- ${JSON.stringify(path)}`,
      });
    }
    entries.set(path, { mode, id });
  }
  return gitTree(repository, entries, 'index', 'the staged files');
}

/**
 * The files of a commit. `revision` is anything git understands; an unknown one is a LockstepError.
 *
 * @param folder only what lies in it.
 */
export async function readCommitTree(repository: Repository, revision: string, folder?: string): Promise<Tree> {
  const commit = fullId.test(revision) ? revision : await resolveCommit(repository, revision);
  const entries = new Map<string, Entry>();
  for (const record of splitNul(
    await git(repository.top, ['ls-tree', '-r', '-z', '--full-tree', commit, ...(folder ? ['--', folder] : [])]),
  )) {
    const [meta = '', path = ''] = splitOnce(record, '\t');
    const [mode = '', , id = ''] = meta.split(' ');
    entries.set(path, { mode, id });
  }
  return gitTree(repository, entries, 'commit', `commit ${commit.slice(0, 9)}`);
}

const fullId = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The full id of the commit that `revision` names. */
export async function resolveCommit(repository: Repository, revision: string): Promise<string> {
  const result = await runGit(repository.top, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (result.code !== 0) {
    throw new LockstepError(`There is no commit ${JSON.stringify(revision)} in ${repository.top}.`, {
      fix: 'Name a commit, a branch or a tag that git log knows.',
    });
  }
  return result.stdout.toString().trim();
}

const maximumLinks = 10;

async function gitTree(
  repository: Repository,
  entries: Map<string, Entry>,
  kind: Tree['kind'],
  label: string,
): Promise<Tree> {
  const blobs = new BlobReader(repository.top);
  let folders: Map<string, Set<string>> | null = null;
  const folderIndex = (): Map<string, Set<string>> => {
    folders ??= indexFolders(entries.keys());
    return folders;
  };
  const regular = (path: string): Entry | undefined => {
    const entry = entries.get(path);
    return entry && entry.mode !== '160000' ? entry : undefined;
  };

  const links = await readLinks(entries, blobs);
  /** Follows links inside the tree; a link that leads out of it, or in circles, is no file. */
  const follow = (path: string): string | null => {
    let current = path;
    for (let step = 0; step < maximumLinks; step++) {
      if (regular(current)?.mode !== '120000') return regular(current) === undefined ? null : current;
      const target = links.get(current);
      if (target === undefined || posix.isAbsolute(target)) return null;
      current = posix.normalize(posix.join(posix.dirname(current), target));
    }
    return null;
  };
  const entryOf = (path: string): Entry | null => entries.get(follow(path) ?? '') ?? null;

  return {
    root: repository.top,
    kind,
    label,
    paths: () => [...entries.keys()],
    isFile: (path) => regular(path) !== undefined,
    isFolder: (path) => folderIndex().has(path === '.' ? '' : path),
    names: (folder) => [...(folderIndex().get(folder === '.' ? '' : folder) ?? [])].sort(),
    origin: (path) => follow(path) ?? path,
    blobId: (path) => (entryOf(path) ?? regular(path))?.id ?? null,
    async read(path) {
      const entry = entryOf(path);
      return entry === null ? null : (await blobs.read(entry.id)).toString('utf8');
    },
    close: () => blobs.close(),
  };
}

/** Where the links of a tree lead. One whose blob a partial clone lacks leads nowhere. */
async function readLinks(entries: Map<string, Entry>, blobs: BlobReader): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  const read = async (path: string, id: string): Promise<void> => {
    const target = await blobs.read(id).catch(() => null);
    if (target !== null) links.set(path, target.toString('utf8'));
  };
  await Promise.all([...entries].map(([path, { mode, id }]) => (mode === '120000' ? read(path, id) : undefined)));
  return links;
}

function indexFolders(paths: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    let child = path;
    for (;;) {
      const slash = child.lastIndexOf('/');
      const parent = slash < 0 ? '' : child.slice(0, slash);
      const known = folders.get(parent);
      if (known) {
        known.add(child.slice(slash + 1));
        break;
      }
      folders.set(parent, new Set([child.slice(slash + 1)]));
      if (slash < 0) break;
      child = parent;
    }
  }
  return folders;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
