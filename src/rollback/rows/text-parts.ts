import type { Dialect } from '../../project/dialects.js';
import { type Token, tokenize } from '../../sql/tokens.js';

/** Where a parenthesis opens and closes, as indexes of tokens; null where none is closed. */
export function parentheses(tokens: Token[], from = 0): { open: number; close: number } | null {
  const open = tokens.findIndex((token, at) => at >= from && isSymbol(token, '('));
  if (open < 0) return null;
  let depth = 0;
  for (let close = open; close < tokens.length; close++) {
    if (isSymbol(tokens[close], '(')) depth++;
    else if (isSymbol(tokens[close], ')')) depth--;
    if (depth === 0) return { open, close };
  }
  return null;
}

/** The text between a token's begin and another one's end. */
export function slice(sql: string, from: Token | undefined, to: Token | undefined): string {
  return sql.slice(from?.start ?? 0, to?.end ?? 0);
}

/** Which of the columns an expression names, in the order of `columns`. */
export function columnsIn(dialect: Dialect, expression: string, columns: Iterable<string>): string[] {
  const tokens = tokenize(dialect, expression);
  // SQLite and MySQL compare names without regard to case, PostgreSQL folds what is not quoted.
  const fold = (name: string): string => (dialect === 'postgresql' ? name : name.toLowerCase());
  const named = new Set(
    tokens.filter(({ kind }) => kind === 'word' || kind === 'name').map(({ value }) => fold(value)),
  );
  return [...columns].filter((column) => named.has(fold(column)));
}

/** The names in the first parenthesis: `(a, "b")`. */
export function namesIn(tokens: Token[], from: number): string[] {
  const place = parentheses(tokens, from);
  if (place === null) return [];
  return tokens
    .slice(place.open + 1, place.close)
    .filter(({ kind }) => kind === 'word' || kind === 'name')
    .map(({ value }) => value);
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.value === symbol;
}

export function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === 'word' && words.includes(token.value);
}

/** A string of standard SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
