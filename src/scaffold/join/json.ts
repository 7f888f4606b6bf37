import { LockstepError } from '../../errors.js';
import { isObject } from '../../is-object.js';
import { locateObject, nodeAt } from '../json-nodes.js';
import { mergePackageJson } from '../merge.js';

/** A JSON text whose top is an object, as a value. Throws a LockstepError (exit 2) for anything else. */
export function parseJsonObject(text: string, path: string): { [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new LockstepError(`${path} is not JSON, and cannot be edited safely.`, { path, fix: 'Mend it.', cause });
  }
  throw new LockstepError(`${path} is not a JSON object.`, { path, fix: 'Mend it.' });
}

/** A JSON text with members added. */
export interface Joined {
  text: string;
  /** The members that it did not have, by their keys; never an object that only holds others. */
  members: { at: string[]; value: unknown }[];
  /** The objects that were made to hold them, outermost first. */
  objects: string[][];
}

/** Adds the members of `wanted` that a JSON text lacks; not a byte of what is there changes. */
export function joinMembers(text: string, wanted: { [key: string]: unknown }, path: string): Joined {
  const before = parseJsonObject(text, path);
  const after = mergePackageJson(text, JSON.stringify(wanted));
  const joined: Joined = { text: after, members: [], objects: [] };
  collect(before, parseJsonObject(after, path), [], joined);
  return joined;
}

function collect(before: unknown, after: { [key: string]: unknown }, at: string[], joined: Joined): void {
  const had = isObject(before) ? before : {};
  for (const [key, value] of Object.entries(after)) {
    const path = [...at, key];
    if (isObject(value)) {
      if (!(key in had)) joined.objects.push(path);
      collect(had[key], value, path, joined);
    } else if (!(key in had)) joined.members.push({ at: path, value });
  }
}

/** The value at some keys of a JSON value; undefined where there is none. */
export function valueAt(value: unknown, at: string[]): unknown {
  return at.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/**
 * The text without the member at these keys, and otherwise as it would be had it never been added. A text without that
 * member comes back as it is.
 */
export function removeMember(text: string, at: string[]): string {
  const node = nodeAt(locateObject(text), at.slice(0, -1));
  if (node?.kind !== 'object') return text;
  const index = node.children.findIndex((child) => child.key === at.at(-1));
  const member = node.children[index];
  if (member === undefined) return text;
  const previous = node.children[index - 1];
  const next = node.children[index + 1];
  if (previous !== undefined) return text.slice(0, previous.end) + text.slice(member.end);
  if (next !== undefined) return text.slice(0, member.start) + text.slice(next.start);
  // As it was added to an object without members: its line and the blanks before the brace, then what was there.
  const tail = text.slice(member.end, node.end - 1).replace(/^\r?\n/, '');
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.start) + 1))?.[0] ?? '';
  const blanks = tail.startsWith(outer) ? tail.slice(outer.length) : '';
  return `${text.slice(0, node.start)}{${blanks}}${text.slice(node.end)}`;
}
