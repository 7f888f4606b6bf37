import MagicString from 'magic-string';
import type { SourceFile } from '../../schema/source/index.js';
import type { Imports } from './imports.js';
import type { Style } from './style.js';

/** Line ends of generated code, which is written with `\n`. */
export const withEol = (code: string, eol: Style['eol']): string => (eol === '\n' ? code : code.replaceAll('\n', eol));

/**
 * The file with `code` after its last table (else at its end) and with the imports that the code needs. Every other
 * byte stays: line ends, a BOM, a missing final newline.
 */
export function insertStatements(file: SourceFile, code: string, imports: Imports, style: Style): string {
  const { text } = file;
  const edit = new MagicString(text);
  const last = file.tables.reduce<number | null>((end, table) => Math.max(end ?? 0, table.end), null);
  const block = withEol(code, style.eol);
  if (last !== null) edit.appendLeft(endOfLine(text, last), style.eol + style.eol + block);
  else if (text.trim() === '') edit.append(block + style.eol);
  else {
    const ended = /\n\s*$/.test(text);
    edit.append(`${ended ? '' : style.eol}${style.eol}${block}${ended ? style.eol : ''}`);
  }
  imports.apply(edit);
  return edit.toString();
}

/** The file with `code` in front of a statement and of the comments right above it. */
export function insertBefore(file: SourceFile, statement: { start: number }, code: string, style: Style): string {
  const { text, comments } = file;
  let start = statement.start;
  for (const comment of [...comments].reverse()) {
    if (comment.end <= start && /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(comment.end, start))) start = comment.start;
  }
  const edit = new MagicString(text);
  edit.appendLeft(start, withEol(code, style.eol) + style.eol + style.eol);
  return edit.toString();
}

/** The end of the line that `offset` is on, when only space or a comment follows; else `offset` itself. */
function endOfLine(text: string, offset: number): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(text.slice(offset));
  return offset + (rest?.[0].length ?? 0);
}
