import { tableKey } from '../sql/built/names.js';
import type { TableName } from '../sql/operation.js';
import type { ReviewedMigration, Step } from './migration.js';

/** Whether the name is one of a temporary table that the migration made: what becomes of it concerns nobody. */
export function isTemporary(step: Step, of: TableName, { dialect, steps }: ReviewedMigration): boolean {
  const key = tableKey(dialect, of.schema, of.table);
  return steps.some(
    ({ operation }) =>
      operation.kind === 'create table' &&
      operation.temporary &&
      operation.statement < step.operation.statement &&
      tableKey(dialect, operation.schema, operation.table) === key,
  );
}
