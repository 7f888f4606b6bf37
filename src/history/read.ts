import { posix } from 'node:path';
import type { KitLine } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { readFolders } from './folders.js';
import type { History } from './history.js';
import { readJournal } from './journal.js';

/**
 * The history of a migrations folder.
 *
 * @param installed the layout that the installed drizzle-kit writes: for a folder that is empty, or has both layouts.
 */
export async function readHistory(tree: Tree, out: string, installed: KitLine = 'journal'): Promise<History> {
  const files = filesBelow(tree, out);
  const isThere = (name: RegExp): boolean => files.some((path) => name.test(posix.relative(out, path)));
  const hasFolders = isThere(/^[^/]+\/snapshot\.json$/);
  if (!tree.isFile(posix.join(out, 'meta/_journal.json'))) {
    // Its snapshots may have been deleted.
    const hasScripts = isThere(/^\d{14}_[^/]+\/migration\.sql$/);
    return hasFolders || hasScripts || installed === 'folders'
      ? readFolders(tree, out, files)
      : readJournal(tree, out, files);
  }
  if (hasFolders && installed === 'folders') return readFolders(tree, out, files);
  const journal = await readJournal(tree, out, files);
  // A journal without entries beside folders is a leftover of the way to 1.0.
  const isLeftover = hasFolders && journal.migrations.length === 0 && journal.malformed.length === 0;
  return isLeftover ? readFolders(tree, out, files) : journal;
}

function filesBelow(tree: Tree, folder: string): string[] {
  return tree.names(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    if (tree.isFile(path)) return [path];
    return tree.isFolder(path) ? filesBelow(tree, path) : [];
  });
}
