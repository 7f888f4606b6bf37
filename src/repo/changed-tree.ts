import type { Tree } from './tree.js';
import { blobId } from './working-tree.js';

/**
 * A tree as it will be after some changes, so that what is planned can be judged before it is written.
 *
 * @param changes path → the text wanted; `null` for a file that will be gone.
 */
export function changedTree(tree: Tree, changes: ReadonlyMap<string, string | null>): Tree {
  const added = [...changes].filter(([, text]) => text !== null).map(([path]) => path);
  const isFile = (path: string): boolean => (changes.has(path) ? changes.get(path) !== null : tree.isFile(path));
  const below = (folder: string): string => (folder === '' || folder === '.' ? '' : `${folder}/`);
  return {
    ...tree,
    paths: () => [...new Set([...tree.paths().filter((path) => !changes.has(path)), ...added])],
    isFile,
    isFolder: (path) => added.some((file) => file.startsWith(below(path))) || tree.isFolder(path),
    names(folder) {
      const start = below(folder);
      const kept = tree.names(folder).filter((name) => changes.get(`${start}${name}`) !== null);
      const made = added.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length).split('/')[0]);
      return [...new Set([...kept, ...made.filter((name) => name !== undefined)])].sort();
    },
    blobId(path) {
      const text = changes.get(path);
      return text === undefined ? tree.blobId(path) : text === null ? null : blobId(Buffer.from(text));
    },
    async read(path) {
      const text = changes.get(path);
      return text === undefined ? tree.read(path) : text;
    },
  };
}
