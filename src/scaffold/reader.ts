import { readdirSync, readFileSync } from 'node:fs';
import { LockstepError } from '../errors.js';
import { folderOf, placesBelow } from './paths.js';

/** The reading half of a generator's context. */
export interface FolderReader {
  /** Content of the file at `path` (relative, forward slashes), or `null` when there is none. */
  read(path: string): string | null;
  /** Names in the folder at `path` ('' or '.' for the root), sorted; folders end in `/`. Empty when there is none. */
  list(path: string): string[];
}

/**
 * Reads files below `root`, never outside of it.
 * `read` throws a LockstepError for a path that leaves the root, for a folder, and for a file that is not UTF-8 text:
 * an edit of it would destroy what could not be decoded.
 */
export function readFolder(root: string): FolderReader {
  const place = placesBelow(root);
  return {
    read(path) {
      const { file, exists } = place(path);
      return exists ? readText(file, path) : null;
    },
    list(path) {
      const folder = folderOf(root, path === '.' ? '' : path);
      if (folder === null) return [];
      try {
        return readdirSync(folder, { withFileTypes: true })
          .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
          .sort();
      } catch (cause) {
        throw new LockstepError(`Cannot read the folder ${path}.`, { exitCode: 1, path, cause });
      }
    },
  };
}

/** The same, where every file and folder stays what it was at the first look: what is planned is planned on one state. */
export function remembering({ read, list }: FolderReader): FolderReader {
  return { read: remembered(read), list: remembered(list) };
}

function remembered<T>(look: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const looked = look(path);
    known.set(path, looked);
    return looked;
  };
}

/** The text of a file; `asked` is the path that messages name. Throws a LockstepError when it is not UTF-8. */
export function readText(file: string, asked: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new LockstepError(`Cannot read ${asked}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      exitCode: 1,
      path: asked,
      fix: 'Check the permissions of the file.',
      cause,
    });
  }
  try {
    // `ignoreBOM` keeps the mark: what is read is compared with, and written back as, what is there.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new LockstepError(`${asked} is not UTF-8 text.`, { path: asked, fix: 'Save it as UTF-8.', cause });
  }
}
