import type { Operation, OperationOf } from '../operation.js';
import { changeTable } from './change.js';
import { columnKey } from './names.js';
import type { BuiltSchema } from './schema.js';
import { withConstraint } from './table-of.js';

/** A schema after an operation on a constraint. */
export function applyToConstraint(schema: BuiltSchema, operation: Operation): BuiltSchema | null {
  const isNamed = (name: string | null, other: string): boolean =>
    name !== null && columnKey(schema.dialect, name) === columnKey(schema.dialect, other);
  switch (operation.kind) {
    case 'add constraint':
      return changeTable(schema, operation, (table) => withConstraint(schema.dialect, table, operation.constraint));
    case 'drop constraint':
      return drop(schema, operation, isNamed);
    case 'rename constraint':
      return changeTable(schema, operation, (table) => ({
        ...table,
        constraints: table.constraints.map((constraint) =>
          isNamed(constraint.name, operation.name) ? { ...constraint, name: operation.to } : constraint,
        ),
      }));
    case 'validate constraint':
      return changeTable(schema, operation, (table) => ({
        ...table,
        constraints: table.constraints.map((constraint) =>
          isNamed(constraint.name, operation.name) ? { ...constraint, notValid: false } : constraint,
        ),
      }));
    case 'alter constraint':
      return schema;
    default:
      return null;
  }
}

/** Columns of a primary key that goes stay without nulls. */
function drop(
  schema: BuiltSchema,
  operation: OperationOf<'drop constraint'>,
  isNamed: (name: string | null, other: string) => boolean,
): BuiltSchema {
  const { name, type } = operation;
  return changeTable(schema, operation, (table) => ({
    ...table,
    constraints: table.constraints.filter((constraint) =>
      name === null ? constraint.type !== type : !isNamed(constraint.name, name),
    ),
  }));
}
