import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { globs } from './globs.js';

const sourceFile = /\.[cm]?[jt]s$/;

/**
 * The files that a config's `schema` names in a tree, sorted. As drizzle-kit 0.31.11 does it (prepareFilenames): a
 * file stands for itself, a folder for the files directly in it, a glob for what it matches (folders again for their
 * files). Files that are not TypeScript or JavaScript are left out, where drizzle-kit stops with an error.
 *
 * @param patterns relative to the tree's root.
 */
export function schemaFiles(tree: Tree, patterns: string[]): string[] {
  const found = new Set<string>();
  const addFolder = (folder: string): void => {
    for (const name of tree.names(folder)) {
      const path = posix.join(folder, name);
      if (tree.isFile(path)) found.add(path);
    }
  };
  for (const pattern of patterns) {
    if (tree.isFile(pattern)) found.add(pattern);
    else if (tree.isFolder(pattern)) addFolder(pattern);
    else if (isGlob(pattern)) {
      const matches = globs()(pattern);
      const folders = new Set<string>();
      for (const path of tree.paths()) {
        if (matches(path)) found.add(path);
        for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.add(folder);
      }
      for (const folder of folders) if (matches(folder)) addFolder(folder);
    }
  }
  return [...found].filter((path) => sourceFile.test(path)).sort();
}

export function isGlob(pattern: string): boolean {
  return globs().scan(pattern).isGlob;
}
