import type { Node } from 'oxc-parser';
import type { ColumnSite } from './column-sites.js';
import type { SourceTable } from './model.js';
import type { SchemaSource } from './read-schema.js';
import { columnsShape, optionsShape } from './shape.js';
import { chain, keyName, stringValue } from './syntax-tree.js';

const optionNames: Record<string, string> = {
  index: 'the index',
  uniqueIndex: 'the unique index',
  unique: 'the unique constraint',
  primaryKey: 'the primary key',
  foreignKey: 'the foreign key',
  check: 'the check constraint',
  pgPolicy: 'the policy',
};

/** What a place is, in words: `the index users_email_idx`, `the foreign key of posts.userId`, `a relation`. */
export function describeSite({ file, use: start, kind, around }: ColumnSite, source: SchemaSource): string {
  const holds = (node: { start: number; end: number }): boolean => node.start <= start && start < node.end;
  const table = source.tables.find((one) => one.path === file.path && holds(one.call));
  if (table) {
    const option = optionAt(table, holds);
    if (option) return option;
    const shape = columnsShape(table);
    const column = shape?.list.properties.find(holds);
    if (column?.type === 'Property') {
      const property = keyName(column.key) ?? '';
      const isKey = around.some((node) => node.type === 'CallExpression' && methodOf(node) === 'references');
      return `${isKey ? 'the foreign key of' : 'the column'} ${table.name}.${property}`;
    }
    const option3 = table.call.arguments[2];
    if (option3 && holds(option3)) return `the options of ${table.name}`;
  }
  for (const node of around) {
    if (node.type !== 'CallExpression') continue;
    const callee = file.text.slice(node.callee.start, node.callee.end);
    if (/(^|\.)(relations|defineRelations|defineRelationsPart)$/.test(callee)) return 'a relation';
    const view = chain(node)?.first;
    const viewCallee = view ? file.text.slice(view.callee.start, view.callee.end) : '';
    if (/view$/i.test(viewCallee)) return `the view ${stringValue(view?.arguments[0]) ?? ''}`.trim();
  }
  return kind === 'text' ? 'SQL text' : 'code';
}

/** The entry of the table options that holds a place. */
function optionAt(table: SourceTable, holds: (node: { start: number; end: number }) => boolean): string | null {
  const shape = optionsShape(table);
  if (shape.kind !== 'array' && shape.kind !== 'object') return null;
  const entries: (Node | null)[] =
    shape.kind === 'array'
      ? shape.list.elements
      : shape.list.properties.map((one) => (one.type === 'Property' ? one.value : one.argument));
  for (const entry of entries) {
    if (!entry || !holds(entry) || entry.type !== 'CallExpression') continue;
    const first = chain(entry)?.first;
    const builder = first?.callee.type === 'Identifier' ? first.callee.name : first ? (methodOf(first) ?? '') : '';
    const label = Object.hasOwn(optionNames, builder) ? optionNames[builder] : 'an entry of the options';
    const name = stringValue(first?.arguments[0]);
    return `${label}${name === null ? ` of ${table.name}` : ` ${name}`}`;
  }
  return null;
}

function methodOf(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return null;
  return node.callee.property.type === 'Identifier' ? node.callee.property.name : null;
}
