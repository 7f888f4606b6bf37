import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findInstalled } from '../project/kit.js';
import { cacheFolder, readCached, writeCached } from '../repo/cache-folder.js';
import { git, type Repository, runGit } from '../repo/git.js';
import { usualBases } from '../repo/usual-bases.js';
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
  /** Hashes of the listings that had findings: a commit that changes none of it is not about them. */
  faulty: string[];
}

const remembered = 50;

/** Whether the staged files are as they were when a check found nothing, or a fault that this commit does not touch. */
export async function isKnownGood(repository: Repository, cwd: string): Promise<boolean> {
  const memory = readMemory(cwd);
  if (memory === null) return false;
  const now = await fingerprint(repository, memory);
  if (memory.good.includes(now)) return true;
  if (!memory.faulty.includes(now)) return false;
  const diff = ['diff', '--cached', '--quiet', '--no-ext-diff', '--', ...memory.pathspecs];
  return (await runGit(repository.top, diff)).code === 0;
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
 * Remembers a state that was checked whole.
 *
 * @param of what was checked: the index, or the working tree as the index will be once all of it is added.
 * @param isGood nothing was found, also in projects that the change does not touch.
 */
export async function rememberState(
  repository: Repository,
  cwd: string,
  { folders, paths, bases }: Rests,
  of: 'index' | 'working tree',
  isGood: boolean,
): Promise<void> {
  const path = memoryPath(cwd);
  if (path === null) return;
  const literal = withoutInner(paths).map((item) => (item === '' ? ':(top)' : `:(top,literal)${item}`));
  const pathspecs = [':(top,glob)**/drizzle*.config.*', ':(top,literal)package.json', ...literal];
  const memory: Memory = { version, pathspecs, folders, bases, good: [], faulty: [] };
  const old = readMemory(cwd);
  const same = old !== null && JSON.stringify([old.pathspecs, old.bases]) === JSON.stringify([pathspecs, bases]);
  const now = await fingerprint(repository, memory, of);
  const others = (hashes: string[] = []): string[] => (same ? hashes.filter((hash) => hash !== now) : []);
  memory.good = [...(isGood ? [now] : []), ...others(old?.good)].slice(0, remembered);
  memory.faulty = [...(isGood ? [] : [now]), ...others(old?.faulty)].slice(0, remembered);
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
  // Which branch is the base may change without a change of any file: a remote is added.
  const refs = git(repository.top, ['for-each-ref', '--format=%(HEAD)%(refname)', ...usualBases]);
  const listing = await staged;
  hash.update(await refs);
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
  return ['pathspecs', 'folders', 'bases', 'good', 'faulty'].every((key) =>
    Array.isArray((value as Record<string, unknown>)[key]),
  );
}
