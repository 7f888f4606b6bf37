import { isDeepStrictEqual } from 'node:util';
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
    if ('file' in one) {
      if (contentHash(text) === one.file) taken.files.set(path, null);
      else leave('was changed since');
    } else if ('text' in one) {
      const at = text.indexOf(one.text);
      if (at < 0) leave('no longer holds the lines as they were added');
      else if (text.includes(one.text, at + 1)) leave('holds the added lines more than once');
      else taken.files.set(path, text.slice(0, at) + text.slice(at + one.text.length));
    } else if ('section' in one) {
      const section = sectionIn(text, path);
      if (section === null) leave('no longer has our section');
      else if (contentHash(section) !== one.section) leave('has another section than was added');
      else taken.files.set(path, withoutSection(text, path));
    } else if ('entries' in one) taken.files.set(path, removeEntries(text, one.entries, path));
    else taken.files.set(path, withoutMembers(text, one, leave));
  }
  for (const [path, after] of taken.files) if (after === files.read(path)) taken.files.delete(path);
  return taken;
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
