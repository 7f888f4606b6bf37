import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { chmod, link, mkdir, open, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Interrupted, LockstepError } from '../errors.js';
import { type Place, placeOf } from './paths.js';
import { type FileChange, type Plan, statusOf } from './plan.js';
import { readText } from './reader.js';

/** One change, with where it goes and what was set up for it. */
interface Step {
  change: FileChange;
  place: Place;
  /** The new content, beside its target. */
  staged?: string;
  /** The former content, beside its target. */
  backup?: string;
  done: boolean;
  wasExecutable: boolean;
}

/** What was there before a plan was written, beyond the contents that the plan itself has. Paths are relative to its root. */
export interface Written {
  /** Folders that were made, outermost first. */
  folders: string[];
  /** Files that existed and were executable. */
  executable: string[];
}

/**
 * Writes a plan whole or not at all. Returns what it takes to undo that.
 *
 * First everything is checked and every new content is written beside its target, where a full disk or a missing
 * permission shows; then the files are renamed into place. Whatever fails, the folder is as it was before, without the
 * folders that were made for it.
 *
 * Throws a LockstepError when a file is no longer what the plan was made from (exit code 1), when a path is not
 * usable (2), or when a write fails (1, with its cause); `Interrupted` when the signal aborts before the end.
 */
export async function writePlan(plan: Plan, options: { signal?: AbortSignal } = {}): Promise<Written> {
  const wanted = plan.changes.filter((change) => statusOf(change) !== 'unchanged');
  checkApart(wanted);
  const steps = onceEach(
    wanted.map(
      (change): Step => ({
        change,
        place: placeOf(plan.root, change.path),
        done: false,
        wasExecutable: false,
      }),
    ),
  );
  for (const step of steps) checkBefore(step);

  const madeFolders: string[] = [];
  const run = `${process.pid}-${randomBytes(4).toString('hex')}`;
  let current: Step | undefined;
  try {
    // Numbered: the names of two files may begin alike, and only their beginnings are kept.
    for (const [at, step] of steps.entries()) {
      current = step;
      stopIfAborted(options.signal);
      await stage(step, `${run}-${at}`, madeFolders);
    }
    // Staging took its time; what somebody saved meanwhile must not be lost.
    for (const step of steps) checkBefore(step);
    for (const [at, step] of steps.entries()) {
      current = step;
      stopIfAborted(options.signal);
      await putInPlace(step, `${run}-${at}`);
    }
    stopIfAborted(options.signal);
  } catch (cause) {
    const left = await restore(steps, madeFolders);
    if (left.length === 0 && (cause instanceof Interrupted || cause instanceof LockstepError)) throw cause;
    throw failure(cause, current?.change.path ?? plan.root, left);
  }
  // The work is done: a backup that cannot be removed is not worth undoing it.
  for (const step of steps) if (step.backup !== undefined) await rm(step.backup, { force: true }).catch(() => {});
  const realRoot = realpathSync(plan.root);
  return {
    folders: madeFolders.filter((folder) => folder !== realRoot).map((folder) => slashed(relative(realRoot, folder))),
    executable: steps.filter((step) => step.wasExecutable).map(({ change }) => change.path),
  };
}

const slashed = (path: string): string => path.split(sep).join('/');

/** Two changes of one file, or a change below the file of another, would undo each other. */
function checkApart(changes: FileChange[]): void {
  const seen = new Map<string, string>();
  for (const { path } of changes) {
    // Windows and macOS do not tell the cases of a letter apart.
    const key = path.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new LockstepError(`Two files of the plan are the same one: ${other} and ${path}.`, {
        path,
        fix: 'Choose another name for one of them.',
      });
    }
    seen.set(key, path);
  }
  for (const [key, path] of seen) {
    for (let parent = dirname(key); parent !== '.' && parent !== '/'; parent = dirname(parent)) {
      const file = seen.get(parent);
      if (file === undefined) continue;
      throw new LockstepError(`${file} is planned as a file, and ${path} in it as a folder.`, {
        path,
        fix: 'Choose another name for one of them.',
      });
    }
  }
}

/** Behind links two paths may be one file: it is written once, and not in two ways. */
function onceEach(steps: Step[]): Step[] {
  const seen = new Map<string, FileChange>();
  return steps.filter(({ change, place }) => {
    const other = seen.get(place.file);
    if (other === undefined) {
      seen.set(place.file, change);
      return true;
    }
    if (other.after === change.after) return false;
    throw new LockstepError(`Through a link ${other.path} and ${change.path} are the same file.`, {
      path: change.path,
      fix: 'Remove the link, or choose another name for one of them.',
    });
  });
}

