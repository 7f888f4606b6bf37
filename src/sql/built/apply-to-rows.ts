import type { Operation } from '../operation.js';
import { changeTable } from './change.js';
import type { BuiltSchema } from './schema.js';

/** Which tables have rows, after a statement that writes or deletes some. */
export function applyToRows(schema: BuiltSchema, operation: Operation, tag: string): BuiltSchema | null {
  switch (operation.kind) {
    case 'insert':
    case 'merge':
      return changeTable(schema, operation, (table) =>
        table.emptySince === null ? table : { ...table, emptySince: null },
      );
    case 'truncate':
      return changeTable(schema, operation, (table) =>
        table.emptySince === tag ? table : { ...table, emptySince: tag },
      );
    case 'delete':
      if (operation.where !== null) return schema;
      return changeTable(schema, operation, (table) =>
        table.emptySince === tag ? table : { ...table, emptySince: tag },
      );
    case 'update':
    case 'select':
    case 'set':
    case 'pragma':
    case 'transaction control':
    case 'lock':
    case 'maintenance':
      return schema;
    default:
      return null;
  }
}
