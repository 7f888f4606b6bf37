import { findTable } from '../sql/built/schema.js';
import type { TableName } from '../sql/operation.js';
import { isSymbol, isWord, splitAtWord, textOf, withoutBrackets } from '../sql/token-ranges.js';
import { type Token, tokenize } from '../sql/tokens.js';
import type { ReviewedMigration, Step } from './migration.js';
import { nullsBehind } from './nulls.js';
import { columnAddedBy } from './rows.js';
import { columnsNamed, nullTest } from './values.js';

/** Words and functions by which an expression over nulls may be something else than null. */
const seesNulls = [
  'is',
  'or',
  'case',
  'coalesce',
  'ifnull',
  'nullif',
  'isnull',
  'exists',
  'num_nulls',
  'num_nonnulls',
  'concat',
  'concat_ws',
  'distinct',
];

/** Whether an expression is null for every row: the migration adds the columns in it, and gives them no values. */
export function isNullForAll(migration: ReviewedMigration, step: Step, of: TableName, expression: string): boolean {
  const { dialect } = migration;
  if (tokenize(dialect, expression).some((token) => isWord(token, ...seesNulls))) return false;
  const columns = columnsNamed(dialect, findTable(step.after, of), expression);
  return columns.length > 0 && columns.every((column) => nullsBehind(migration, step, of, column) === 'every');
}

/** Whether a check lets every row be: one of what it joins with OR is `c IS NULL` for columns that are null in all. */
export function isMetByNulls(migration: ReviewedMigration, step: Step, of: TableName, expression: string): boolean {
  const { dialect } = migration;
  const tokens = withoutBrackets(tokenize(dialect, expression));
  return splitAtWord(tokens, 'or').some((part) =>
    splitAtWord(withoutBrackets(part), 'and').every((test) => {
      const column = nullTest(dialect, textOf(expression, test), 'is null');
      return column !== null && nullsBehind(migration, step, of, column) === 'every';
    }),
  );
}

/** Whether no row that is there meets a condition: it is null for all, or asks for a flag that is new and off. */
export function meetsNoRow(migration: ReviewedMigration, step: Step, of: TableName, condition: string): boolean {
  if (isNullForAll(migration, step, of, condition)) return true;
  const { dialect } = migration;
  const tokens = tokenize(dialect, condition).filter((token) => !isSymbol(token, '(', ')'));
  const column = flagOf(tokens);
  const added = column === null ? null : columnAddedBy(migration, step, of, column);
  return added?.default !== undefined && added.default !== null && /^\(?(false|0)\)?$/i.test(added.default);
}

/** The column of `c`, `t.c`, `c = true` or `c is true`; `null` for any other condition. */
function flagOf(tokens: readonly Token[]): string | null {
  const last = tokens.at(-1);
  const isAsked = last !== undefined && (isWord(last, 'true') || last.value === '1');
  const path = isAsked ? tokens.slice(0, -2) : tokens;
  if (isAsked && !isSymbol(tokens.at(-2), '=') && !isWord(tokens.at(-2), 'is')) return null;
  const isPath = path.every((token, at) => (at % 2 === 1) === isSymbol(token, '.')) && path.length % 2 === 1;
  return isPath ? (path.at(-1)?.value ?? null) : null;
}
