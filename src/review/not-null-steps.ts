import type { Dialect } from '../project/dialects.js';
import { cutName } from '../sql/built/names.js';
import type { TableName } from '../sql/operation.js';
import { identifier, tableIdentifier } from '../sql/quote.js';

/**
 * The SQL that makes a column without nulls required. On PostgreSQL (12 and later) a valid check spares SET NOT NULL
 * the scan under its exclusive lock.
 *
 * @param type as the statement gives it: MySQL's MODIFY says it again.
 */
export function notNullSteps(dialect: Dialect, of: TableName, column: string, type: string): string[] {
  const table = tableIdentifier(dialect, of);
  const name = identifier(dialect, column);
  if (dialect === 'mysql') return [`ALTER TABLE ${table} MODIFY COLUMN ${name} ${type} NOT NULL;`];
  if (dialect === 'sqlite') return [];
  const check = identifier(dialect, cutName(`${of.table}_${column}_not_null`));
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID;`,
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check};`,
    `ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL;`,
    `ALTER TABLE ${table} DROP CONSTRAINT ${check};`,
  ];
}
