import { posix } from 'node:path';
import { exports as resolveExports, imports as resolveImports } from 'resolve.exports';
import type { Tree } from '../repo/tree.js';
import { resolveInTree } from './resolve.js';

/** A package.json of the tree. */
interface Package {
  folder: string;
  name: string;
  content: Record<string, unknown>;
}

/**
 * Resolves imports between the packages of one repository: what node_modules links to is another version of the files
 * than the tree's.
 */
export interface Workspaces {
  /** What an import of `specifier` by a file in `folder` means; `null` for other packages. */
  resolve(specifier: string, folder: string): Promise<Resolved | null>;
}

/** A file of the tree, and the package.json that says so. */
export interface Resolved {
  path: string;
  manifest: string;
}

export function workspacesOf(tree: Tree): Workspaces {
  let reading: Promise<Package[]> | null = null;
  return {
    async resolve(specifier, folder) {
      reading ??= readPackages(tree);
      const packages = await reading;
      if (specifier.startsWith('#')) return resolveOwnImport(tree, packages, specifier, folder);
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      const found = packages.find((candidate) => candidate.name === name);
      return found === undefined ? null : entryOf(tree, found, `.${specifier.slice(name.length)}`);
    },
  };
}

async function readPackages(tree: Tree): Promise<Package[]> {
  const paths = tree
    .paths()
    .filter((path) => posix.basename(path) === 'package.json' && !path.includes('node_modules/'));
  const packages: Package[] = [];
  for (const path of paths) {
    const content = parse(await tree.read(path));
    if (typeof content?.name === 'string') packages.push({ folder: posix.dirname(path), name: content.name, content });
  }
  return packages;
}

/** `import '#db/columns'`: the nearest package.json's `imports`. */
function resolveOwnImport(tree: Tree, packages: Package[], specifier: string, folder: string): Resolved | null {
  const own = packages
    .filter(
      (candidate) =>
        candidate.folder === '.' || folder === candidate.folder || folder.startsWith(`${candidate.folder}/`),
    )
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  return own === undefined
    ? null
    : firstFile(
        tree,
        own,
        targets(() => resolveImports(own.content, specifier)),
      );
}

function entryOf(tree: Tree, found: Package, subpath: string): Resolved | null {
  if (found.content.exports !== undefined)
    return firstFile(
      tree,
      found,
      targets(() => resolveExports(found.content, subpath)),
    );
  if (subpath !== '.') return firstFile(tree, found, [subpath]);
  const { module, main } = found.content;
  return firstFile(
    tree,
    found,
    [module, main, 'index', 'src/index'].filter((target) => typeof target === 'string'),
  );
}

/** resolve.exports throws for what a package does not export. */
function targets(resolve: () => unknown): string[] {
  try {
    const found = resolve();
    return Array.isArray(found) ? found.filter((target) => typeof target === 'string') : [];
  } catch {
    return [];
  }
}

function firstFile(tree: Tree, found: Package, candidates: string[]): Resolved | null {
  for (const candidate of candidates) {
    const path = resolveInTree(tree, posix.join(found.folder, candidate));
    if (path !== null) return { path, manifest: posix.join(found.folder, 'package.json') };
  }
  return null;
}

function parse(source: string | null): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse((source ?? 'null').replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}
