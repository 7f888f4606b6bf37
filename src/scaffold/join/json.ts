import { LockstepError } from '../../errors.js';
import { type JsonObjectNode, locateObject } from '../json-insert.js';
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
  let node: JsonObjectNode | null = locateObject(text);
  for (const key of at.slice(0, -1)) node = node?.members.find((member) => member.key === key)?.object ?? null;
  const index = node?.members.findIndex((member) => member.key === at.at(-1)) ?? -1;
  const member = node?.members[index];
  if (node === null || member === undefined) return text;
  const previous = node.members[index - 1];
  const next = node.members[index + 1];
  if (previous !== undefined) return text.slice(0, previous.end) + text.slice(member.end);
  if (next !== undefined) return text.slice(0, member.start) + text.slice(next.start);
  return `${text.slice(0, node.start)}{}${text.slice(node.end)}`;
}

/** A list in a JSON text: where its brackets and items are. */
interface ListNode {
  start: number;
  end: number;
  items: { start: number; end: number; text: string | null }[];
}

/** The text without one item (a text) of the list at these keys. */
export function removeItem(text: string, list: string[], item: string): string {
  const node = listAt(text, list);
  const index = node?.items.findIndex((candidate) => candidate.text === item) ?? -1;
  const found = node?.items[index];
  if (node === null || found === undefined) return text;
  const previous = node.items[index - 1];
  const next = node.items[index + 1];
  if (previous !== undefined) return text.slice(0, previous.end) + text.slice(found.end);
  if (next !== undefined) return text.slice(0, found.start) + text.slice(next.start);
  return `${text.slice(0, node.start)}[]${text.slice(node.end)}`;
}

/** The text with items (texts) at the end of the list at these keys, which is there. */
export function appendItems(text: string, list: string[], items: string[]): string {
  const node = listAt(text, list);
  if (node === null || items.length === 0) return text;
  const written = items.map((item) => JSON.stringify(item));
  const last = node.items.at(-1);
  if (last === undefined) return `${text.slice(0, node.start)}[${written.join(', ')}]${text.slice(node.end)}`;
  const lead = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = /^[ \t]*$/.test(lead) && text.slice(node.start, last.start).includes('\n') ? newline + lead : ' ';
  return text.slice(0, last.end) + written.map((item) => `,${separator}${item}`).join('') + text.slice(last.end);
}

/** Finds the list at these keys of a JSON text that parses. */
function listAt(text: string, at: string[]): ListNode | null {
  let node: JsonObjectNode | null = locateObject(text);
  for (const key of at.slice(0, -1)) node = node?.members.find((member) => member.key === key)?.object ?? null;
  const member = node?.members.find(({ key }) => key === at.at(-1));
  if (member === undefined) return null;
  let start = member.start + JSON.stringify(member.key).length;
  while (/[\s:]/.test(text[start] ?? '')) start++;
  if (text[start] !== '[') return null;
  const items: ListNode['items'] = [];
  for (let from = start + 1; from < member.end - 1; ) {
    const blank = /^[\s,]+/.exec(text.slice(from, member.end - 1));
    if (blank !== null) {
      from += blank[0].length;
      continue;
    }
    const end = endOfValue(text, from);
    const raw = text.slice(from, end);
    items.push({ start: from, end, text: raw.startsWith('"') ? String(JSON.parse(raw)) : null });
    from = end;
  }
  return { start, end: member.end, items };
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth--;
    } else if (character === ',' && depth === 0) return at;
    if (depth === 0 && /["}\]]/.test(text[at] ?? '')) return at + 1;
  }
  return text.length;
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
