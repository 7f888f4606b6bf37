import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { resolveInTree } from './resolve.js';

/** `compilerOptions.paths` and `baseUrl` of the tsconfig.json that a file belongs to. */
export interface PathAliases {
  /** The folder that the targets are relative to. */
  base: string;
  paths: Record<string, string[]>;
  /** The tsconfig files that were read. */
  files: string[];
}

const none: PathAliases = { base: '', paths: {}, files: [] };

/** The aliases for files in `folder`: from the nearest tsconfig.json above, following relative `extends`. */
export async function readPathAliases(tree: Tree, folder: string): Promise<PathAliases> {
  for (let current = folder; ; current = posix.dirname(current)) {
    const path = posix.join(current, 'tsconfig.json');
    if (tree.isFile(path)) return readConfig(tree, path, 0);
    if (current === '.' || current === '') return none;
  }
}

async function readConfig(tree: Tree, path: string, depth: number): Promise<PathAliases> {
  const parsed = parseJsonWithComments((await tree.read(path)) ?? '{}');
  const files = [path];
  const options = record(parsed.compilerOptions);
  const folder = posix.dirname(path);
  const { baseUrl } = options;
  if (options.paths !== undefined || typeof baseUrl === 'string') {
    const base = typeof baseUrl === 'string' ? posix.join(folder, baseUrl) : folder;
    // What no alias matches is looked for in baseUrl, as drizzle-kit does it (tsconfig-paths, 0.31.11).
    const rest: Record<string, string[]> = typeof baseUrl === 'string' ? { '*': ['*'] } : {};
    return { base, paths: { ...rest, ...stringLists(options.paths) }, files };
  }
  const parents = Array.isArray(parsed.extends) ? parsed.extends : [parsed.extends];
  for (const parent of parents.reverse()) {
    if (typeof parent !== 'string' || !parent.startsWith('.') || depth > 10) continue;
    const target = resolveInTree(tree, posix.join(folder, parent));
    if (target === null) continue;
    const inherited = await readConfig(tree, target, depth + 1);
    files.push(...inherited.files);
    if (Object.keys(inherited.paths).length > 0) return { ...inherited, files };
  }
  return { ...none, files };
}

/** The file that `specifier` means by an alias, or `null`. The longest matching pattern wins, as in TypeScript. */
export function resolveAlias(tree: Tree, aliases: PathAliases, specifier: string): string | null {
  const matches = Object.entries(aliases.paths)
    .map(([pattern, targets]) => ({ targets, ...matchPattern(pattern, specifier) }))
    .filter((match) => match.rest !== null)
    .sort((a, b) => b.length - a.length);
  for (const { targets, rest } of matches) {
    for (const target of targets) {
      const found = resolveInTree(
        tree,
        posix.join(
          aliases.base,
          target.replace('*', () => rest ?? ''),
        ),
      );
      if (found !== null) return found;
    }
  }
  return null;
}

function matchPattern(pattern: string, specifier: string): { rest: string | null; length: number } {
  const star = pattern.indexOf('*');
  if (star < 0) return { rest: pattern === specifier ? '' : null, length: Number.MAX_SAFE_INTEGER };
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  const fits =
    specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
  return { rest: fits ? specifier.slice(before.length, specifier.length - after.length) : null, length: before.length };
}

/** tsconfig.json allows comments and trailing commas; one that cannot be read has no aliases. */
function parseJsonWithComments(source: string): Record<string, unknown> {
  const stripped = source
    .replace(/^\uFEFF/, '')
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, text?: string) => text ?? '')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, text?: string) => text ?? '');
  try {
    return record(JSON.parse(stripped));
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function stringLists(value: unknown): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [pattern, targets] of Object.entries(record(value))) {
    if (Array.isArray(targets)) lists[pattern] = targets.filter((target) => typeof target === 'string');
  }
  return lists;
}
