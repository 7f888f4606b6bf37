import type { Operation } from '../operation.js';
import { changeTable, changeTables } from './change.js';
import { columnKey, tableKey } from './names.js';
import { type BuiltIndex, type BuiltSchema, type BuiltTable, findIndex, findTable } from './schema.js';

/** A schema after an operation on an index. */
export function applyToIndex(schema: BuiltSchema, operation: Operation): BuiltSchema | null {
  switch (operation.kind) {
    case 'create index': {
      const { index: name, unique, method, parts, where, ifNotExists } = operation;
      if (ifNotExists && name !== null && findIndex(schema, { ...operation, index: name }) !== null) return schema;
      const index: BuiltIndex = {
        name: name ?? '',
        unique,
        columns: parts.map(({ column }) => column),
        parts: parts.map(({ text }) => text),
        method,
        where,
      };
      return changeTable(schema, operation, (table) => ({ ...table, indexes: [...table.indexes, index] }));
    }
    case 'drop index':
      return changeNamed(schema, operation, (table, isIt) => ({
        ...table,
        indexes: table.indexes.filter(({ name }) => !isIt(name)),
        // MySQL's unique keys are indexes, and dropped as such.
        constraints:
          schema.dialect === 'mysql' ? table.constraints.filter(({ name }) => !isIt(name ?? '')) : table.constraints,
      }));
    case 'rename index':
      return changeNamed(schema, operation, (table, isIt) => ({
        ...table,
        indexes: table.indexes.map((index) => (isIt(index.name) ? { ...index, name: operation.to } : index)),
        constraints: table.constraints.map((constraint) =>
          isIt(constraint.name ?? '') ? { ...constraint, name: operation.to } : constraint,
        ),
      }));
    case 'alter index':
      return schema;
    default:
      return null;
  }
}

function changeNamed(
  schema: BuiltSchema,
  of: { schema: string | null; table: string | null; index: string },
  change: (table: BuiltTable, isIt: (name: string) => boolean) => BuiltTable,
): BuiltSchema {
  const key = columnKey(schema.dialect, of.index);
  const isIt = (name: string): boolean => columnKey(schema.dialect, name) === key;
  const owner = of.table === null ? null : findTable(schema, { schema: of.schema, table: of.table });
  const only = owner === null ? null : tableKey(schema.dialect, owner.schema, owner.name);
  return changeTables(schema, (table) => {
    if (only !== null && tableKey(schema.dialect, table.schema, table.name) !== only) return table;
    const has = table.indexes.some(({ name }) => isIt(name)) || table.constraints.some(({ name }) => isIt(name ?? ''));
    return has ? change(table, isIt) : table;
  });
}
