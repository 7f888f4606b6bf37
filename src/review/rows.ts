import type { Dialect } from '../project/dialects.js';
import { columnKey, tableKey } from '../sql/built/names.js';
import type { BuiltTable } from '../sql/built/schema.js';
import type { Operation, OperationOf, TableName } from '../sql/operation.js';
import type { Column } from '../sql/table-parts.js';
import { mayHaveRows, type ReviewedMigration, type Step } from './migration.js';
import { isNullText } from './values.js';

/** Those before a step of the same migration. */
export function stepsBefore(migration: ReviewedMigration, { operation }: Pick<Step, 'operation'>): Step[] {
  return migration.steps.slice(
    0,
    migration.steps.findIndex((step) => step.operation === operation),
  );
}

/** Whether an operation is about a table, by its name at that point. */
export function isOn({ dialect }: ReviewedMigration, operation: Operation, of: TableName): boolean {
  if (!('table' in operation) || operation.table === null || !('schema' in operation)) return false;
  return tableKey(dialect, operation.schema, operation.table) === tableKey(dialect, of.schema, of.table);
}

/**
 * Whether a statement may find rows in a table: not in one that the migration made or emptied, and not behind a
 * statement of the migration that only an empty table lets through.
 */
export function mayMeetRows(migration: ReviewedMigration, step: Step, table: BuiltTable | null): boolean {
  if (!mayHaveRows(migration, table)) return false;
  if (table === null) return true;
  const of = { schema: table.schema, table: table.name };
  return !stepsBefore(migration, step).some(
    (earlier) => isOn(migration, earlier.operation, of) && needsEmptyTable(migration, earlier),
  );
}

/** A required column without a value: PostgreSQL and SQLite refuse it where there is a row, MySQL fills it in. */
export function needsEmptyTable({ dialect }: ReviewedMigration, { operation }: Pick<Step, 'operation'>): boolean {
  return dialect !== 'mysql' && operation.kind === 'add column' && isRequiredWithoutValue(dialect, operation);
}

/** Whether a column that is added is to hold no nulls, and says no value for the rows that are there. */
export function isRequiredWithoutValue(dialect: Dialect, { definition }: OperationOf<'add column'>): boolean {
  const { notNull, identity, autoIncrement, generated, constraints } = definition;
  const isKey = constraints.some(({ type }) => type === 'primary key');
  return (
    (notNull || isKey) && isNullText(dialect, definition.default) && identity === null && !autoIncrement && !generated
  );
}

/**
 * Whether the migration changes rows of a table before a step, so that they may be in order by then: a DELETE, a MERGE,
 * or an UPDATE of one of the columns. Which rows are left nobody can say without running it.
 */
export function isPrepared(migration: ReviewedMigration, step: Step, of: TableName, columns: string[]): boolean {
  const { dialect } = migration;
  const keys = new Set(columns.map((column) => columnKey(dialect, column)));
  return stepsBefore(migration, step).some(({ operation }) => {
    if (!isOn(migration, operation, of)) return false;
    if (operation.kind === 'update') return operation.columns.some((column) => keys.has(columnKey(dialect, column)));
    return operation.kind === 'delete' || operation.kind === 'merge';
  });
}

/** The column as an earlier statement of the migration, or this one, adds it; `null` where none does. */
export function columnAddedBy(migration: ReviewedMigration, step: Step, of: TableName, column: string): Column | null {
  const { dialect } = migration;
  const added = [...stepsBefore(migration, step), step].findLast(
    ({ operation }) =>
      operation.kind === 'add column' &&
      columnKey(dialect, operation.column) === columnKey(dialect, column) &&
      isOn(migration, operation, of),
  )?.operation;
  return added?.kind === 'add column' ? added.definition : null;
}
