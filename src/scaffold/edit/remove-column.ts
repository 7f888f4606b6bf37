import MagicString from 'magic-string';
import {
  keyName,
  type Parameter,
  readSource,
  referencesIn,
  type SourceFile,
  type SourceTable,
  walk,
} from '../../schema/source/index.js';
import { editableColumns } from './add-columns.js';
import { listOf } from './list.js';
import { removeUnusedImports } from './remove-imports.js';
import { removeItem } from './remove-item.js';
import type { Style } from './style.js';

/**
 * The file without a column of a table, without the comments that speak of it, and without the imports and the builders
 * that only it used.
 *
 * @param property the key of the column, which is written in the table itself
 * @throws LockstepError (exit 2) for columns that cannot be edited safely.
 */
export function removeColumn(
  file: SourceFile,
  table: SourceTable,
  property: string,
  style: Style,
  formatted: boolean,
): string {
  const { path, text } = file;
  const { list, parameter } = editableColumns(table, []);
  const { properties } = list;
  const at = properties.findIndex((one) => one.type === 'Property' && keyName(one.key) === property);
  const node = properties[at];
  if (!node) throw new Error(`${path} has no column ${property} in ${table.name}.`);
  const names = new Set<string>();
  for (const one of walk(node)) if (one.type === 'Identifier') names.add(one.name);

  const edit = new MagicString(text);
  removeItem(edit, text, listOf(list, properties), at);
  if (parameter?.kind === 'pattern') removeUnused(edit, text, parameter, list, node, names);
  return removeUnusedImports(readSource(path, edit.toString()), names, style, formatted);
}

/** What a callback takes out of its parameter for the column alone. */
function removeUnused(
  edit: MagicString,
  text: string,
  { node }: Extract<Parameter, { kind: 'pattern' }>,
  list: Parameters<typeof referencesIn>[0],
  column: { start: number; end: number },
  names: ReadonlySet<string>,
): void {
  const used = new Set(
    referencesIn(list, names).flatMap(({ name, start }) => (column.start <= start && start < column.end ? [] : [name])),
  );
  node.properties.forEach((one, at) => {
    if (one.type !== 'Property' || one.value.type !== 'Identifier') return;
    const { name } = one.value;
    if (names.has(name) && !used.has(name)) removeItem(edit, text, listOf(node, node.properties), at);
  });
}
