import type { Operation } from '../operation.js';
import { applyToColumn } from './apply-to-column.js';
import { applyToConstraint } from './apply-to-constraint.js';
import { applyToIndex } from './apply-to-index.js';
import { applyToObject } from './apply-to-object.js';
import { applyToRows } from './apply-to-rows.js';
import { applyToTable } from './apply-to-table.js';
import type { BuiltSchema } from './schema.js';

/**
 * What a schema is after one more operation. What refers to something that is not known changes nothing: a history
 * may begin in the middle.
 *
 * @param tag the migration that the operation is part of.
 */
export function applyOperation(schema: BuiltSchema, operation: Operation, tag: string): BuiltSchema {
  if (operation.kind === 'do block') {
    const after = operation.operations.reduce((state, inner) => applyOperation(state, inner, tag), schema);
    return operation.dynamic ? { ...after, isPartial: true } : after;
  }
  if (operation.kind === 'unanalysed') return { ...schema, isPartial: true };
  for (const apply of steps) {
    const after = apply(schema, operation, tag);
    if (after !== null) return after;
  }
  return schema;
}

/** Each returns `null` for an operation that is none of its kinds. */
const steps: ((schema: BuiltSchema, operation: Operation, tag: string) => BuiltSchema | null)[] = [
  applyToRows,
  applyToTable,
  applyToColumn,
  applyToConstraint,
  applyToIndex,
  applyToObject,
];
