import MagicString from 'magic-string';
import type { Expression } from 'oxc-parser';
import { columnsShape, keyName, type SourceFile, type SourceTable, unwrap } from '../../schema/source/index.js';
import { type Call, chainOf, flat, print } from './code.js';
import { indentAt } from './gap.js';
import { withEol } from './statements.js';
import type { Style } from './style.js';

/**
 * The file with one more call behind a column: `text('email')` becomes `text('email').unique()`. It stands on a line of
 * its own where the column's other calls do, and the column is broken so where its line gets too wide.
 *
 * @throws Error when the column is not written in the table.
 */
export function appendCall(file: SourceFile, table: SourceTable, property: string, call: Call, style: Style): string {
  const { text } = file;
  const node = columnsShape(table)?.list.properties.find(
    (one) => one.type === 'Property' && !one.computed && keyName(one.key) === property,
  );
  if (node?.type !== 'Property') throw new Error(`The column ${property} was found and is not there.`);
  const value = unwrap(node.value) ?? node.value;
  const dots = dotsOf(text, value);
  const indent = indentAt(text, node.start);
  const inner = indent + style.indent;
  const code = (before: string): string => `.${print(chainOf(call), `${before}.`, ',', style)}`;
  const edit = new MagicString(text);
  const last = dots.at(-1);
  if (last !== undefined && /\n[ \t]*$/.test(text.slice(0, last))) {
    const own = indentAt(text, last);
    edit.appendLeft(value.end, style.eol + own + withEol(code(own), style.eol));
    return edit.toString();
  }
  const line = text.slice(text.lastIndexOf('\n', value.end - 1) + 1, value.end);
  const wide = `${line}.${flat(chainOf(call), style)},`.replaceAll('\t', '  ').length > style.width;
  if (wide && dots.length > 0 && !text.slice(node.start, value.end).includes('\n')) {
    for (const dot of dots) edit.appendLeft(dot, style.eol + inner);
    edit.appendLeft(value.end, style.eol + inner + withEol(code(inner), style.eol));
  } else edit.appendLeft(value.end, withEol(code(line), style.eol));
  return edit.toString();
}

/** A column is made by a call of its own: a constant that it names may be another table's too, and a call would change both. */
export function takesCall(table: SourceTable, property: string): boolean {
  const node = columnsShape(table)?.list.properties.find(
    (one) => one.type === 'Property' && !one.computed && keyName(one.key) === property,
  );
  return node?.type === 'Property' && unwrap(node.value)?.type === 'CallExpression';
}

/** Where the dots of a chain's methods stand, first to last: of `.notNull()`, not of `t.text()`. */
function dotsOf(text: string, value: Expression): number[] {
  const dots: number[] = [];
  let at: Expression | null = value;
  while (at?.type === 'CallExpression') {
    const callee: Expression | null = unwrap(at.callee);
    if (callee?.type !== 'MemberExpression' || callee.object.type === 'Super') break;
    const object: Expression | null = unwrap(callee.object);
    if (object?.type !== 'CallExpression') break;
    dots.unshift(text.lastIndexOf('.', callee.property.start));
    at = object;
  }
  return dots;
}