function checkBefore({ change, place }: Step): void {
  // Looked up anew: a file may have appeared, or become a link, since.
  const found = place.exists ? readIfThere(place.file, change.path) : null;
  if (found === change.before && (place.exists || !appeared(place))) return;
  const what = change.before === null ? 'appeared' : found === null ? 'was removed' : 'was changed';
  throw new LockstepError(`${change.path} ${what} while this was being prepared; nothing was written.`, {
    exitCode: 1,
    path: change.path,
    fix: 'Run the command again.',
  });
}

function readIfThere(file: string, path: string): string | null {
  try {
    return readText(file, path);
  } catch (error) {
    if (error instanceof LockstepError && codeOf(error.cause) === 'ENOENT') return null;
    throw error;
  }
}

function appeared(place: Place): boolean {
  try {
    readText(place.file, place.file);
    return true;
  } catch (error) {
    return !(error instanceof LockstepError && (codeOf(error.cause) === 'ENOENT' || codeOf(error.cause) === 'ENOTDIR'));
  }
}

async function stage(step: Step, suffix: string, madeFolders: string[]): Promise<void> {
  const { change, place } = step;
  const mode = place.exists ? (await stat(place.file)).mode & 0o777 : null;
  step.wasExecutable = mode !== null && (mode & 0o100) !== 0;
  if (change.after === null) return;
  for (const folder of place.missingFolders) {
    if (madeFolders.includes(folder)) continue;
    await mkdir(folder);
    madeFolders.push(folder);
  }
  const staged = join(dirname(place.file), `.${shortened(place.file)}.${suffix}.new`);
  const executable = change.executable === true;
  const handle = await open(staged, 'wx', executable ? 0o777 : 0o666);
  step.staged = staged;
  try {
    await handle.writeFile(change.after);
  } finally {
    await handle.close();
  }
  if (mode === null) return;
  await chmod(staged, executable ? mode | 0o111 : change.executable === false ? mode & 0o666 : mode);
}

async function putInPlace(step: Step, suffix: string): Promise<void> {
  const { change, place } = step;
  if (place.exists) {
    const backup = join(dirname(place.file), `.${shortened(place.file)}.${suffix}.old`);
    if (change.after === null) await rename(place.file, backup);
    // A second name for the old content, so that the file is never missing, not even for a moment.
    else await link(place.file, backup).catch(() => rename(place.file, backup));
    step.backup = backup;
  }
  if (step.staged !== undefined) {
    await rename(step.staged, place.file);
    delete step.staged;
  }
  step.done = true;
}

/** The name beside which a temporary one is made; short enough that the longer one is allowed as well. */
function shortened(file: string): string {
  return [...basename(file)].slice(0, 40).join('');
}

/** Undoes what was done. Returns what it could not undo, as lines for the person. */
async function restore(steps: Step[], madeFolders: string[]): Promise<string[]> {
  const left: string[] = [];
  for (const step of steps.toReversed()) {
    try {
      if (step.staged !== undefined) await rm(step.staged, { force: true });
      if (step.backup !== undefined) {
        await rename(step.backup, step.place.file);
        // Renaming one name of a file onto another name of it does nothing, so the backup may still be there.
        await rm(step.backup, { force: true });
      } else if (step.done) await unlink(step.place.file);
    } catch {
      left.push(
        step.backup === undefined ? `${step.change.path} is new` : `the former ${step.change.path} is ${step.backup}`,
      );
    }
  }
  // Not empty when somebody put something in meanwhile: then it is theirs.
  for (const folder of madeFolders.toReversed()) await rmdir(folder).catch(() => {});
  return left;
}

const reasons: Record<string, string> = {
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'its folder was removed meanwhile',
  EEXIST: 'something else appeared in its place',
  EISDIR: 'a folder appeared in its place',
  ENOTDIR: 'a file is where a folder should be',
};

function failure(cause: unknown, path: string, left: string[]): LockstepError {
  const code = codeOf(cause);
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const undone =
    left.length === 0
      ? 'Nothing was changed.'
      : `Not everything could be put back:${left.map((line) => `\n  ${line}`).join('')}`;
  return new LockstepError(`Cannot write ${path}: ${reason}. ${undone}`, {
    exitCode: 1,
    path,
    fix:
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'Free some space and run the command again.'
        : 'Mend that and run the command again.',
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Interrupted();
}
