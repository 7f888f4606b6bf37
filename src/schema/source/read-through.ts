import type { Tree } from '../../repo/tree.js';
import type { SourceReader } from './read-schema.js';

/**
 * Lets what reads schema files at once (SourceReader) read those of a tree, of a commit too, whose files take time to
 * come. Paths are relative to the tree's root.
 *
 * @returns what runs a look: again, until all the files that it asks for were there.
 */
export function readingThrough(tree: Tree): <T>(look: (reader: SourceReader) => T) => Promise<T> {
  const texts = new Map<string, string | null>();
  return async (look) => {
    for (;;) {
      const missing = new Set<string>();
      const result = look({
        read(path) {
          const text = texts.get(path);
          if (text === undefined && tree.isFile(path)) missing.add(path);
          return text ?? null;
        },
        list: (path) => namesIn(tree, path === '.' ? '' : path),
      });
      if (missing.size === 0) return result;
      for (const path of missing) texts.set(path, await tree.read(path));
    }
  };
}

function namesIn(tree: Tree, folder: string): string[] {
  return tree
    .names(folder)
    .map((name) => (tree.isFolder(folder === '' ? name : `${folder}/${name}`) ? `${name}/` : name));
}
