import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../../is-object.js';
import { findInstalled } from '../../project/kit.js';
import { findRepository } from '../../repo/git.js';

/** A formatter that a project has: configured, and installed. */
export interface Formatter {
  name: string;
  version: string;
  /** Absolute path of its command, a script for node. */
  command: string;
  /** Absolute path of the folder of its configuration, which it is run in: its ignore files lie there. */
  folder: string;
  /** Its arguments to format stdin as the file at `path` (absolute), to stdout. */
  args(path: string): string[];
}

interface Kind {
  package: string;
  configs: string[];
  /** The field of package.json that configures it. */
  field?: string;
  /** Whether a configuration turns it off. */
  isOff?: (text: string) => boolean;
  args(path: string): string[];
}

const ends = (name: string, endings: string[]): string[] => endings.map((ending) => name + ending);
const scripts = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** The nearest configuration decides; in one folder, the first of these. */
const kinds: Kind[] = [
  {
    package: '@biomejs/biome',
    configs: ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'],
    isOff: (text) => /"formatter"\s*:\s*\{[^{}]*"enabled"\s*:\s*false/.test(text),
    args: (path) => ['format', `--stdin-file-path=${path}`],
  },
  {
    package: 'oxfmt',
    configs: ['.oxfmtrc.json', '.oxfmtrc.jsonc', ...ends('oxfmt.config', scripts)],
    args: (path) => [`--stdin-filepath=${path}`],
  },
  {
    package: 'dprint',
    configs: ['dprint.json', 'dprint.jsonc', '.dprint.json', '.dprint.jsonc'],
    // It looks for a file that is named by its path; a name alone is formatted without being looked for (0.57).
    args: (path) => ['fmt', '--stdin', existsSync(path) ? path : basename(path)],
  },
  {
    package: 'prettier',
    configs: [
      '.prettierrc',
      ...ends('.prettierrc', ['.json', '.yaml', '.yml', '.json5', '.toml', ...scripts]),
      ...ends('prettier.config', scripts),
    ],
    field: 'prettier',
    args: (path) => ['--stdin-filepath', path],
  },
];

/** The formatter of the project in `root`: configured there or in a folder above it in the repository. */
export function findFormatter(root: string): Formatter | null {
  const top = findRepository(root)?.top ?? root;
  for (let folder = root; ; folder = dirname(folder)) {
    for (const kind of kinds) {
      const found = isConfigured(kind, folder) ? installed(kind, folder, root) : null;
      if (found !== null) return found;
    }
    if (folder === top || dirname(folder) === folder) return null;
  }
}

function isConfigured({ configs, field, isOff }: Kind, folder: string): boolean {
  const config = configs.find((name) => existsSync(join(folder, name)));
  if (config !== undefined) return isOff === undefined || !isOff(readFileSync(join(folder, config), 'utf8'));
  return field !== undefined && readManifest(folder)?.[field] !== undefined;
}

function installed(kind: Kind, folder: string, root: string): Formatter | null {
  const found = findInstalled(root, kind.package);
  const bin = found && readManifest(found.folder)?.bin;
  if (!found || !bin) return null;
  const name = kind.package.split('/').at(-1) ?? kind.package;
  const path = typeof bin === 'string' ? bin : isObject(bin) ? bin[name] : undefined;
  if (typeof path !== 'string') return null;
  return { name, version: found.version, command: join(found.folder, path), folder, args: kind.args };
}

function readManifest(folder: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
