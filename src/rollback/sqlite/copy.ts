import { isSymbol, isWord, splitAtCommas, takeUntil } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';

/**
 * `INSERT INTO new (a, b) SELECT c, d FROM old`, `CREATE TABLE new AS SELECT * FROM old`: all rows of one table go into
 * another.
 */
export interface Copy {
  from: string;
  /** Null where the INSERT names none: the columns go by their place. */
  columns: string[] | null;
  /** A column of the old table, or null for an expression; null as a whole for `SELECT *`. */
  values: (string | null)[] | null;
}

/** Reads such a statement; null where it is not a copy of a whole table. */
export function copyIn(statement: string): Copy | null {
  const tokens = tokenize('sqlite', statement);
  const head = takeUntil(tokens, (token) => isWord(token, 'select'));
  const list = takeUntil(tokens.slice(head.length + 1), (token) => isWord(token, 'from'));
  const [table, ...rest] = tokens.slice(head.length + 1 + list.length + 1);
  // A join, a condition, a limit: not every row, or more of them.
  if (!isWord(head[0], 'insert', 'create') || table === undefined || rest.length > 0) return null;
  if (list.length === 0 || isWord(list[0], 'distinct', 'all')) return null;
  const open = head.findIndex((token) => isSymbol(token, '('));
  const columns = open === -1 ? null : splitAtCommas(head.slice(open + 1, -1)).map(([name]) => name?.value ?? '');
  const values = list.length === 1 && isSymbol(list[0], '*') ? null : splitAtCommas(list).map(columnIn);
  return { from: table.value, columns, values };
}

/** Words come in lower case, which SQLite's names may be compared in. */
function columnIn(value: Token[]): string | null {
  const [first, dot, last] = value;
  const name = value.length === 3 && isSymbol(dot, '.') ? last : value.length === 1 ? first : undefined;
  return name?.kind === 'name' || name?.kind === 'word' ? name.value : null;
}
