import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findInstalled } from '../project/kit.js';
import { cacheFolder, readCached, writeCached } from '../repo/cache-folder.js';
import { git, type Repository, runGit } from '../repo/git.js';
import { version } from '../version.js';

/**
 * What the hook asks first. A state of the index that was found in lockstep is remembered by the hash of what git
 * lists of it: every config, setting, schema file, import and migration, with their blob ids, and of the commit where
 * it left the base branch. The same needs no second look, so a commit that touches no project costs one git process.
 */
interface Memory {
  version: string;
  /** What git is asked to list. */
  pathspecs: string[];
  /** The folders whose installed drizzle-kit and drizzle-orm decide too. */
  folders: string[];
  /** The branches whose migrations must not change. */
  bases: string[];
  /** Hashes of the listings that were found in lockstep, newest first. */
  good: string[];
}

const remembered = 50;

/** Whether the staged files are as they were when a check of them found nothing. */
export async function isKnownGood(repository: Repository, cwd: string): Promise<boolean> {
  const memory = readMemory(cwd);
  if (memory === null) return false;
  return memory.good.includes(await fingerprint(repository, memory));
}

/** What a verdict rests on. */
export interface Rests {
  /** Absolute paths of the projects. */
  folders: string[];
  /**
   * Relative to the repository's top: files, and folders that stand for all that lies in them; `''` stands for
   * everything.
   */
  paths: string[];
  /** The base branches whose migrations must not change. */
  bases: string[];
}

/**
 * Remembers that a check found nothing.
 *
 * @param of what was checked: the index, or the working tree as the index will be once all of it is added.
 */
export async function rememberGood(
  repository: Repository,
  cwd: string,
  { folders, paths, bases }: Rests,
  of: 'index' | 'working tree',
): Promise<void> {
  const path = memoryPath(cwd);
  if (path === null) return;
  const literal = withoutInner(paths).map((item) => (item === '' ? ':(top)' : `:(top,literal)${item}`));
  const pathspecs = [':(top,glob)**/drizzle*.config.*', ':(top,literal)package.json', ...literal];
  const memory: Memory = { version, pathspecs, folders, bases, good: [] };
  const old = readMemory(cwd);
  const same = old !== null && JSON.stringify([old.pathspecs, old.bases]) === JSON.stringify([pathspecs, bases]);
  const now = await fingerprint(repository, memory, of);
  memory.good = [now, ...(same ? old.good.filter((hash) => hash !== now) : [])].slice(0, remembered);
  writeCached(path, memory);
}

/** Sorted, without what lies in a folder that is listed too: a new file in it leaves the list as it is. */
function withoutInner(paths: string[]): string[] {
  const all = new Set(paths.map((path) => (path === '.' ? '' : path)));
  const isInner = (path: string): boolean => {
    if (path !== '' && all.has('')) return true;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (all.has(path.slice(0, at))) return true;
    }
    return false;
  };
  return [...all].filter((path) => !isInner(path)).sort();
}

async function fingerprint(
  repository: Repository,
  memory: Memory,
  of: 'index' | 'working tree' = 'index',
): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of memory.folders) {
    for (const name of ['drizzle-kit', 'drizzle-orm']) hash.update(`${findInstalled(folder, name)?.version}\n`);
  }
  const staged = git(repository.top, ['ls-files', '--stage', '-z', '--', ...memory.pathspecs]);
  const published = memory.bases.map((base) => runGit(repository.top, ['merge-base', base, 'HEAD']));
  const listing = await staged;
  hash.update(
    of === 'index'
      ? listing
      : await (await import('../repo/added.js')).asIfAdded(repository, listing, memory.pathspecs),
  );
  for (const { stdout } of await Promise.all(published)) hash.update(stdout);
  return hash.digest('hex');
}

function memoryPath(cwd: string): string | null {
  const folder = cacheFolder(cwd);
  return folder === null ? null : join(folder, 'known-good.json');
}

function readMemory(cwd: string): Memory | null {
  const path = memoryPath(cwd);
  if (path === null || !existsSync(path)) return null;
  const memory = readCached(path);
  return isMemory(memory) && memory.version === version ? memory : null;
}

function isMemory(value: unknown): value is Memory {
  if (typeof value !== 'object' || value === null) return false;
  return ['pathspecs', 'folders', 'bases', 'good'].every((key) =>
    Array.isArray((value as Record<string, unknown>)[key]),
  );
}
