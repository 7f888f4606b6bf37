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
    const run = operation.operations.reduce((state, inner) => applyOperation(state, inner, tag), schema);
    const after = operation.plain ? run : withRowsOf(schema, run);
    return operation.dynamic ? { ...after, isPartial: true } : after;
  }
  if (operation.kind === 'unanalysed') return { ...schema, isPartial: true };
  for (const apply of steps) {
    const after = apply(schema, operation, tag);
    if (after !== null) return after;
  }
  return schema;
}

/**
 * What a block may have skipped made or emptied no table that was there before: its rows, and the code that uses it, are
 * to be reckoned with behind the block.
 */
function withRowsOf(before: BuiltSchema, after: BuiltSchema): BuiltSchema {
  const tables = new Map(after.tables);
  for (const [key, { madeBy, emptySince }] of before.tables) {
    const now = tables.get(key);
    if (now === undefined || (now.madeBy === madeBy && now.emptySince === emptySince)) continue;
    tables.set(key, { ...now, madeBy, emptySince: now.emptySince === null ? null : emptySince });
  }
  return { ...after, tables };
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
