import type { TableName } from '../../sql/operation.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import type { Constraint } from '../../sql/table-parts.js';

/** What checks rows that are there, and can be told not to. */
type Checking = Extract<Constraint, { type: 'foreign key' | 'check' }>;

/** The two statements that add a constraint without a long lock: for new rows at once, then for those that are there. */
export function notValidThenValidate(table: TableName, constraint: Checking, name: string): [string, string] {
  const alter = `ALTER TABLE ${tableIdentifier('postgresql', table)}`;
  return [
    `${alter} ADD CONSTRAINT ${identifier('postgresql', name)} ${definition(constraint)} NOT VALID;`,
    `${alter} VALIDATE CONSTRAINT ${identifier('postgresql', name)};`,
  ];
}

function definition(constraint: Checking): string {
  if (constraint.type === 'check') return `CHECK (${constraint.expression})`;
  const { columns, references, onDelete, onUpdate, deferrable } = constraint;
  const to = references.columns.length === 0 ? '' : ` (${identifiers('postgresql', references.columns)})`;
  return [
    `FOREIGN KEY (${identifiers('postgresql', columns)}) REFERENCES ${tableIdentifier('postgresql', references)}${to}`,
    onDelete === 'no action' ? '' : ` ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate === 'no action' ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`,
    deferrable === 'no' ? '' : ` DEFERRABLE ${deferrable.toUpperCase()}`,
  ].join('');
}
