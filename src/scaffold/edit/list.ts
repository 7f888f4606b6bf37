import type MagicString from 'magic-string';
import { indentAt, readGap } from './gap.js';
import type { Style } from './style.js';

/** A list in the code: an object, an array, a pattern, the arguments of a call. Offsets are UTF-16 units. */
export interface CodeList {
  /** Behind the opening bracket. */
  open: number;
  /** Before the closing one. */
  close: number;
  items: readonly { start: number; end: number }[];
}

interface ListNode {
  start: number;
  end: number;
}

/** The items of a list with its brackets. */
export function listOf(node: ListNode, items: readonly (ListNode | null)[]): CodeList {
  return { open: node.start + 1, close: node.end - 1, items: items.filter((item) => item !== null) };
}

/** The item as code: on a line of its own that begins with `indent`, or within a line. Lines end in `\n`. */
export type ItemCode = (indent: string | null) => string;

/** The items of the list stand on lines of their own, at least the first of them. */
export function isBroken(text: string, { open, close, items }: CodeList): boolean {
  return text.slice(open, items[0]?.start ?? close).includes('\n');
}

/**
 * Adds items before the item `at` (behind the last for `items.length`), as the list is written: each on its own line, or
 * within the line while that is not too wide. Nothing else changes but a comma, and line breaks where the line gets too
 * wide.
 */
export function insertItems(
  edit: MagicString,
  text: string,
  list: CodeList,
  at: number,
  codes: ItemCode[],
  style: Style,
): void {
  if (codes.length === 0) return;
  if (isBroken(text, list)) insertLines(edit, text, list, at, codes, style);
  else if (list.items.length === 0 || !fitsInLine(text, list, codes, style))
    breakList(edit, text, list, at, codes, style);
  else insertInLine(edit, list, at, codes);
}

function insertLines(
  edit: MagicString,
  text: string,
  list: CodeList,
  at: number,
  codes: ItemCode[],
  style: Style,
): void {
  const { items, open, close } = list;
  const { eol } = style;
  const previous = items[at - 1];
  const indent = items[0] ? indentAt(text, (previous ?? items[0]).start) : indentAt(text, close) + style.indent;
  const rows = codes.map((code) => withEol(code(indent), eol));
  const next = items[at];
  const gap = readGap(text, previous?.end ?? open, next?.start ?? close);
  if (next) {
    const block = rows.map((row) => `${eol}${indent}${row},`).join('');
    edit.appendLeft(previous ? gap.trailing : trailingOfOpen(text, open), block);
    return;
  }
  const comma = previous ? gap.comma !== null : style.trailingCommas;
  if (previous && !comma) edit.appendLeft(previous.end, ',');
  const block = rows
    .map((row, index) => `${eol}${indent}${row}${comma || index < rows.length - 1 ? ',' : ''}`)
    .join('');
  edit.appendLeft(previous ? gap.trailing : (gap.comments.at(-1)?.end ?? open), block);
}

/** Behind a comment on the line of the opening bracket. */
function trailingOfOpen(text: string, open: number): number {
  return open + (/^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)(?=\r?\n)/.exec(text.slice(open))?.[0].length ?? 0);
}

function fitsInLine(text: string, { open, close }: CodeList, codes: ItemCode[], style: Style): boolean {
  if (text.slice(open, close).includes('\n')) return true;
  const added = codes.map((code) => code(null));
  if (added.some((code) => code.includes('\n'))) return false;
  const end = text.indexOf('\n', close);
  const line = text.slice(text.lastIndexOf('\n', open) + 1, end === -1 ? text.length : end).trimEnd();
  return line.replaceAll('\t', '  ').length + added.reduce((sum, code) => sum + code.length + 2, 0) <= style.width;
}

function insertInLine(edit: MagicString, { items }: CodeList, at: number, codes: ItemCode[]): void {
  const added = codes.map((code) => code(null));
  const previous = items[at - 1];
  const [first] = items;
  if (previous) edit.appendLeft(previous.end, added.map((code) => `, ${code}`).join(''));
  else if (first) edit.appendLeft(first.start, added.map((code) => `${code}, `).join(''));
}

/** Puts every item on a line of its own; comments between them stay where they are. */
function breakList(edit: MagicString, text: string, list: CodeList, at: number, codes: ItemCode[], style: Style): void {
  const { items, open, close } = list;
  const outer = indentAt(text, lineBegin(text, open));
  const indent = outer + style.indent;
  const { eol } = style;
  const rows = [
    ...items.slice(0, at).map(({ start, end }) => text.slice(start, end)),
    ...codes.map((code) => withEol(code(indent), eol)),
    ...items.slice(at).map(({ start, end }) => text.slice(start, end)),
  ];
  const comments = [open, ...items.map(({ end }) => end)].flatMap((from, index) =>
    readGap(text, from, items[index]?.start ?? close).comments.map(({ start, end }) => text.slice(start, end)),
  );
  const lines = [
    ...comments,
    ...rows.map((row, index) => (index < rows.length - 1 || style.trailingCommas ? `${row},` : row)),
  ];
  const block = lines.map((line) => `${eol}${indent}${line}`).join('') + eol + outer;
  if (open === close) edit.appendLeft(open, block);
  else edit.overwrite(open, close, block);
}

/** The first letter on the line of an offset, so that its indentation can be read. */
function lineBegin(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0);
}

const withEol = (code: string, eol: Style['eol']): string => (eol === '\n' ? code : code.replaceAll('\n', eol));
