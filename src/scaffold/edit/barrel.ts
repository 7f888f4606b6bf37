import MagicString from 'magic-string';
import type { Statement } from 'oxc-parser';
import type { SourceFile } from '../../schema/source/index.js';
import { quoted } from './code.js';
import { compareNames } from './imports.js';
import type { Style } from './style.js';

/** A barrel cannot be completed in its own way: what to add by hand. */
export interface Unclear {
  code: string;
}

/**
 * The barrel with one line more, in the barrel's own way: `export * from` or `export { a, b } from`; where its lines are
 * sorted, at its place, else after the last.
 * @param source the module as the barrel would write it: `./orders`, `./orders.js`
 * @param names what the module exports
 */
export function addToBarrel(barrel: SourceFile, source: string, names: string[], style: Style): string | Unclear {
  const { text, reexports } = barrel;
  const relative = reexports.filter((one) => one.source.startsWith('.'));
  const last = relative.at(-1);
  const named = last !== undefined && last.names !== null;
  const semicolon = style.semicolons ? ';' : '';
  const space = style.bracketSpacing ? ' ' : '';
  const line = `export ${named ? `{${space}${[...names].sort(compareNames).join(', ')}${space}}` : '*'} from ${quoted(source, style)}${semicolon}`;
  const edit = new MagicString(text);
  if (!last) {
    const [only, ...more] = barrel.program.body;
    if (only && more.length === 0 && isEmptyExport(only)) return edit.update(only.start, only.end, line).toString();
    if (only) return { code: line };
    edit.append(`${text === '' || /\n$/.test(text) || text === '\uFEFF' ? '' : style.eol}${line}${style.eol}`);
    return edit.toString();
  }
  const sorted = relative.every((one, at) => at === 0 || compareNames(relative[at - 1]?.source ?? '', one.source) <= 0);
  const next = sorted ? relative.find((one) => compareNames(one.source, source) > 0) : undefined;
  if (next) edit.appendLeft(next.start, line + style.eol);
  else edit.appendLeft(afterComment(text, last.end), style.eol + line);
  return edit.toString();
}

/** `export {};`, which makes a module of a file that has nothing yet. */
const isEmptyExport = (statement: Statement): boolean =>
  statement.type === 'ExportNamedDeclaration' &&
  statement.declaration === null &&
  statement.source === null &&
  statement.specifiers.length === 0;

/** Keeps a comment at the end of the line with its line. */
function afterComment(text: string, offset: number): number {
  return offset + (/^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(offset))?.[0].length ?? 0);
}
