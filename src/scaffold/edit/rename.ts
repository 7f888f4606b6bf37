import MagicString from 'magic-string';
import type { CallExpression } from 'oxc-parser';
import type { SourceFile } from '../../schema/source/index.js';
import { stringValue, unwrap } from '../../schema/source/index.js';
import { quoted } from './code.js';
import type { Style } from './style.js';

/** Some text of a file to be replaced. Offsets are UTF-16 units. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** The file with these replacements, none of which overlap; one that is named twice counts once. */
export function replaceIn(file: SourceFile, replacements: readonly Replacement[]): string {
  const edit = new MagicString(file.text);
  const seen = new Set<number>();
  for (const { start, end, text } of replacements) {
    if (seen.has(start)) continue;
    seen.add(start);
    if (start === end) edit.appendLeft(start, text);
    else edit.overwrite(start, end, text);
  }
  return edit.toString();
}

/**
 * The name that a builder is given, as it shall be: `text('mail')` for `text('email')` and for `text()`,
 * `varchar('mail', { length: 9 })` for `varchar({ length: 9 })`.
 */
export function nameArgument(call: CallExpression, name: string, file: SourceFile, style: Style): Replacement {
  const [first] = call.arguments;
  const value = unwrap(first);
  if (first && value && stringValue(value) !== null) {
    const quote = file.text[value.start];
    const text = quoted(name, quote === "'" || quote === '"' ? { ...style, quote } : style);
    return { start: value.start, end: value.end, text };
  }
  if (first) return { start: first.start, end: first.start, text: `${quoted(name, style)}, ` };
  const open = file.text.lastIndexOf('(', call.end - 1) + 1;
  return { start: open, end: open, text: quoted(name, style) };
}
