import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { lockedBy } from '../project/commands.js';
import { findHookManager, type HookManager } from '../project/hook-manager.js';
import { findWorkspace } from '../project/workspace.js';
import { findRepository } from '../repo/git.js';
import { readGitHooks } from '../repo/hooks.js';
import { type FolderReader, readFolder } from './reader.js';

/** What a project lies in: repository, workspace, package manager, hooks, CI. Only read, never changed. */
export interface Surroundings {
  /** Absolute path of the repository's top; the project's own folder where there is no repository. */
  top: string;
  /** Whether there is a repository. */
  git: boolean;
  /** The project's folder relative to `top`, with forward slashes; `''` when it is the top itself. */
  folder: string;
  /** The folder where dependencies are installed (lockfile, or the workspace's root), relative to `top`. */
  installs: string;
  packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** There is a lockfile. */
  locked: boolean;
  /** Yarn's Plug'n'Play: packages are not files in `node_modules`, and commands start through yarn alone. */
  plugAndPlay: boolean;
  /** Scripts of the project's package.json. */
  scripts: Record<string, string>;
  /** Every package that the project's package.json or that of the workspace's root names, with its range. */
  dependencies: Record<string, string>;
  hooks: HookManager;
  ci: { kind: 'github' | 'gitlab' | 'other' | 'none'; files: string[] };
  /** Reads files of the repository, by paths relative to `top`. */
  files: FolderReader;
}

/**
 * Looks around the project in the folder `root` (absolute). Two git processes; nothing is run or changed.
 * A package.json that is no JSON counts as empty.
 *
 * @param as the repository's files, where they are to be seen otherwise than they are.
 */
export async function lookAround(root: string, as?: FolderReader): Promise<Surroundings> {
  const repository = findRepository(root);
  const top = repository?.top ?? root;
  const files = as ?? readFolder(top);
  const folder = slashes(relative(top, root));
  const lock = nearestLock(root, top);
  const workspace = findWorkspace(root);
  const inside = workspace?.member === true && !relative(top, workspace.folder).startsWith('..');
  const installs = inside ? slashes(relative(top, workspace.folder)) : (lock?.folder ?? folder);
  const own = manifestOf(files, folder);
  const roots = manifestOf(files, installs);
  const packages = [...new Set(['', installs, folder])];
  return {
    top,
    git: repository !== null,
    folder,
    installs,
    locked: lock !== null,
    packageManager: named(own) ?? named(roots) ?? lock?.manager ?? 'npm',
    plugAndPlay: ['.pnp.cjs', '.pnp.js'].some((name) => existsSync(join(top, installs, name))),
    scripts: textsOf(own.scripts),
    dependencies: Object.assign({}, ...[roots, own].flatMap(dependenciesOf)),
    hooks:
      repository === null ? { kind: 'none' } : findHookManager(files, await readGitHooks(repository.top), packages),
    ci: findCi(files),
    files,
  };
}

function nearestLock(root: string, top: string): { folder: string; manager: Surroundings['packageManager'] } | null {
  for (let current = root; ; current = dirname(current)) {
    const manager = lockedBy(current);
    if (manager !== undefined) return { folder: slashes(relative(top, current)), manager: family(manager) };
    if (current === top || dirname(current) === current) return null;
  }
}

/** The field `packageManager`, as Corepack reads it: `pnpm@10.2.0`. */
function named(manifest: Record<string, unknown>): Surroundings['packageManager'] | undefined {
  const { packageManager } = manifest;
  return typeof packageManager === 'string' ? family(packageManager.split('@')[0] ?? '') : undefined;
}

function family(name: string): Surroundings['packageManager'] {
  return (
    (['pnpm', 'yarn', 'bun'] as const).find((manager) => name === manager || name.startsWith(`${manager}@`)) ?? 'npm'
  );
}

const otherCi = [
  '.circleci/config.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  '.drone.yml',
  '.woodpecker.yml',
  'Jenkinsfile',
  '.travis.yml',
  '.buildkite/pipeline.yml',
];

function findCi(files: FolderReader): Surroundings['ci'] {
  const workflows = files.list('.github/workflows').filter((name) => /\.ya?ml$/.test(name));
  if (workflows.length > 0) return { kind: 'github', files: workflows.map((name) => `.github/workflows/${name}`) };
  if (files.read('.gitlab-ci.yml') !== null) return { kind: 'gitlab', files: ['.gitlab-ci.yml'] };
  const other = otherCi.filter((path) => files.read(path) !== null);
  return other.length > 0 ? { kind: 'other', files: other } : { kind: 'none', files: [] };
}

function dependenciesOf(manifest: Record<string, unknown>): Record<string, string>[] {
  return [manifest.dependencies, manifest.devDependencies].map(textsOf);
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function manifestOf(files: FolderReader, folder: string): Record<string, unknown> {
  const text = files.read(folder === '' ? 'package.json' : `${folder}/package.json`);
  try {
    const content: unknown = JSON.parse((text ?? '{}').replace(/^\uFEFF/, ''));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
