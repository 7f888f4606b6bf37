import { schemaName } from '../sql/built/names.js';
import type { TableName } from '../sql/operation.js';
import { identifier, literal, tableIdentifier } from '../sql/quote.js';
import { tokenize } from '../sql/tokens.js';

/** Whether a column's type is an enum, or an array of it: `"public"."mood"`, `mood[]`. PostgreSQL. */
export function isOfType(type: string, schema: string | null, name: string): boolean {
  const parts = tokenize('postgresql', type).filter(({ kind }) => kind === 'name' || kind === 'word');
  const [first, second] = parts;
  if (first === undefined) return false;
  if (second === undefined) return first.value === name;
  return second.value === name && schemaName('postgresql', first.value) === schemaName('postgresql', schema);
}

/** How many rows have one of the values in a list of an enum. PostgreSQL. */
export function listsWith(table: TableName, column: string, values: string[]): string {
  const list = values.map((value) => literal('postgresql', value)).join(', ');
  return `SELECT count(*) FROM ${tableIdentifier('postgresql', table)} WHERE ${identifier('postgresql', column)}::text[] && ARRAY[${list}];`;
}
