import { tokenize } from '../../sql/tokens.js';

/**
 * An expression over a table's columns after columns or the table were renamed, as the server rewrites it in checks
 * and generated columns (seen on MariaDB 10.11).
 *
 * @param columns Old name in lower case → new name.
 * @param table Old and new name of the table, where it may qualify a column.
 */
export function renameInExpression(
  expression: string,
  columns: ReadonlyMap<string, string>,
  table: { from: string; to: string },
): string {
  const tokens = tokenize('mysql', expression);
  let text = '';
  let at = 0;
  for (const [number, token] of tokens.entries()) {
    const to = isName(token.kind) ? nameFor(number) : undefined;
    if (to === undefined) continue;
    text += `${expression.slice(at, token.start)}\`${to.replaceAll('`', '``')}\``;
    at = token.end;
  }
  return text + expression.slice(at);

  function nameFor(number: number): string | undefined {
    const token = tokens[number];
    if (token === undefined) return undefined;
    const next = tokens[number + 1];
    if (next?.kind === 'symbol' && next.value === '.') return token.value === table.from ? table.to : undefined;
    // A function; a column never stands before a bracket.
    if (next?.kind === 'symbol' && next.value === '(' && token.kind === 'word') return undefined;
    const to = columns.get(token.value.toLowerCase());
    return to === token.value ? undefined : to;
  }
}

function isName(kind: string): boolean {
  return kind === 'name' || kind === 'word';
}

/** Whether an expression is over this column. */
export function mentions(expression: string, column: string): boolean {
  const between = { from: '', to: '' };
  return renameInExpression(expression, new Map([[column.toLowerCase(), `${column}\0`]]), between) !== expression;
}
