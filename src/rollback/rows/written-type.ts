import type { Dialect } from '../../project/dialects.js';
import { tokenize } from '../../sql/tokens.js';

const names: Record<string, string> = {
  integer: 'int',
  numeric: 'decimal',
  boolean: 'tinyint',
  bool: 'tinyint',
  dec: 'decimal',
};
/** MySQL shows them with a width that says nothing about the values. */
const integers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);

/** Whether a type in a statement is the one that the catalog has. In doubt it is not. */
export function isSameType(dialect: Dialect, inCatalog: string, written: string): boolean {
  return normal(dialect, inCatalog) === normal(dialect, written);
}

function normal(dialect: Dialect, type: string): string {
  const tokens = tokenize(dialect, type).map((token) =>
    token.kind === 'string' ? `'${token.value}'` : token.value.toLowerCase(),
  );
  if (dialect !== 'mysql') return tokens.join(' ');
  const [first = '', ...rest] = tokens;
  const name = names[first] ?? first;
  const shown = integers.has(name) && rest[0] === '(' ? rest.slice(rest.indexOf(')') + 1) : rest;
  return [name, ...shown].join(' ');
}
