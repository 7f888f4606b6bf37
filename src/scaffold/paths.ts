import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { LockstepError } from '../errors.js';

/** Windows opens a device for these names, whatever their extension; a repository with one cannot be cloned there. */
const reservedName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
const forbiddenOnWindows = /[<>:"|?*\\]/;
/** The limit of one name on ext4, APFS and NTFS (in UTF-8 bytes on the first, which is the strictest). */
const longestName = 255;

/**
 * Why `name` cannot be the name of one file or folder everywhere, or `undefined` when it can.
 * The answer completes the sentence "The name … ".
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'holds a control character';
  if (name === '.' || name === '..') return 'is not a name but a step in a path';
  if (reservedName.test(name)) return 'is reserved on Windows';
  if (forbiddenOnWindows.test(name)) return 'holds one of < > : " | ? * \\, which Windows does not allow';
  if (/[. ]$/.test(name)) return 'ends in a dot or a space, which Windows drops';
  if (Buffer.byteLength(name) > longestName) return `is longer than ${longestName} bytes`;
  return undefined;
}

/**
 * Checks the text of a change's path: relative, normalised, forward slashes, names that exist on every system.
 * Throws a LockstepError otherwise. Looks at no file.
 */
export function checkPath(path: string): void {
  const stop = (why: string) => {
    throw new LockstepError(`The path ${JSON.stringify(path)} ${why}.`, {
      path,
      fix: 'Give a path inside the project, like src/db/schema.',
    });
  };
  if (path === '') stop('is empty');
  if (isAbsolute(path) || path.startsWith('/') || /^[a-z]:/i.test(path)) stop('is absolute');
  for (const name of path.split('/')) {
    if (name === '..') stop('leaves the project');
    if (name === '' || name === '.') stop('is not normalised');
    const problem = nameProblem(name);
    if (problem !== undefined) stop(`cannot be used: the name ${JSON.stringify(name)} ${problem}`);
  }
}

/** Where a change's file lies, and what is there now. */
export interface Place {
  /** Absolute path of the file itself; behind a symbolic link, of what it points to. */
  file: string;
  exists: boolean;
  /** Absolute paths of the parent folders that do not exist yet, outermost first. */
  missingFolders: string[];
}

/**
 * Finds the file of `path` below `root`, following symbolic links only as long as they stay inside.
 * Throws a LockstepError when the path leaves the root, when a folder is where the file should be, or a file where a
 * folder should be.
 */
export function placeOf(root: string, path: string): Place {
  return placesBelow(root)(path);
}

/** Like placeOf, for many files: a folder that was found once is not looked up again. */
export function placesBelow(root: string): (path: string) => Place {
  const known = new Map<string, ReturnType<typeof walk>>();
  return (path) => {
    checkPath(path);
    const names = path.split('/');
    const above = names.slice(0, -1);
    const walked = known.get(above.join('/')) ?? walk(root, above, path);
    // One that is missing may appear.
    if (walked.missingFolders.length === 0) known.set(above.join('/'), walked);
    return placeIn(walked, names.at(-1) ?? '', path);
  };
}

function placeIn({ folder, missingFolders, realRoot }: ReturnType<typeof walk>, name: string, path: string): Place {
  const file = join(folder, name);
  const found = missingFolders.length > 0 ? null : lstatOrNull(file, path);
  if (found === null) return { file, exists: false, missingFolders };
  const target = follow(file, found, realRoot, path);
  const kind = target === file ? found : lstatSync(target);
  if (kind.isDirectory()) {
    throw new LockstepError(`${path} is a folder; a file should be written there.`, {
      path,
      fix: 'Rename the folder, or choose another path.',
    });
  }
  if (!kind.isFile()) {
    throw new LockstepError(`${path} is neither a file nor a folder.`, { path, fix: 'Move it away.' });
  }
  return { file: target, exists: true, missingFolders };
}

/**
 * The absolute path of the folder `path` below `root` ('' for the root itself), or `null` when there is none.
 * Throws a LockstepError when it leaves the root or a file is in its place.
 */
export function folderOf(root: string, path: string): string | null {
  if (path !== '') checkPath(path);
  const { folder, missingFolders } = walk(root, path === '' ? [] : path.split('/'), path);
  return missingFolders.length > 0 ? null : folder;
}

function walk(root: string, names: string[], asked: string) {
  const { path: realRoot, missing: missingFolders } = realFolder(root);
  let folder = realRoot;
  for (const [index, name] of names.entries()) {
    const next = join(folder, name);
    const found = missingFolders.length > 0 ? null : lstatOrNull(next, asked);
    if (found === null) {
      missingFolders.push(next);
      folder = next;
      continue;
    }
    folder = follow(next, found, realRoot, asked);
    if (!lstatSync(folder).isDirectory()) {
      throw new LockstepError(`${names.slice(0, index + 1).join('/')} is a file; a folder should be there.`, {
        path: asked,
        fix: 'Rename the file, or choose another folder.',
      });
    }
  }
  return { folder, missingFolders, realRoot };
}

/** `root` without symbolic links, with the folders of it that are missing, outermost first. */
function realFolder(root: string): { path: string; missing: string[] } {
  const missing: string[] = [];
  let existing = root;
  while (lstatOrNull(existing, root) === null) {
    missing.unshift(existing);
    const parent = dirname(existing);
    if (parent === existing) break;
    existing = parent;
  }
  let real: string;
  try {
    real = realpathSync(existing);
  } catch (cause) {
    throw new LockstepError(`${existing} is a link to nothing.`, { path: existing, fix: 'Remove the link.', cause });
  }
  if (!lstatSync(real).isDirectory()) {
    throw new LockstepError(`${existing} is a file; a folder should be there.`, {
      path: existing,
      fix: 'Choose another folder.',
    });
  }
  return { path: join(real, relative(existing, root)), missing: missing.map((f) => join(real, relative(existing, f))) };
}

/** What `path` points to; throws when that is nothing, or lies outside `root`. */
function follow(path: string, found: Stats, root: string, asked: string): string {
  if (!found.isSymbolicLink()) return path;
  let target: string;
  try {
    target = realpathSync(path);
  } catch (cause) {
    throw new LockstepError(`${asked} goes through a link to nothing: ${path}.`, {
      path: asked,
      fix: 'Remove the link.',
      cause,
    });
  }
  if (target !== root && !target.startsWith(root + sep)) {
    throw new LockstepError(`${asked} leaves the project through the link ${path}.`, {
      path: asked,
      fix: 'Remove the link, or choose another path.',
    });
  }
  return target;
}

function lstatOrNull(path: string, asked: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') {
      throw new LockstepError(`A file is where a folder of ${asked} should be.`, {
        path: asked,
        fix: 'Choose another folder.',
        cause,
      });
    }
    if (code === 'ENAMETOOLONG') {
      throw new LockstepError(`The path ${asked} is too long.`, { path: asked, fix: 'Choose a shorter name.', cause });
    }
    throw new LockstepError(`Cannot look at ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      exitCode: 1,
      path: asked,
      cause,
    });
  }
}
