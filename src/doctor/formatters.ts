import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { shellWord } from '../shell-word.js';
import {
  biomeLeavesOut,
  dprintLeavesOut,
  oxfmtLeavesOut,
  prettierLeavesOut,
  type Verdict,
} from './formatter-settings.js';
import { isWithin } from './manifests.js';
import { matchesPathOrFolder } from './patterns.js';

/** A formatter: how a command line that writes with it looks, and whether it would take a file. */
export interface Formatter {
  name: string;
  /** The text of a command that writes; what follows the match are its arguments. */
  command: RegExp;
  /** What it formats: JSON, or SQL. */
  formats: 'json' | 'sql';
  /** @param file relative to the tree's root. */
  leavesOut(file: string, tree: Tree): Promise<Verdict>;
  /** How one leaves out a folder. */
  mend(out: string): string;
}

export const formatters: Formatter[] = [
  {
    name: 'prettier',
    command: /\bprettier\b(?=.*\s(?:--write|-w)\b)/,
    formats: 'json',
    leavesOut: prettierLeavesOut,
    mend: (out) => `echo ${shellWord(out)} >> .prettierignore`,
  },
  {
    name: 'Biome',
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
    name: 'an SQL formatter',
    command: /\b(?:sql-formatter\b(?=.*\s--fix\b)|sqlfluff\s+(?:fix|format)\b|pg_format\b(?=.*\s(?:-i|--inplace)\b))/,
    formats: 'sql',
    leavesOut: async () => false,
    mend: (out) => `Leave ${out} out of what it is run on`,
  },
];

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
  if (own.some((word) => word.startsWith('!') && matchesPathOrFolder(word.slice(1), path))) return false;
  const taken = own.filter((word) => !word.startsWith('!'));
  if (taken.length === 0 || taken.some((word) => word === '.' || word === './')) return true;
  return taken.some((glob) => isWithin(path, glob.replace(/^\.\/|\/$/g, '')) || matchesPathOrFolder(glob, path));
}
