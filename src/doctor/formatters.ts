import { posix } from 'node:path';
import { isWithin } from './manifests.js';
import { leftOutByGitPatterns, matchesPathOrFolder } from './patterns.js';
import { field, readSettingsFile, texts } from './settings-file.js';
import type { Subject } from './subject.js';

/** A formatter: how a command line that writes with it looks, and whether it would take a file. */
export interface Formatter {
  name: 'prettier' | 'biome' | 'oxfmt' | 'dprint' | 'sql-formatter';
  /** The text of a command that writes; what follows the match are its arguments. */
  command: RegExp;
  /** What it formats: JSON, or SQL. */
  formats: 'json' | 'sql';
  /**
   * Where its settings leave a file out, by their own words; where they are not plain to read, it counts as left out.
   *
   * @param file relative to the tree's root.
   */
  leavesOut(file: string, subject: Subject): Promise<boolean>;
  /** How one leaves out a folder. */
  mend(out: string): string;
}

export const formatters: Formatter[] = [
  {
    name: 'prettier',
    command: /\bprettier\b(?=.*\s(?:--write|-w)\b)/,
    formats: 'json',
    leavesOut: (file, subject) => byIgnoreFiles('.prettierignore', file, subject),
    mend: (out) => `echo "${out}" >> .prettierignore`,
  },
  {
    name: 'biome',
    command: /\b(?:biome\s+(?:check|format)\b(?=.*\s--(?:write|fix|apply)\b)|ultracite\s+(?:fix|format)\b)/,
    formats: 'json',
    leavesOut: biomeLeavesOut,
    mend: (out) => `Add "!**/${posix.basename(out)}" to files.includes in biome.json`,
  },
  {
    name: 'oxfmt',
    command: /\boxfmt\b(?!.*\s--(?:check|list-different)\b)/,
    formats: 'json',
    leavesOut: oxfmtLeavesOut,
    mend: (out) => `Add "${out}/**" to ignorePatterns of oxfmt`,
  },
  {
    name: 'dprint',
    command: /\bdprint\s+fmt\b/,
    formats: 'json',
    leavesOut: dprintLeavesOut,
    mend: (out) => `Add "${out}/**" to excludes in dprint.json`,
  },
  {
    name: 'sql-formatter',
    command: /\b(?:sql-formatter\b(?=.*\s--fix\b)|sqlfluff\s+(?:fix|format)\b|pg_format\b(?=.*\s(?:-i|--inplace)\b))/,
    formats: 'sql',
    leavesOut: async () => false,
    mend: (out) => `Leave ${out} out of what it is run on`,
  },
];

/** Ignore files in the form of a .gitignore, in every folder above the file: which of them counts depends on where it is run. */
async function byIgnoreFiles(name: string, file: string, { tree }: Subject): Promise<boolean> {
  for (const folder of foldersAbove(file)) {
    const list = await tree.read(posix.join(folder, name));
    if (list !== null && leftOutByGitPatterns(list, posix.relative(folder, file)) !== null) return true;
  }
  return false;
}

async function biomeLeavesOut(file: string, subject: Subject): Promise<boolean> {
  const found = await settingsAbove(['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'], file, subject);
  if (found.length === 0) return true;
  return found.some(({ folder, value }) => {
    const path = posix.relative(folder, file);
    const presets = texts(field(value, 'extends')).filter((name) => name !== '//');
    const off = [field(value, 'formatter', 'enabled'), field(value, 'json', 'formatter', 'enabled')].includes(false);
    // A preset may leave out more, and overrides may turn it off again.
    if (value === undefined || presets.length > 0 || off || field(value, 'overrides') !== undefined) return true;
    const ignored = [field(value, 'files', 'ignore'), field(value, 'formatter', 'ignore')].flatMap(texts);
    if (ignored.some((glob) => matchesPathOrFolder(anywhere(glob), path))) return true;
    const included = [field(value, 'files', 'includes'), field(value, 'formatter', 'includes')];
    const includedBefore = [field(value, 'files', 'include'), field(value, 'formatter', 'include')].map(texts);
    return (
      included.map(texts).some((globs) => globs.length > 0 && !isIncluded(globs, path)) ||
      includedBefore.some(
        (globs) => globs.length > 0 && !globs.some((glob) => matchesPathOrFolder(anywhere(glob), path)),
      )
    );
  });
}

async function oxfmtLeavesOut(file: string, subject: Subject): Promise<boolean> {
  const names = ['.oxfmtrc.json', '.oxfmtrc.jsonc', 'oxfmt.config.ts', 'oxfmt.config.mts', 'oxfmt.config.js'];
  const found = await settingsAbove(names, file, subject);
  const byPatterns = found.some(({ folder, value }) => {
    const patterns = texts(field(value, 'ignorePatterns')).join('\n');
    return value === undefined || leftOutByGitPatterns(patterns, posix.relative(folder, file)) !== null;
  });
  return byPatterns || byIgnoreFiles('.prettierignore', file, subject);
}

async function dprintLeavesOut(file: string, subject: Subject): Promise<boolean> {
  const names = ['dprint.json', 'dprint.jsonc', '.dprint.json', '.dprint.jsonc'];
  const found = await settingsAbove(names, file, subject);
  if (found.length === 0) return true;
  return found.some(({ folder, value }) => {
    const path = posix.relative(folder, file);
    const includes = texts(field(value, 'includes'));
    if (value === undefined || field(value, 'extends') !== undefined) return true;
    if (!texts(field(value, 'plugins')).some((plugin) => /json|prettier|biome/.test(plugin))) return true;
    if (leftOutByGitPatterns(texts(field(value, 'excludes')).join('\n'), path) !== null) return true;
    return includes.length > 0 && !isIncluded(includes, path);
  });
}

/** The settings files of these names in the folders above a file, nearest first. */
async function settingsAbove(
  names: string[],
  file: string,
  { tree }: Subject,
): Promise<{ folder: string; value: unknown }[]> {
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
  return glob.startsWith('/') || glob.startsWith('**/') || glob.startsWith('./')
    ? glob.replace(/^\//, '')
    : `**/${glob}`;
}

/**
 * Whether the arguments of a formatter's command take in a file: none or `.` is everything in the folder that it is run
 * in, else they are folders, files or globs.
 *
 * @param path relative to that folder; `null` when it lies elsewhere.
 */
export function argumentsTakeIn(args: string, path: string | null): boolean {
  if (path === null) return false;
  const words = [...args.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  const end = words.findIndex((word) => /^(?:&&|\|\|?|;)$/.test(word));
  const own = (end < 0 ? words : words.slice(0, end)).filter((word) => word !== '' && !word.startsWith('-'));
  if (own.length === 0 || own.some((word) => word === '.' || word === './')) return true;
  const globs = own.filter((word) => !word.startsWith('!'));
  const isLeftOut = own.some((word) => word.startsWith('!') && matchesPathOrFolder(word.slice(1), path));
  return (
    !isLeftOut &&
    globs.some((glob) => isWithin(path, glob.replace(/^\.\/|\/$/g, '')) || matchesPathOrFolder(glob, path))
  );
}
