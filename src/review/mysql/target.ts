import { shownName } from '../../sql/built/names.js';
import type { Operation, TableName } from '../../sql/operation.js';

/** What an approval of a slow change names: the column, the constraint or the index, otherwise the table. */
export function targetOf(operation: Operation, of: TableName): string {
  const table = shownName('mysql', of.schema, of.table);
  if (operation.kind === 'create index') return operation.index ?? table;
  if (operation.kind === 'add constraint') return operation.constraint.name ?? table;
  return 'column' in operation ? `${table}.${operation.column}` : table;
}
