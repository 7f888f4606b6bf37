import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';

/** A package.json of the tree. */
export interface Manifest {
  path: string;
  /** Its folder, `''` for the tree's root. */
  folder: string;
  name: string | null;
  source: string;
  content: Record<string, unknown>;
  scripts: Record<string, string>;
  /** Name → range, of all kinds; a package that is listed twice has the first of dependencies, development, peer. */
  dependencies: Map<string, string>;
}

/** Every package.json among `paths` that can be read, nearest to the root first. What is not JSON is left out. */
export async function readManifests(tree: Tree, paths: string[]): Promise<Manifest[]> {
  const names = paths.filter((path) => posix.basename(path) === 'package.json' && !path.includes('node_modules/'));
  const read = await Promise.all(names.map(async (path) => toManifest(path, await tree.read(path))));
  return read.filter((manifest) => manifest !== null).sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
}

/** The manifest of the nearest folder that has one, from `folder` upwards. */
export function nearestManifest(manifests: Manifest[], folder: string): Manifest | null {
  const above = manifests.filter((manifest) => isWithin(folder, manifest.folder));
  return above.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/** Whether `path` is `folder` or lies in it; everything lies in `''`. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The 1-based line on which a script stands. */
export function scriptLine({ source }: Manifest, script: string): number {
  const from = source.indexOf('"scripts"');
  const at = source.indexOf(`${JSON.stringify(script)}`, Math.max(from, 0));
  return source.slice(0, Math.max(0, at)).split('\n').length;
}

function depth({ folder }: Manifest): number {
  return folder === '' ? 0 : folder.split('/').length;
}

function toManifest(path: string, source: string | null): Manifest | null {
  const content = parseObject(source);
  if (source === null || content === null) return null;
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  const dependencies = new Map<string, string>();
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies']) {
    for (const [name, range] of Object.entries(strings(content[kind]))) {
      if (!dependencies.has(name)) dependencies.set(name, range);
    }
  }
  const name = typeof content.name === 'string' ? content.name : null;
  return { path, folder, name, source, content, scripts: strings(content.scripts), dependencies };
}

/** A JSON object, or `null` for anything else. */
export function parseObject(source: string | null): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse((source ?? 'null').replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function strings(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
