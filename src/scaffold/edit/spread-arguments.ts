import type MagicString from 'magic-string';
import type { CallExpression } from 'oxc-parser';
import type { SourceFile } from '../../schema/source/index.js';
import { indentAt, readGap } from './gap.js';
import type { Style } from './style.js';
import { nodes } from './style.js';

/**
 * Puts each argument of a call on a line of its own, as formatters do when they do not fit on one: what they hold moves
 * in by one level. Text in template literals stays. Does nothing where the first argument is on its own line already.
 */
export function spreadArguments(edit: MagicString, { text }: SourceFile, call: CallExpression, style: Style): void {
  const [first] = call.arguments;
  const last = call.arguments.at(-1);
  if (!first || !last || text.slice(call.callee.end, first.start).includes('\n')) return;
  const outer = indentAt(text, call.start);
  const indent = outer + style.indent;
  const { eol } = style;
  edit.appendLeft(first.start, eol + indent);
  for (const [at, argument] of call.arguments.entries()) {
    const next = call.arguments[at + 1];
    if (!next) continue;
    const { comma } = readGap(text, argument.end, next.start);
    const from = (comma ?? argument.end) + 1;
    const blanks = /^\s*/.exec(text.slice(from, next.start))?.[0].length ?? 0;
    if (blanks > 0) edit.remove(from, from + blanks);
    edit.appendLeft(next.start, eol + indent);
  }
  const templates = [...nodes(call)].filter((node) => node.type === 'TemplateElement');
  for (let at = text.indexOf('\n', first.start); at !== -1 && at < last.end; at = text.indexOf('\n', at + 1)) {
    if (/^\r?\n/.test(text.slice(at + 1)) || templates.some(({ start, end }) => start <= at && at < end)) continue;
    edit.appendRight(at + 1, style.indent);
  }
  const { comma } = readGap(text, last.end, call.end - 1);
  if (comma !== null) edit.remove(comma, comma + 1);
  const tail = text.slice(comma === null ? last.end : comma + 1, call.end - 1);
  if (tail.trim() === '') {
    const from = comma === null ? last.end : comma + 1;
    if (from < call.end - 1) edit.remove(from, call.end - 1);
  }
  edit.appendRight(call.end - 1, `${style.trailingArgumentCommas ? ',' : ''}${eol}${outer}`);
}
