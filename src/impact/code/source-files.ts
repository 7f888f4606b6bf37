import { posix } from 'node:path';
import type { Tree } from '../../repo/tree.js';

/** A file of the project's code. The path is relative to the tree's root. */
export interface CodeFile {
  path: string;
  text: string;
}

const script = /\.[cm]?[jt]sx?$/;
const declaration = /\.d\.[cm]?ts$/;
/** What holds code that TypeScript does not read by itself. */
const component = /\.(?:vue|svelte|astro|mdx)$/;

export const isScript = (path: string): boolean => script.test(path) && !declaration.test(path);
export const isComponent = (path: string): boolean => component.test(path);

/**
 * The files of a tree, but for those below `except`, whose text has one of the words in it: those that can use what is
 * called so. Most files of a project do not, and need not be looked at by a compiler.
 */
export async function filesNaming(tree: Tree, words: string[], except: string): Promise<CodeFile[]> {
  const paths = tree
    .paths()
    .filter((path) => (isScript(path) || isComponent(path)) && !path.split('/').includes('node_modules'))
    .filter((path) => !path.startsWith(`${posix.normalize(except)}/`))
    .sort();
  const files: CodeFile[] = [];
  for (const path of paths) {
    const text = await tree.read(path);
    if (text !== null && words.some((word) => text.includes(word))) files.push({ path, text });
  }
  return files;
}
