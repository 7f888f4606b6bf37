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

/**
 * Remembers that a check of the staged files found nothing.
 *
 * @param rests.folders absolute paths of the projects.
 * @param rests.paths what the verdict rests on, relative to the repository's top: files, and folders that stand for all
 *   that lies in them; `''` stands for everything.
 */
export async function rememberGood(
  repository: Repository,
  cwd: string,
  { folders, paths, bases }: { folders: string[]; paths: string[]; bases: string[] },
): Promise<void> {
  const path = memoryPath(cwd);
  if (path === null) return;
  const literal = [...new Set(paths)].sort().map((item) => (item === '' ? ':(top)' : `:(top,literal)${item}`));
  const pathspecs = [':(top,glob)**/drizzle*.config.*', ':(top,literal)package.json', ...literal];
  const memory: Memory = { version, pathspecs, folders, bases, good: [] };
  const old = readMemory(cwd);
  const same = old !== null && JSON.stringify([old.pathspecs, old.bases]) === JSON.stringify([pathspecs, bases]);
  const now = await fingerprint(repository, memory);
  memory.good = [now, ...(same ? old.good.filter((hash) => hash !== now) : [])].slice(0, remembered);
  writeCached(path, memory);
}

async function fingerprint(repository: Repository, memory: Memory): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of memory.folders) {
    for (const name of ['drizzle-kit', 'drizzle-orm']) hash.update(`${findInstalled(folder, name)?.version}\n`);
  }
  const listing = git(repository.top, ['ls-files', '--stage', '-z', '--', ...memory.pathspecs]);
  const published = memory.bases.map((base) => runGit(repository.top, ['merge-base', base, 'HEAD']));
  hash.update(await listing);
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
