import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
/** TypeScript lets an import name the file that it would be compiled to. */
const sourcesOf: Record<string, string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * The file that an import of `path` (relative to the tree's root) means, or `null`: the file itself, its TypeScript
 * source, with an extension added, or a folder's index. What node, tsx and esbuild agree on.
 */
export function resolveInTree(tree: Tree, path: string): string | null {
  if (tree.isFile(path)) return path;
  const extension = posix.extname(path);
  for (const source of sourcesOf[extension] ?? []) {
    const candidate = path.slice(0, -extension.length) + source;
    if (tree.isFile(candidate)) return candidate;
  }
  for (const added of extensions) {
    if (tree.isFile(path + added)) return path + added;
  }
  if (tree.isFolder(path)) {
    for (const added of extensions) {
      const candidate = posix.join(path, `index${added}`);
      if (tree.isFile(candidate)) return candidate;
    }
  }
  return null;
}
