import { isDeepStrictEqual } from 'node:util';
import { LockstepError } from '../errors.js';
import { type JsonListNode, type JsonNode, type JsonObjectNode, type JsonPlace, locateObject } from './json-nodes.js';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };

/** What of a JSON file is ours, when the rest of it may be somebody else's. */
export interface JsonEntries {
  /** Items of lists, and members of objects, at any depth. */
  entries: JsonObject;
  /** What the file needs to be one of its kind (`version`, `$schema`): written and removed only with the file. */
  frame?: JsonObject;
}

/** The text of the file that has nothing else. */
export function entriesFile({ frame, entries }: JsonEntries): string {
  return `${JSON.stringify({ ...frame, ...entries }, null, 2)}\n`;
}

/**
 * `existing` with those entries that it lacks. No byte of what is there changes; a value of another kind than ours
 * stays as it is. Throws a LockstepError (exit 2) for a text that is no JSON object, also for one with comments.
 */
export function addEntries(existing: string, { entries }: JsonEntries, path: string): string {
  if (existing.trim() === '') return entriesFile({ entries });
  const format = {
    newline: existing.includes('\r\n') ? '\r\n' : '\n',
    unit: /^[ \t]+(?=")/m.exec(existing)?.[0] ?? '  ',
  };
  const insertions = missing(existing, parse(existing, path), entries, format);
  return insertions
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), existing);
}

/**
 * `existing` without those entries: byte for byte what `addEntries` was given, if nobody changed it since. `null` when
 * nothing but them (and the frame) was in it. An object or a list that only they needed goes with them.
 */
export function removeEntries(existing: string, { entries, frame }: JsonEntries, path: string): string | null {
  let text = existing;
  for (;;) {
    const root = parse(text, path);
    const cut = firstCut(text, root, entries);
    if (cut === 'all') return null;
    if (cut === null) break;
    text = text.slice(0, cut.start) + text.slice(cut.end);
  }
  const left: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return text !== existing && frame !== undefined && isDeepStrictEqual(left, frame) ? null : text;
}

/** Those of the entries that `existing` lacks: what `addEntries` adds to it. */
export function lackingEntries(existing: string, { entries, frame }: JsonEntries): JsonEntries {
  const there: JsonValue = existing.trim() === '' ? {} : JSON.parse(existing.replace(/^\uFEFF/, ''));
  const lacking = without(entries, there);
  return { entries: isObject(lacking) ? lacking : {}, ...(frame === undefined ? {} : { frame }) };
}

function without(wanted: JsonValue, there: JsonValue): JsonValue | undefined {
  if (Array.isArray(wanted) && Array.isArray(there)) {
    const items = wanted.filter((item) => !there.some((other) => isDeepStrictEqual(other, item)));
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(wanted) || !isObject(there)) return undefined;
  const members: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const other = there[key];
    const lacking = other === undefined ? value : without(value, other);
    if (lacking !== undefined) members.push([key, lacking]);
  }
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** Where every value stands in a JSON text. */
function parse(text: string, path: string): JsonObjectNode {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not an object');
  } catch (cause) {
    throw new LockstepError(`${path} is not plain JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      exitCode: 2,
      path,
      fix: 'Mend the file; comments and trailing commas have to go.',
      cause,
    });
  }
  return locateObject(text);
}

interface Format {
  newline: string;
  unit: string;
}

function missing(text: string, node: JsonNode, wanted: JsonValue, format: Format): { at: number; text: string }[] {
  if (node.kind === 'list' && Array.isArray(wanted)) {
    const lacking = wanted.filter((item) => !node.children.some(({ value }) => holds(text, value, item)));
    return insertion(
      text,
      node,
      lacking.map((item) => ({ value: item })),
      format,
    );
  }
  if (node.kind !== 'object' || !isObject(wanted)) return [];
  const lacking: { key: string; value: JsonValue }[] = [];
  const deeper: { at: number; text: string }[] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const there = node.children.find((child) => child.key === key);
    if (there === undefined) lacking.push({ key, value });
    else deeper.push(...missing(text, there.value, value, format));
  }
  return [...deeper, ...insertion(text, node, lacking, format)];
}

/**
 * New children go behind the last one. Into an empty object or list they go right behind its bracket, in its line:
 * that tells `removeEntries` that it was there before them.
 */
function insertion(
  text: string,
  node: JsonObjectNode | JsonListNode,
  added: { key?: string; value: JsonValue }[],
  { newline, unit }: Format,
): { at: number; text: string }[] {
  if (added.length === 0) return [];
  const last = node.children.at(-1);
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.start) + 1))?.[0] ?? '';
  const apart = last !== undefined && text.slice(node.start, node.children[0]?.start).includes('\n');
  const indent = outer + unit;
  const written = added.map(({ key, value }) => {
    const json = JSON.stringify(value, null, unit).replaceAll('\n', newline + (apart ? indent : outer));
    return key === undefined ? json : `${JSON.stringify(key)}: ${json}`;
  });
  if (last === undefined) return [{ at: node.start + 1, text: written.join(', ') }];
  return [{ at: last.end, text: written.map((one) => `,${apart ? newline + indent : ' '}${one}`).join('') }];
}

/** The first of our entries in the text, as what to cut out; 'all' when the whole text goes. */
function firstCut(text: string, node: JsonNode, wanted: JsonValue): JsonPlace | 'all' | null {
  if (node.kind === 'scalar') return null;
  for (const [index, child] of node.children.entries()) {
    const ours =
      node.kind === 'list'
        ? Array.isArray(wanted) && wanted.find((item) => holds(text, child.value, item))
        : isObject(wanted)
          ? wanted[child.key]
          : undefined;
    if (ours === undefined || ours === false) continue;
    const whole = node.kind === 'list' || !(isObject(ours) || Array.isArray(ours));
    if (whole && !holds(text, child.value, ours)) continue;
    const inner = whole ? 'all' : firstCut(text, child.value, ours);
    if (inner === null) continue;
    if (inner !== 'all') return inner;
    const before = node.children[index - 1];
    const after = node.children[index + 1];
    if (before !== undefined) return { start: before.end, end: child.end };
    if (after !== undefined) return { start: child.start, end: after.start };
    // The only one, on a line of its own: what holds it was made for it.
    if (text.slice(node.start, child.start).includes('\n')) return 'all';
    return { start: child.start, end: child.end };
  }
  return null;
}

function holds(text: string, { start, end }: JsonPlace, value: JsonValue): boolean {
  return isDeepStrictEqual(JSON.parse(text.slice(start, end)), value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
