import type { Dialect } from '../project/dialects.js';
import { columnKey } from '../sql/built/names.js';
import { type BuiltSchema, type BuiltTable, findColumn } from '../sql/built/schema.js';
import type { OperationOf } from '../sql/operation.js';
import type { Column } from '../sql/table-parts.js';
import { afterWord, inParentheses, isSymbol, isWord, splitAtCommas, takeUntil, textOf } from '../sql/token-ranges.js';
import { type Token, tokenize } from '../sql/tokens.js';

/** No default, or one that is NULL. */
export function isNullText(dialect: Dialect, expression: string | null): boolean {
  if (expression === null) return true;
  const [first, next] = tokenize(dialect, expression).filter((token) => !isSymbol(token, '(', ')'));
  return isWord(first, 'null') && (next === undefined || isSymbol(next, ':'));
}

/**
 * The type by which PostgreSQL judges a default when its column changes type: that of its last cast, else of the literal
 * (15.20: `'x'::role` on a text column becomes role, and `'x'` does not). `null` where the expression has to be evaluated.
 */
export function typeOfDefault(columnType: string, expression: string): string | null {
  const tokens = tokenize('postgresql', expression);
  const cast = tokens.findLastIndex((token) => isSymbol(token, ':'));
  if (cast !== -1) return textOf(expression, tokens.slice(cast + 1));
  const [only] = tokens;
  if (tokens.length !== 1 || only === undefined) return null;
  if (only.kind === 'number') return only.value.includes('.') ? 'numeric' : 'integer';
  if (isWord(only, 'true', 'false')) return 'boolean';
  return only.kind === 'string' ? columnType : null;
}

/** Functions that never return NULL without an argument. */
const valued = new Set([
  'now',
  'gen_random_uuid',
  'uuid_generate_v4',
  'uuidv4',
  'uuidv7',
  'uuid',
  'random',
  'rand',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'nextval',
  'unixepoch',
  'last_insert_rowid',
  'randomblob',
]);
/** Functions that are null for a null only. */
const strict = new Set(['lower', 'upper', 'trim', 'hex', 'md5', 'length', 'abs', 'round', 'replace']);
const constants = ['true', 'false', 'current_timestamp', 'current_date', 'current_time', 'localtimestamp', 'localtime'];
/** Functions that give every row a value of its own. */
const distinct = new Set(['gen_random_uuid', 'uuid_generate_v4', 'uuidv4', 'uuidv7', 'uuid', 'nextval', 'randomblob']);

/** Whether an expression is surely not NULL: a literal, a known function, a column without nulls, COALESCE of one. */
export function isNeverNull(schema: BuiltSchema, table: BuiltTable | null, tokens: readonly Token[]): boolean {
  const [first, second] = tokens;
  if (first === undefined) return false;
  const rest = withoutCast(tokens);
  if (isSymbol(first, '(') && inParentheses(rest).length === rest.length - 2) {
    return isNeverNull(schema, table, inParentheses(rest));
  }
  if (isSymbol(first, '-', '+') && second?.kind === 'number') return rest.length === 2;
  const isCall = isSymbol(rest[1], '(') && inParentheses(rest).length === rest.length - 3;
  if (isCall && isWord(first, 'coalesce', 'ifnull')) {
    return splitAtCommas(inParentheses(rest)).some((part) => isNeverNull(schema, table, part));
  }
  if (isCall && strict.has(first.value.toLowerCase())) {
    return splitAtCommas(inParentheses(rest)).every((part) => isNeverNull(schema, table, part));
  }
  if (isCall) return first.kind !== 'string' && valued.has(first.value.toLowerCase());
  const joint = rest.findIndex((token, at) => isSymbol(token, '|') && isSymbol(rest[at + 1], '|'));
  if (joint > 0 && schema.dialect !== 'mysql') {
    const parts = [rest.slice(0, joint), rest.slice(joint + 2)];
    return parts.every((part) => isNeverNull(schema, table, part));
  }
  if (rest.length !== 1) return false;
  if (first.kind === 'string' || first.kind === 'number' || isWord(first, ...constants)) return true;
  return findColumn(schema, table, first.value)?.notNull === true;
}

/** Without PostgreSQL's `::type` behind it. */
function withoutCast(tokens: readonly Token[]): Token[] {
  return takeUntil(tokens, (token) => isSymbol(token, ':'));
}

/** What an UPDATE gives a column, as tokens; `null` where that is not told. */
export function assignedTo(dialect: Dialect, { text }: OperationOf<'update'>, column: string): Token[] | null {
  const set = afterWord(tokenize(dialect, text), 'set') ?? [];
  const parts = splitAtCommas(takeUntil(set, (token) => isWord(token, 'where', 'from', 'returning')));
  const key = columnKey(dialect, column);
  for (const part of parts) {
    const equals = part.findIndex((token) => isSymbol(token, '='));
    const target = part[equals - 1];
    if (target !== undefined && columnKey(dialect, target.value) === key) return part.slice(equals + 1);
  }
  return null;
}

/** Whether every row that is there gets a value of its own when the column is added. */
export function isDistinctPerRow(dialect: Dialect, column: Column): boolean {
  if (column.autoIncrement || column.identity !== null) return true;
  return isDistinctText(tokenize(dialect, column.default ?? ''));
}

/** Whether an expression is a function that gives every row a value of its own. */
export function isDistinctText(expression: readonly Token[]): boolean {
  const [first, ...rest] = expression.filter((token) => !isSymbol(token, '('));
  return first !== undefined && rest.length > 0 && distinct.has(first.value.toLowerCase());
}

/** The columns of a table that an expression names. */
export function columnsNamed(dialect: Dialect, table: BuiltTable | null, expression: string): string[] {
  const words = new Set(
    tokenize(dialect, expression).flatMap(({ kind, value }) =>
      kind === 'word' || kind === 'name' ? [columnKey(dialect, value)] : [],
    ),
  );
  return (table?.columns ?? []).flatMap(({ name }) => (words.has(columnKey(dialect, name)) ? [name] : []));
}

/** The column of `c IS NOT NULL` (or `c IS NULL`), whatever brackets are around it; `null` for anything else. */
export function nullTest(dialect: Dialect, expression: string, wanted: 'is null' | 'is not null'): string | null {
  const tokens = tokenize(dialect, expression).filter((token) => !isSymbol(token, '(', ')'));
  const words = wanted.split(' ');
  const column = tokens.at(-words.length - 1);
  const isIt = words.every((word, at) => isWord(tokens[tokens.length - words.length + at], word));
  // `c`, `t.c` or `s.t.c`.
  const path = tokens.slice(0, -words.length);
  const isPath = path.every((token, at) => (at % 2 === 1 ? isSymbol(token, '.') : !isSymbol(token, '.')));
  return isIt && isPath && path.length % 2 === 1 && column !== undefined ? column.value : null;
}

/** Whether an expression is a column and nothing but casts of it: `c::text::integer`, `CAST(c AS integer)`. */
export function isPlainCast(expression: string): boolean {
  const tokens = tokenize('postgresql', expression).filter((token) => !isSymbol(token, '(', ')'));
  const [first, second] = tokens;
  return isSymbol(second, ':') || isWord(first, 'cast') || tokens.length === 1;
}
