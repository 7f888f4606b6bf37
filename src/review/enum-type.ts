import { schemaName } from '../sql/built/names.js';
import { tokenize } from '../sql/tokens.js';

/** Whether a column's type is an enum, or an array of it: `"public"."mood"`, `mood[]`. PostgreSQL. */
export function isOfType(type: string, schema: string | null, name: string): boolean {
  const parts = tokenize('postgresql', type).filter(({ kind }) => kind === 'name' || kind === 'word');
  const [first, second] = parts;
  if (first === undefined) return false;
  if (second === undefined) return first.value === name;
  return second.value === name && schemaName('postgresql', first.value) === schemaName('postgresql', schema);
}
