import type { Dialect } from '../project/dialects.js';
import { tableKey } from '../sql/built/names.js';
import type { TableName } from '../sql/operation.js';
import type { ReviewedMigration, Step } from './migration.js';

/** Whether the name is one of a temporary table that the migration made: what becomes of it concerns nobody. */
export function isTemporary(step: Step, of: TableName, { dialect, steps }: ReviewedMigration): boolean {
  if (!isTemporarySchema(dialect, of.schema)) return false;
  const key = tableKey(dialect, null, of.table);
  return steps.some(
    ({ operation }) =>
      operation.kind === 'create table' &&
      operation.temporary &&
      operation.statement < step.operation.statement &&
      tableKey(dialect, null, operation.table) === key,
  );
}

/** A name with another schema means a table that stays; MySQL keeps temporary tables in the database that is named. */
function isTemporarySchema(dialect: Dialect, schema: string | null): boolean {
  return schema === null || dialect === 'mysql' || schema.toLowerCase() === (dialect === 'sqlite' ? 'temp' : 'pg_temp');
}
