import { posix } from 'node:path';
import { matchesPathOrFolder } from './patterns.js';
import { readSettingsFile } from './settings-file.js';
import type { Subject } from './subject.js';

/** One entry of lint-staged: the staged files that match are handed to each command. */
export interface LintStagedEntry {
  /** The file with the settings. */
  path: string;
  /** Its folder, which the pattern and the commands are relative to. */
  folder: string;
  pattern: string;
  commands: string[];
}

const name = /^(?:\.lintstagedrc(?:\.(?:json|[cm]?js|[cm]?ts))?|lint-staged\.config\.[cm]?[jt]s)$/;

/** What lint-staged runs, as far as it is written out: functions and YAML are left out. */
export async function lintStagedEntries({ tree, paths, manifests }: Subject): Promise<LintStagedEntry[]> {
  const files = paths.filter((path) => name.test(posix.basename(path)));
  const read = await Promise.all(
    files.map(async (path) => ({ path, value: readSettingsFile(path, (await tree.read(path)) ?? '') })),
  );
  const inManifests = manifests.map(({ path, content }) => ({ path, value: content['lint-staged'] }));
  return [...inManifests, ...read].flatMap(({ path, value }) => {
    if (typeof value !== 'object' || value === null) return [];
    const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
    return Object.entries(value).map(([pattern, commands]: [string, unknown]) => ({
      path,
      folder,
      pattern,
      commands: (Array.isArray(commands) ? commands : [commands]).filter((command) => typeof command === 'string'),
    }));
  });
}

/** As lint-staged does it: a pattern without a slash is for the names of files in any folder. */
export function takesIn({ folder, pattern }: LintStagedEntry, file: string): boolean {
  const path = posix.relative(folder, file);
  if (path.startsWith('../')) return false;
  return matchesPathOrFolder(pattern.includes('/') ? pattern : `**/${pattern}`, path);
}
