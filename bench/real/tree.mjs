// What a repository looks like, to the byte: to compare it before and after.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every file, folder and link of a working tree with its mode and content, git's hooks and settings among them.
 * Left out: node_modules, and what git keeps for itself.
 *
 * @param {string} root
 * @returns {Map<string, string>} path → mode and hash
 */
export function readTree(root) {
  const tree = new Map();
  walk(root, '', tree);
  for (const path of ['.git/config', '.git/info/exclude'])
    if (existsSync(join(root, path))) tree.set(path, print(root, path));
  if (existsSync(join(root, '.git/hooks'))) walk(root, '.git/hooks', tree);
  return tree;
}

/** @param {string} root @param {string} folder @param {Map<string, string>} tree */
function walk(root, folder, tree) {
  for (const { name } of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (name === 'node_modules' || name === '.git') continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    tree.set(path, print(root, path));
    if (lstatSync(join(root, path)).isDirectory()) walk(root, path, tree);
  }
}

/** @param {string} root @param {string} path */
function print(root, path) {
  const file = join(root, path);
  const status = lstatSync(file);
  const mode = status.mode.toString(8);
  if (status.isDirectory()) return mode;
  const content = status.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
  return `${mode} ${createHash('sha1').update(content).digest('hex')}`;
}

/** @param {Map<string, string>} before @param {Map<string, string>} after @returns {string[]} `new a`, `changed b`, `gone c` */
export function differences(before, after) {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    return [`${was === undefined ? 'new' : is === undefined ? 'gone' : 'changed'} ${path}`];
  });
}
