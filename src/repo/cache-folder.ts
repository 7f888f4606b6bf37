import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Where results are remembered: `.cache/drizzle-lockstep` in the nearest node_modules. `null` where nothing is
 * installed: then nothing is remembered. Deleting it changes only the time.
 */
export function cacheFolder(from: string): string | null {
  for (let current = resolve(from); ; current = dirname(current)) {
    if (existsSync(join(current, 'node_modules'))) return join(current, 'node_modules/.cache/drizzle-lockstep');
    if (dirname(current) === current) return null;
  }
}

/** Reads a remembered JSON file; `null` when it is missing or damaged. */
export function readCached(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Remembers a value, whole or not at all, and says whether it did. A cache that cannot be written is no error. */
export function writeCached(path: string, value: unknown): boolean {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, JSON.stringify(value));
    renameSync(temporary, path);
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}

/** A name for what depends on all of `parts`. */
export function cacheKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
