import MagicString from 'magic-string';
import { referencesIn, type SourceFile } from '../../schema/source/index.js';
import { lineStart } from './gap.js';
import { listOf } from './list.js';
import { removeItem } from './remove-item.js';
import type { Style } from './style.js';

/**
 * The file without the imports of `names` that nothing in it uses any more. A statement that loses all goes with its
 * line; what fits on one line is put there where the project has a formatter, which would do it too.
 */
export function removeUnusedImports(
  file: SourceFile,
  names: ReadonlySet<string>,
  style: Style,
  formatted: boolean,
): string {
  const { text } = file;
  const used = new Set(referencesIn(file.program, names).map(({ name }) => name));
  const edit = new MagicString(text);
  for (const { named, namespace, default: standard, start, end } of file.imports) {
    const unused = named.filter(({ local }) => names.has(local) && !used.has(local));
    const [first] = unused;
    if (!first) continue;
    const kept = named.filter((one) => !unused.includes(one));
    if (kept.length === 0 && namespace === null && standard === null) {
      const line = /^[ \t]*\r?\n/.exec(text.slice(end));
      edit.remove(lineStart(text, start), end + (line?.[0].length ?? 0));
      continue;
    }
    const open = text.lastIndexOf('{', first.start);
    const close = text.indexOf('}', named.at(-1)?.end ?? end);
    const inside = text.slice(open, close);
    const space = style.bracketSpacing ? ' ' : '';
    const line = `{${space}${kept.map((one) => text.slice(one.start, one.end)).join(', ')}${space}}`;
    const fits = text.slice(start, open).length + line.length + text.slice(close + 1, end).length <= style.width;
    const isBroken = inside.includes('\n');
    if (!/\/[/*]/.test(inside) && kept.length > 0 && (!isBroken || (formatted && fits))) {
      edit.overwrite(open, close + 1, line);
      continue;
    }
    const list = listOf({ start: open, end: close + 1 }, named);
    for (const one of unused) removeItem(edit, text, list, named.indexOf(one));
  }
  return edit.toString();
}
