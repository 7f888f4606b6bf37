import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { leftOutByGitPatterns, matchesPathOrFolder } from './patterns.js';
import { field, readSettingsFile, texts } from './settings-file.js';

/**
 * Whether the settings of a formatter leave a file out; `null` where they do not say it plainly: they are computed, or
 * come from a preset.
 */
export type Verdict = boolean | null;

/** Prettier: `.prettierignore` in any folder above the file; which of them counts depends on where it is run. */
export async function prettierLeavesOut(file: string, tree: Tree): Promise<Verdict> {
  for (const folder of foldersAbove(file)) {
    const list = await tree.read(posix.join(folder, '.prettierignore'));
    if (list !== null && leftOutByGitPatterns(list, posix.relative(folder, file)) !== null) return true;
  }
  return false;
}

/** Biome, 1 (`include`, `ignore`) and 2 (`includes`). Without settings it does not run. */
export async function biomeLeavesOut(file: string, tree: Tree): Promise<Verdict> {
  const found = await settingsAbove(['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'], file, tree);
  if (found.length === 0) return true;
  return joined(
    found.map(({ folder, value }) => {
      const path = posix.relative(folder, file);
      if ([field(value, 'formatter', 'enabled'), field(value, 'json', 'formatter', 'enabled')].includes(false))
        return true;
      const lists = (name: string): string[][] =>
        [field(value, 'files', name), field(value, 'formatter', name)].map(texts).filter((globs) => globs.length > 0);
      const matches = (globs: string[]): boolean => globs.some((glob) => matchesPathOrFolder(anywhere(glob), path));
      if (lists('ignore').some(matches) || lists('include').some((globs) => !matches(globs))) return true;
      if (lists('includes').some((globs) => !isIncluded(globs, path))) return true;
      // `//` is the settings at the top, which are read as well.
      const presets = texts(field(value, 'extends')).filter((name) => name !== '//');
      return value === undefined || presets.length > 0 || field(value, 'overrides') !== undefined ? null : false;
    }),
  );
}

/** oxfmt: `ignorePatterns`, and it reads `.prettierignore` as well. */
export async function oxfmtLeavesOut(file: string, tree: Tree): Promise<Verdict> {
  const names = ['.oxfmtrc.json', '.oxfmtrc.jsonc', 'oxfmt.config.ts', 'oxfmt.config.mts', 'oxfmt.config.js'];
  const found = await settingsAbove(names, file, tree);
  const verdicts = found.map(({ folder, value }): Verdict => {
    const patterns = texts(field(value, 'ignorePatterns')).join('\n');
    if (leftOutByGitPatterns(patterns, posix.relative(folder, file)) !== null) return true;
    return value === undefined ? null : false;
  });
  return joined([...verdicts, await prettierLeavesOut(file, tree)]);
}

/** dprint: `excludes` and `includes`, and it needs a plugin for JSON. */
export async function dprintLeavesOut(file: string, tree: Tree): Promise<Verdict> {
  const names = ['dprint.json', 'dprint.jsonc', '.dprint.json', '.dprint.jsonc'];
  const found = await settingsAbove(names, file, tree);
  if (found.length === 0) return true;
  return joined(
    found.map(({ folder, value }) => {
      const path = posix.relative(folder, file);
      const includes = texts(field(value, 'includes'));
      if (leftOutByGitPatterns(texts(field(value, 'excludes')).join('\n'), path) !== null) return true;
      if (includes.length > 0 && !isIncluded(includes, path)) return true;
      if (value === undefined || field(value, 'extends') !== undefined) return null;
      return !texts(field(value, 'plugins')).some((plugin) => /json|prettier|biome/.test(plugin));
    }),
  );
}

/** One that leaves it out is enough; else one that does not say is. */
function joined(verdicts: Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

/** The settings files of these names in the folders above a file, nearest first. */
async function settingsAbove(names: string[], file: string, tree: Tree): Promise<{ folder: string; value: unknown }[]> {
  const found: { folder: string; value: unknown }[] = [];
  for (const folder of foldersAbove(file)) {
    for (const name of names) {
      const path = posix.join(folder, name);
      const source = await tree.read(path);
      if (source !== null) found.push({ folder, value: readSettingsFile(path, source) });
    }
  }
  return found;
}

function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    folders.push(folder === '.' ? '' : folder);
    if (folder === '.' || folder === '/') return folders;
  }
}

/** A list with `!` for what is left out; the last that matches decides. */
function isIncluded(globs: string[], path: string): boolean {
  const last = globs.findLast((glob) => matchesPathOrFolder(glob.replace(/^!+/, ''), path));
  return last !== undefined && !last.startsWith('!');
}

/** The patterns of Biome 1 match in any folder. */
function anywhere(glob: string): string {
  const isPlaced = glob.startsWith('/') || glob.startsWith('**/') || glob.startsWith('./');
  return isPlaced ? glob.replace(/^\//, '') : `**/${glob}`;
}
