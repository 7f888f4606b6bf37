import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { LockstepError } from '../../errors.js';

/** A file beside a database that only one process has made. */
export interface FileLock {
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** How often the holder shows that it lives, and after how long another machine believes that it does not. */
const beat = 5_000;
const silence = 60_000;

/**
 * Takes the lock of a database that is a file or a folder; `null` while another process has it. One whose process is
 * gone, killed before it could release it, is taken over.
 *
 * @throws LockstepError (exit 1) where no file can be made beside the database.
 */
export async function tryFileLock(database: string): Promise<FileLock | null> {
  const path = `${database.replace(/[\\/]+$/, '')}.lockstep-lock`;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  if (!(await create(path, own)) && !((await clearStale(path)) && (await create(path, own)))) return null;
  const timer = setInterval(() => void touch(path), beat).unref();
  const isHeld = async (): Promise<boolean> => (await read(path)) === own;
  return {
    isHeld,
    async release() {
      clearInterval(timer);
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

/** It appears with its content: a process that is killed between the two would leave one of which nobody knows whose. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, content);
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new LockstepError(`The lock ${path} cannot be made: ${error instanceof Error ? error.message : ''}`, {
      exitCode: 1,
      fix: 'The user must be able to write into that folder, as the database itself must.',
      cause: error,
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Takes away the lock of a process that is gone. True when this process did: of several that see it, the one that makes
 * a link of its name may, so that nobody takes away what another has made anew.
 */
async function clearStale(path: string): Promise<boolean> {
  const there = await read(path);
  if (there === null || !(await isStale(path, there))) return false;
  const claim = `${path}.${createHash('sha256').update(there).digest('hex').slice(0, 16)}`;
  try {
    await link(path, claim);
  } catch {
    // Left by a crash in the moment between: a link has the time of its making.
    const { ctimeMs } = await stat(claim).catch(() => ({ ctimeMs: Date.now() }));
    if (Date.now() - ctimeMs > silence) await rm(claim, { force: true });
    return false;
  }
  try {
    if ((await read(claim)) !== there) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

async function isStale(path: string, content: string): Promise<boolean> {
  let pid: unknown;
  let host: unknown;
  try {
    ({ pid, host } = JSON.parse(content));
  } catch {
    return true;
  }
  const isHere = host === hostname();
  if (isHere && typeof pid === 'number' && pid !== process.pid) return !isRunning(pid);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  // A container that starts again gives its process the number that the killed one had.
  return isHere && pid === process.pid ? mtimeMs < startOfProcess() : Date.now() - mtimeMs > silence;
}

function startOfProcess(): number {
  return Date.now() - process.uptime() * 1000;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
