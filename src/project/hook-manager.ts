import type { GitHooks } from '../repo/hooks.js';

/** What runs the git hooks of a repository. Paths are relative to the repository's top. */
export type HookManager =
  /** husky 5 or newer: one shell script for each hook in `folder`. */
  | { kind: 'husky'; folder: string; installed: boolean }
  /** lefthook, with its settings in `file`. */
  | { kind: 'lefthook'; file: string }
  /** simple-git-hooks, with its settings in `file`: a package.json under `simple-git-hooks`, or a file of their own. */
  | { kind: 'simple-git-hooks'; file: string }
  /** The Python tool pre-commit. */
  | { kind: 'pre-commit'; file: string }
  /** `core.hooksPath` names a folder of the repository. */
  | { kind: 'folder'; folder: string; hooks: string[] }
  /** Files in git's own folder, or in one outside of the repository: nobody else has them. */
  | { kind: 'own'; folder: string; hooks: string[] }
  | { kind: 'none' };

const lefthookFiles = ['', '.', '.config/'].flatMap((start) =>
  ['yml', 'yaml', 'toml', 'json', 'jsonc'].map((type) => `${start}lefthook.${type}`),
);

const simpleGitHooksFiles = ['.', ''].flatMap((start) =>
  ['cjs', 'js', 'mjs', 'json'].map((type) => `${start}simple-git-hooks.${type}`),
);

/**
 * What runs the hooks: first what git is told to run, then what the files say, which a fresh clone has before its
 * first install.
 *
 * @param repository reads the repository's files, by paths relative to its top.
 * @param packages folders that may hold the manager's settings, relative to the top: '' and the project's own.
 */
export function findHookManager(
  repository: { read(path: string): string | null; list(path: string): string[] },
  hooks: GitHooks,
  packages: string[],
): HookManager {
  const at = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const exists = (path: string): boolean => repository.read(path) !== null;
  const { configured } = hooks;
  const isHusky = configured?.endsWith('/_') === true && !hooks.folder.startsWith('..');
  const asksForHusky = (folder: string): boolean => dependsOn(repository.read(at(folder, 'package.json')), 'husky');
  if (isHusky) {
    const folder = hooks.folder.replace(/\/_$/, '');
    // The setting of a clone outlives a husky that was taken out, or is on another branch.
    const isLeft = scriptsIn(repository, folder).length === 0 && !packages.some(asksForHusky);
    if (!isLeft) return { kind: 'husky', folder, installed: true };
  }
  const inside = !hooks.folder.startsWith('..') && !/^(?:[A-Za-z]:)?\//.test(hooks.folder);
  if (configured !== null && !isHusky && inside && !hooks.folder.startsWith('.git/')) {
    return { kind: 'folder', folder: hooks.folder, hooks: hooks.names };
  }
  for (const folder of packages) {
    if (scriptsIn(repository, at(folder, '.husky')).length > 0)
      return { kind: 'husky', folder: at(folder, '.husky'), installed: false };
  }
  for (const folder of packages) {
    const lefthook = lefthookFiles.map((name) => at(folder, name)).find(exists);
    if (lefthook !== undefined) return { kind: 'lefthook', file: lefthook };
    const own = simpleGitHooksFiles.map((name) => at(folder, name)).find(exists);
    if (own !== undefined) return { kind: 'simple-git-hooks', file: own };
    const manifest = at(folder, 'package.json');
    if (hasKey(repository.read(manifest), 'simple-git-hooks')) return { kind: 'simple-git-hooks', file: manifest };
  }
  for (const folder of packages) {
    if (asksForHusky(folder)) return { kind: 'husky', folder: at(folder, '.husky'), installed: false };
  }
  if (exists('.pre-commit-config.yaml')) return { kind: 'pre-commit', file: '.pre-commit-config.yaml' };
  if (!isHusky && hooks.names.length > 0) return { kind: 'own', folder: hooks.folder, hooks: hooks.names };
  return { kind: 'none' };
}

/** What husky runs; its own files are in `_`, which git ignores. */
function scriptsIn(repository: { list(path: string): string[] }, folder: string): string[] {
  return repository.list(folder).filter((name) => !name.startsWith('_'));
}

function hasKey(manifest: string | null, key: string): boolean {
  return key in parsed(manifest);
}

function dependsOn(manifest: string | null, name: string): boolean {
  const content = parsed(manifest);
  return ['dependencies', 'devDependencies'].some((field) => {
    const packages = content[field];
    return typeof packages === 'object' && packages !== null && name in packages;
  });
}

function parsed(manifest: string | null): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse((manifest ?? '{}').replace(/^\uFEFF/, ''));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
