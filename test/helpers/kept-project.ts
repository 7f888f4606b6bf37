import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheKey } from '../../src/repo/cache-folder.js';
import { type Repository, repositoryRoot } from './repository.js';

const kept = join(repositoryRoot, 'node_modules/.cache/lockstep-tests/projects');
const day = 24 * 60 * 60 * 1000;
const copy = { recursive: true, verbatimSymlinks: true } as const;

/** What the built command and the packages under it are, by their content: with others a project may look otherwise. */
let build: string | undefined;

/**
 * The folder of a repository that many test files begin with, to be copied and not to be touched. It is made once for
 * the command as it is built; to generate its migrations anew in every file would take seconds each time.
 *
 * @param key all that the repository depends on besides the command: the source of what makes it, say.
 */
export function keptProject(key: unknown, make: () => Repository): string {
  build ??= builtCommand();
  const folder = join(kept, cacheKey([repositoryRoot, build, key]));
  if (folders().includes(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(kept, { recursive: true });
  removeOld();
  const repository = make();
  const making = mkdtempSync(join(kept, 'making-'));
  cpSync(repository.folder, making, copy);
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true });
    // Another process was faster.
    if (!folders().includes(folder)) throw error;
  }
  return folder;
}

function builtCommand(): string {
  const hash = createHash('sha256');
  const dist = join(repositoryRoot, 'dist');
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.c?js$/.test(path)) hash.update(`${path}\n`).update(readFileSync(join(dist, path)));
  }
  for (const name of ['drizzle-kit', 'drizzle-orm', '@electric-sql/pglite', '@libsql/client'])
    hash.update(readFileSync(join(repositoryRoot, 'node_modules', name, 'package.json')));
  return hash.digest('hex');
}

function folders(): string[] {
  try {
    return readdirSync(kept).map((name) => join(kept, name));
  } catch {
    return [];
  }
}

/** Those that no run has begun with for a day: of earlier builds. */
function removeOld(): void {
  for (const folder of folders()) {
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > day)
      rmSync(folder, { recursive: true, force: true });
  }
}
