import { posix } from 'node:path';
import type { KitLine } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { readFolders } from './folders.js';
import type { History } from './history.js';
import { readJournal } from './journal.js';

/** Which of the two layouts a migrations folder has; `null` when it is empty or missing. */
export function detectLine(tree: Tree, out: string): KitLine | null {
  if (tree.isFile(posix.join(out, 'meta/_journal.json'))) return 'journal';
  const isMigration = (name: string): boolean => tree.isFile(posix.join(out, name, 'snapshot.json'));
  return tree.names(out).some(isMigration) ? 'folders' : null;
}

/**
 * The history of a migrations folder.
 *
 * @param installed the layout that the installed drizzle-kit writes: for a folder that is still empty.
 */
export async function readHistory(tree: Tree, out: string, installed: KitLine = 'journal'): Promise<History> {
  const files = filesBelow(tree, out);
  const line = detectLine(tree, out) ?? installed;
  return line === 'journal' ? readJournal(tree, out, files) : readFolders(tree, out, files);
}

function filesBelow(tree: Tree, folder: string): string[] {
  return tree.names(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    if (tree.isFile(path)) return [path];
    return tree.isFolder(path) ? filesBelow(tree, path) : [];
  });
}
