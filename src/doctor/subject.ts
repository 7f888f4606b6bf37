import { join } from 'node:path';
import { LockstepError } from '../errors.js';
import type { History } from '../history/history.js';
import { readHistory } from '../history/read.js';
import { type EvaluateConfig, findConfigs, readProject } from '../project/discover.js';
import { findInstalled, type Installed, lineOf } from '../project/kit.js';
import type { KitLine, Project } from '../project/project.js';
import { findRepository, type Repository } from '../repo/git.js';
import { trackedPaths } from '../repo/tracked.js';
import type { Tree } from '../repo/tree.js';
import { readWorkingTree } from '../repo/working-tree.js';
import { lookAround, type Surroundings } from '../scaffold/surroundings.js';
import type { PackageManager } from './commands.js';
import { type Image, readImages } from './images.js';
import { type Manifest, nearestManifest, readManifests } from './manifests.js';

/** One project, with what belongs to it. */
export interface Examined {
  project: Project;
  /** Absolute path of its folder. */
  folder: string;
  /** The config's text. */
  source: string;
  /** The nearest package.json. */
  manifest: Manifest | null;
  kit: Installed | null;
  orm: Installed | null;
  /** `null` when the history cannot be read: `lockstep check` says why. */
  history: History | null;
  line: KitLine;
}

/** What the checks look at: the working tree, and what of the machine decides whether hooks run. */
export interface Subject {
  tree: Tree;
  /** Every file of the tree, read once. */
  paths: string[];
  repository: Repository | null;
  /** What git keeps; empty without a repository. */
  tracked: ReadonlySet<string>;
  projects: Examined[];
  /** Configs that say nothing: with the reason. */
  unreadable: { config: string; error: LockstepError }[];
  manifests: Manifest[];
  /** The Dockerfiles. */
  images: Image[];
  /** What the first project lies in: hooks and CI. `null` when no config can be read. */
  around: Surroundings | null;
  /** What commands are typed with. */
  manager: PackageManager;
  /** Some package of the repository names drizzle-lockstep, or there are settings for it. */
  isAdopted: boolean;
  env: NodeJS.ProcessEnv;
  /** The user's home folder. */
  home: string;
  /** Of the running Node.js, as `process.versions.node` says it. */
  node: string;
  /** The version of lockstep that runs. */
  lockstep: string;
}

export interface SubjectOptions {
  /** Absolute path of the repository's top, else of the package. */
  root: string;
  /** Only this config, relative to the root. One that is not there is a LockstepError (exit 2). */
  config?: string | undefined;
  evaluateConfig: EvaluateConfig;
  env: NodeJS.ProcessEnv;
  home: string;
  node: string;
  lockstep: string;
}

/**
 * Reads what the checks look at. A config that cannot be read is part of it; a repository without any is a LockstepError
 * (exit 2).
 */
export async function readSubject(options: SubjectOptions): Promise<Subject> {
  const { root, config, evaluateConfig, env, home, node, lockstep } = options;
  const repository = findRepository(root);
  const [tree, tracked] = await Promise.all([
    readWorkingTree(root, repository),
    repository === null ? new Set<string>() : trackedPaths(repository),
  ]);
  if (config !== undefined && !tree.isFile(config)) {
    throw new LockstepError(`There is no config ${config}.`, { fix: 'Name an existing drizzle config with --config.' });
  }
  const paths = tree.paths();
  const [configs, manifests] = await Promise.all([
    config === undefined ? findConfigs(tree) : [config],
    readManifests(tree, paths),
  ]);
  if (configs.length === 0) {
    throw new LockstepError(`No drizzle config was found in ${root}.`, {
      fix: 'Run this in a project with a drizzle.config.ts, or make one: npm create drizzle-lockstep',
    });
  }
  const projects: Examined[] = [];
  const unreadable: Subject['unreadable'] = [];
  for (const path of configs) {
    try {
      projects.push(await examined(tree, await readProject(tree, path, evaluateConfig), manifests));
    } catch (error) {
      if (!(error instanceof LockstepError)) throw error;
      unreadable.push({ config: path, error });
    }
  }
  const isAdopted = manifests.some(
    ({ dependencies, content }) => dependencies.has('drizzle-lockstep') || content.lockstep !== undefined,
  );
  const around = projects[0] === undefined ? null : await lookAround(projects[0].folder);
  const images = await readImages(tree, paths, manifests);
  const manager = around?.packageManager ?? 'npm';
  const machine = { env, home, node, lockstep };
  return {
    tree,
    paths,
    repository,
    tracked,
    projects,
    unreadable,
    manifests,
    images,
    around,
    manager,
    isAdopted,
    ...machine,
  };
}

async function examined(tree: Tree, project: Project, manifests: Manifest[]): Promise<Examined> {
  const folder = join(tree.root, project.folder);
  const kit = findInstalled(folder, 'drizzle-kit');
  const installed = kit && lineOf(kit.version);
  const history = await readHistory(tree, project.out, installed ?? 'journal').catch((error: unknown) => {
    if (error instanceof LockstepError) return null;
    throw error;
  });
  return {
    project,
    folder,
    source: (await tree.read(project.config)) ?? '',
    manifest: nearestManifest(manifests, project.folder),
    kit,
    orm: findInstalled(folder, 'drizzle-orm'),
    history,
    line: history?.line ?? installed ?? 'journal',
  };
}
