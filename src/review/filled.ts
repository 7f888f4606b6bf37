import type { Dialect } from '../project/dialects.js';
import { columnKey, tableKey } from '../sql/built/names.js';
import type { Operation, TableName } from '../sql/operation.js';
import { nullTest } from './values.js';

/** The migration that filled in the rows without a value in a column, by the column's key. */
export type Filled = Map<string, string>;

/** Adds what a migration fills in: `UPDATE … SET c = … WHERE c IS NULL`, as `lockstep new backfill` writes it. */
export function addFilled(filled: Filled, dialect: Dialect, operations: Operation[], tag: string): void {
  for (const operation of operations) {
    // A seed has a hundred thousand updates: the rest costs more than this.
    if (operation.kind !== 'update' || operation.where === null || !/is\s+null/i.test(operation.where)) continue;
    const column = nullTest(dialect, operation.where, 'is null');
    const isSet = operation.columns.some(
      (name) => column !== null && columnKey(dialect, name) === columnKey(dialect, column),
    );
    if (column !== null && isSet) filled.set(keyOf(dialect, operation, column), tag);
  }
}

/** The last migration that filled a column in; `null` where none did, or the column had another name then. */
export function filledBy(filled: Filled, dialect: Dialect, of: TableName, column: string): string | null {
  return filled.get(keyOf(dialect, of, column)) ?? null;
}

function keyOf(dialect: Dialect, of: TableName, column: string): string {
  return `${tableKey(dialect, of.schema, of.table)}\0${columnKey(dialect, column)}`;
}
