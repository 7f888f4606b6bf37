import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { LockstepError } from '../errors.js';
import { findRepository } from '../repo/git.js';
import type { Tree } from '../repo/tree.js';
import { lazyWorkingTree } from '../repo/working-tree.js';
import type { Dialect } from './dialects.js';
import { type EvaluateConfig, findConfigs, isConfigPath, readProject } from './discover.js';
import type { Project } from './project.js';
import { readSettings } from './settings.js';

/** A project of the working tree, with paths relative to its own folder. */
export interface FoundProject {
  /** Absolute path of the folder that the config's paths are relative to. */
  root: string;
  /** Absolute path of the config. */
  configPath: string;
  dialect: Dialect;
  schema: string[];
  out: string;
  casing?: 'camelCase' | 'snake_case';
  /** The same project as a part of `tree`. */
  project: Project;
  tree: Tree;
}

/**
 * The project that a command run in `cwd` means: `--config`, else the only config in `cwd` or the nearest folder
 * above that has one, else the only one below.
 *
 * @throws LockstepError (exit 2) when there is none, or several to choose from.
 */
export async function findProject(
  cwd: string,
  options: { config?: string | undefined; evaluate: EvaluateConfig },
): Promise<FoundProject> {
  const tree = lazyWorkingTree(treeRoot(cwd), findRepository(cwd));
  const config = options.config === undefined ? await nearestConfig(tree, cwd) : named(tree, cwd, options.config);
  const project = await readProject(tree, config, options.evaluate);
  const root = join(tree.root, project.folder);
  const own = (path: string): string => relative(project.folder, path).split(sep).join('/') || '.';
  return {
    root,
    configPath: join(tree.root, config),
    dialect: project.dialect,
    schema: project.schema.map(own),
    out: own(project.out),
    ...(project.casing === undefined ? {} : { casing: project.casing }),
    project,
    tree,
  };
}

/** The folder that the working tree of a command is read from: the repository's top, else the package's folder. */
export function treeRoot(cwd: string): string {
  const repository = findRepository(cwd);
  if (repository !== null) return repository.top;
  for (let current = resolve(cwd); ; current = dirname(current)) {
    if (existsSync(join(current, 'package.json'))) return current;
    if (dirname(current) === current) return resolve(cwd);
  }
}

function named(tree: Tree, cwd: string, config: string): string {
  const path = relative(tree.root, resolve(cwd, config)).split(sep).join('/');
  if (path.startsWith('..') || !tree.isFile(path)) {
    throw new LockstepError(`There is no config ${config}.`, { fix: 'Name an existing drizzle config with --config.' });
  }
  return path;
}

async function nearestConfig(tree: Tree, cwd: string): Promise<string> {
  const here = relative(tree.root, resolve(cwd)).split(sep).join('/');
  const { configs: listed } = await readSettings(tree, 'package.json');
  if (listed === undefined) {
    // Without listing the repository. Several in one folder may be one, and others that git ignores.
    for (const folder of upwards(here)) {
      const [config, ...others] = tree.names(folder).filter(isConfigPath);
      if (config === undefined) continue;
      if (others.length === 0) return folder === '' ? config : `${folder}/${config}`;
      break;
    }
  }
  const configs = await findConfigs(tree);
  for (const folder of upwards(here)) {
    const inFolder = configs.filter((path) => dirname(path) === (folder === '' ? '.' : folder));
    if (inFolder.length > 0) return only(inFolder);
  }
  if (configs.length === 0) {
    throw new LockstepError(`No drizzle config was found in ${tree.root}.`, {
      fix: 'Run this in a project with a drizzle.config.ts, or make one: npm create drizzle-lockstep',
    });
  }
  return only(configs);
}

/** A folder of the tree and those above it, up to its root, which is ''. */
function upwards(folder: string): string[] {
  const steps = folder === '' ? [] : folder.split('/');
  return [...steps.map((_, at) => steps.slice(0, steps.length - at).join('/')), ''];
}

function only(configs: string[]): string {
  const [first, ...others] = configs;
  if (first === undefined || others.length > 0) {
    throw new LockstepError(`Several drizzle configs were found: ${configs.join(', ')}.`, {
      fix: `Run it in the folder of the one that is meant, or name it: --config ${first ?? ''}`,
    });
  }
  return first;
}
