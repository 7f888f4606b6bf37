import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { LockstepError } from '../errors.js';
import { git, gitNow, type Repository, splitNul } from './git.js';
import type { Tree } from './tree.js';

const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/** The files as they lie on disk. In a repository `paths()` leaves out what git ignores. */
export async function readWorkingTree(root: string, repository: Repository | null): Promise<Tree> {
  const paths = repository === null ? walk(root) : splitNul(await git(root, listing));
  return treeOf(root, () => paths);
}

/** Like readWorkingTree, but the files are listed when somebody asks for all of them: most commands name theirs. */
export function lazyWorkingTree(root: string, repository: Repository | null): Tree {
  let paths: string[] | undefined;
  return treeOf(root, () => {
    paths ??= repository === null ? walk(root) : splitNul(gitNow(root, listing));
    return paths;
  });
}

function treeOf(root: string, list: () => string[]): Tree {
  const ids = new Map<string, { id: string; changed: number; size: number }>();
  return {
    root,
    kind: 'working tree',
    label: 'the working tree',
    paths: () => list().filter((path) => statOf(join(root, path))?.isFile() === true),
    isFile: (path) => statOf(join(root, path))?.isFile() === true,
    isFolder: (path) => statOf(join(root, path))?.isDirectory() === true,
    names: (folder) => namesIn(join(root, folder)),
    origin(path) {
      try {
        const real = relative(realpathSync(root), realpathSync(join(root, path)))
          .split(sep)
          .join('/');
        return real === '' || real.startsWith('../') || isAbsolute(real) ? path : real;
      } catch {
        return path;
      }
    },
    blobId(path) {
      const stat = statOf(join(root, path));
      if (stat?.isFile() !== true) return null;
      const known = ids.get(path);
      if (known !== undefined && known.changed === stat.mtimeMs && known.size === stat.size) return known.id;
      const id = blobId(readFileSync(join(root, path)));
      ids.set(path, { id, changed: stat.mtimeMs, size: stat.size });
      return id;
    },
    async read(path) {
      if (statOf(join(root, path))?.isFile() !== true) return null;
      try {
        return readFileSync(join(root, path), 'utf8');
      } catch (cause) {
        throw new LockstepError(`${path} cannot be read.`, { path, fix: 'Make the file readable.', cause });
      }
    },
    close() {},
  };
}

/** The id that git would give this content (SHA-1 object format), so that verdicts are shared with the index. */
export function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** A path below a file is an error to stat; for a tree it is just not there. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const notOurs = new Set(['node_modules', '.git', '.cache', 'dist']);

function walk(root: string, folder = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...walk(root, path));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
