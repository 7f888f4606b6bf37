import { isDeepStrictEqual } from 'node:util';
import { LockstepError } from '../../errors.js';
import { removeEntries } from '../json-entries.js';
import type { FileChange } from '../plan.js';
import type { FolderReader } from '../reader.js';
import { sectionIn, withoutSection } from '../section.js';
import { parseJsonObject, removeMember, valueAt } from './json.js';
import { contentHash, type Made } from './made.js';

/** A project without what joining it added. */
export interface TakenOut {
  /** New contents by path; `null` for a file that goes. Only those that change. */
  files: Map<string, string | null>;
  /** What was changed since, and is left as it is. */
  left: { path: string; reason: string; made: Made }[];
}

/** Undoes what the record tells, newest first; what somebody changed since stays and is named. Nothing is written. */
export function takeOut(made: Made[], files: Pick<FolderReader, 'read'>): TakenOut {
  const taken: TakenOut = { files: new Map(), left: [] };
  for (const one of made.toReversed()) {
    const { path } = one;
    const text = taken.files.has(path) ? (taken.files.get(path) ?? null) : files.read(path);
    // Somebody has taken it out before.
    if (text === null) continue;
    const leave = (reason: string): void => void taken.left.push({ path, reason, made: one });
    try {
      taken.files.set(path, without(text, one, made, leave));
    } catch (error) {
      // One file that is not what it was keeps no other from being cleared.
      if (!(error instanceof LockstepError)) throw error;
      leave(`cannot be read any more (${error.message.replace(/\.$/, '')})`);
    }
  }
  for (const [path, after] of taken.files) if (after === files.read(path)) taken.files.delete(path);
  return taken;
}

/** A file without one thing that was made; as it is, and `leave` told why, where that was changed. */
function without(text: string, one: Made, made: Made[], leave: (reason: string) => void): string | null {
  const { path } = one;
  if ('file' in one) {
    if (contentHash(text) === one.file) return null;
    leave('was changed since');
  } else if ('text' in one) {
    const times = made.filter((other) => 'text' in other && other.path === path && other.text === one.text).length;
    return withoutText(text, one.text, times, leave);
  } else if ('section' in one) {
    const section = sectionIn(text, path);
    if (section !== null && contentHash(section) === one.section) return withoutSection(text, path);
    leave(section === null ? 'no longer has our section' : 'has another section than was added');
  } else if ('entries' in one) return removeEntries(text, one.entries, path);
  else return withoutMembers(text, one, leave);
  return text;
}

/** @param times how often it was put in: in two hooks of one file, for one. */
function withoutText(text: string, added: string, times: number, leave: (reason: string) => void): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // A checkout may have given the file other line endings.
  const put = text.includes(added) ? added : added.replaceAll(/\r?\n/g, newline);
  const found = text.split(put).length - 1;
  if (found === 0 || found > times) {
    leave(found === 0 ? 'no longer holds the lines as they were added' : 'holds the added lines more than once');
    return text;
  }
  const at = text.lastIndexOf(put);
  const [before, after] = [text.slice(0, at), text.slice(at + put.length)];
  // The newline that was put behind a last line without one separates it from what was written below since.
  const joins = /^\r?\n/.test(put) && /[^\n]$/.test(before) && /^[^\r\n]/.test(after);
  return before + (joins ? newline : '') + after;
}

function withoutMembers(
  text: string,
  made: Extract<Made, { members: unknown }>,
  leave: (reason: string) => void,
): string {
  let result = text;
  for (const { at, value } of made.members.toReversed()) {
    const there = valueAt(parseJsonObject(result, made.path), at);
    if (there === undefined) continue;
    if (isDeepStrictEqual(there, value)) result = removeMember(result, at);
    else leave(`has another ${at.join('.')} than was added`);
  }
  for (const at of made.objects.toReversed()) {
    const there = valueAt(parseJsonObject(result, made.path), at);
    if (typeof there === 'object' && there !== null && Object.keys(there).length === 0)
      result = removeMember(result, at);
  }
  return result;
}

/** The folder as it is without what was taken out. */
export function readWithout(taken: TakenOut, files: FolderReader): FolderReader {
  const isGone = (path: string): boolean => taken.files.get(path) === null;
  return {
    read: (path) => (taken.files.has(path) ? (taken.files.get(path) ?? null) : files.read(path)),
    list: (path) => files.list(path).filter((name) => !isGone(path === '' ? name : `${path}/${name}`)),
  };
}

/** The changes of a plan that takes it out. */
export function takeOutChanges(taken: TakenOut, files: Pick<FolderReader, 'read'>): FileChange[] {
  return [...taken.files].map(([path, after]) => ({ path, before: files.read(path), after, kind: 'edit' }));
}
