import { dirname, posix, relative, sep } from 'node:path';
import { LockstepError } from '../../errors.js';
import { findConfigs } from '../../project/discover.js';
import { type FoundProject, treeRoot } from '../../project/find.js';
import { findRepository } from '../../repo/git.js';
import type { Tree } from '../../repo/tree.js';
import { readWorkingTree } from '../../repo/working-tree.js';
import { findProject } from '../find-project.js';

/**
 * The projects of the package that a command run in `cwd` means: all configs of one package.json. `config` names one of
 * them, and then it is alone.
 *
 * @throws LockstepError (exit 2) when there is none, or when several packages have one and `cwd` is in none of them.
 */
export async function packageProjects(
  cwd: string,
  config: string | undefined,
): Promise<[FoundProject, ...FoundProject[]]> {
  if (config !== undefined) return [await findProject(cwd, { config })];
  const tree = await readWorkingTree(treeRoot(cwd), findRepository(cwd));
  const configs = await findConfigs(tree);
  const here = relative(tree.root, cwd).split(sep).join('/');
  const byPackage = new Map<string, string[]>();
  for (const path of configs) {
    const folder = packageOf(tree, path);
    byPackage.set(folder, [...(byPackage.get(folder) ?? []), path]);
  }
  const chosen = byPackage.get(packageOf(tree, posix.join(here, 'x'))) ?? onlyPackage(byPackage, here);
  if (chosen === undefined) return [await findProject(cwd, { config })];
  const found: FoundProject[] = [];
  // Commands and instructions name the first: the one that drizzle-kit takes by itself.
  const usual = chosen.filter((path) => /^drizzle\.config\./.test(posix.basename(path)));
  for (const path of new Set([...usual, ...chosen])) {
    found.push(await findProject(cwd, { config: relative(cwd, posix.join(tree.root, path)) }));
  }
  const [first, ...others] = found;
  return first === undefined ? [await findProject(cwd, { config })] : [first, ...others];
}

/** The folder of the nearest package.json above a path, relative to the tree's root. */
function packageOf(tree: Tree, path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (folder === '.' || tree.isFile(`${folder}/package.json`)) return folder === '.' ? '' : folder;
  }
}

function onlyPackage(byPackage: Map<string, string[]>, here: string): string[] | undefined {
  const below = [...byPackage].filter(([folder]) => here === '' || folder.startsWith(`${here}/`));
  const [first, ...others] = below;
  if (others.length === 0) return first?.[1];
  const folders = below.map(([folder]) => `\n  ${folder || '.'}`).join('');
  throw new LockstepError(`Several packages have a drizzle config:${folders}`, {
    fix: `Run the command in each of them, for example: cd ${below.find(([folder]) => folder !== '')?.[0] ?? '.'}`,
  });
}
