import MagicString from 'magic-string';
import type { ArrayExpression } from 'oxc-parser';
import { type Code, flat, print } from './code.js';
import { insertItems, listOf } from './list.js';
import type { Style } from './style.js';

/**
 * The text with items more in an array, before its item `at` (behind the last for their count), as the array is written.
 * @param text of the file that the array was read from
 */
export function addItems(
  text: string,
  list: ArrayExpression,
  at: number,
  codes: readonly Code[],
  style: Style,
): string {
  const edit = new MagicString(text);
  const items = codes.map(
    (code) =>
      (indent: string | null): string =>
        indent === null ? flat(code, style) : print(code, indent, ',', style),
  );
  insertItems(edit, text, listOf(list, list.elements), at, items, style);
  return edit.toString();
}
