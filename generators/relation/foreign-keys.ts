import type { ArrayExpression, CallExpression, Expression } from 'oxc-parser';
import { columnsShape, type FoundTable, keyName, optionsShape, unwrap, walk } from '../../src/schema/source/index.js';
import { existingOptions } from '../options/existing.js';
import { propertyOf, type Tables } from './tables.js';

/** A foreign key in the code; columns by their properties. */
export interface ForeignKey {
  from: FoundTable;
  columns: string[];
  to: FoundTable;
  keys: string[];
}

/** The foreign keys of a table that can be read: at its columns and in its options. */
export function foreignKeys(found: FoundTable, tables: Tables): ForeignKey[] {
  const atColumns = (columnsShape(found.table)?.list.properties ?? []).flatMap((one): ForeignKey[] => {
    const column = one.type === 'Property' && !one.computed ? keyName(one.key) : null;
    if (one.type !== 'Property' || column === null) return [];
    return callsOf(one.value, 'references').flatMap((call) => {
      const target = returned(call);
      const key = propertyOf(target);
      const to = target?.type === 'MemberExpression' ? tables.named(found.file, target.object) : null;
      return to && key !== null ? [{ from: found, columns: [column], to, keys: [key] }] : [];
    });
  });
  const options = found.table.call.arguments[2];
  const inOptions = options ? callsOf(options, 'foreignKey').flatMap((call) => readOption(call, found, tables)) : [];
  return [...atColumns, ...inOptions];
}

function callsOf(node: Parameters<typeof walk>[0], name: string): CallExpression[] {
  return [...walk(node)].filter((one): one is CallExpression => {
    if (one.type !== 'CallExpression') return false;
    return one.callee.type === 'Identifier' ? one.callee.name === name : propertyOf(one.callee) === name;
  });
}

/** `users.id` of `references(() => users.id)`. */
function returned(call: CallExpression): Expression | null {
  const callback = unwrap(call.arguments[0]);
  if (callback?.type !== 'ArrowFunctionExpression' || callback.body.type === 'BlockStatement') return null;
  return unwrap(callback.body);
}

function readOption(call: CallExpression, found: FoundTable, tables: Tables): ForeignKey[] {
  const settings = unwrap(call.arguments[0]);
  if (settings?.type !== 'ObjectExpression') return [];
  const list = (name: string): ArrayExpression | null => {
    const entry = settings.properties.find((one) => one.type === 'Property' && keyName(one.key) === name);
    const value = entry?.type === 'Property' ? unwrap(entry.value) : null;
    return value?.type === 'ArrayExpression' ? value : null;
  };
  const names = (name: string): string[] => list(name)?.elements.flatMap((one) => propertyOf(one) ?? []) ?? [];
  const columns = names('columns');
  const keys = names('foreignColumns');
  const first = list('foreignColumns')?.elements[0];
  const object = first?.type === 'MemberExpression' ? unwrap(first.object) : null;
  const shape = optionsShape(found.table);
  const parameter = shape.kind === 'array' || shape.kind === 'object' ? shape.parameter : null;
  // `table.id`, what the options call the table itself.
  const isOwn = object?.type === 'Identifier' && parameter?.kind === 'identifier' && object.name === parameter.name;
  const to = isOwn ? found : tables.named(found.file, object);
  return to && columns.length > 0 && columns.length === keys.length ? [{ from: found, columns, to, keys }] : [];
}

/** No two rows have the same values there, so the other side has one row at most. */
export function isUnique(found: FoundTable, columns: readonly string[]): boolean {
  return existingOptions(found).some(
    (option) =>
      ['primaryKey', 'unique', 'uniqueIndex'].includes(option.builder) &&
      option.where === null &&
      option.columns.length === columns.length &&
      option.columns.every((column) => columns.includes(column)),
  );
}

/** None of the columns may be empty. */
export const isRequired = ({ table }: FoundTable, columns: readonly string[]): boolean =>
  columns.every((property) => {
    const calls = table.columns.find((one) => one.property === property)?.calls ?? [];
    return calls.includes('notNull') || calls.includes('primaryKey');
  });
