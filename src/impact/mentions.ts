import type { Dialect } from '../project/dialects.js';
import { columnKey } from '../sql/built/names.js';
import { tokenize } from '../sql/tokens.js';

/**
 * Whether SQL has a name among its words and quoted names; what stands in strings and comments is none. Words are
 * compared without their case, as PostgreSQL folds them; quoted names as the engine compares names.
 */
export function mentions(dialect: Dialect, sql: string, name: string): boolean {
  const key = columnKey(dialect, name);
  return tokenize(dialect, sql).some(({ kind, value }) =>
    kind === 'word'
      ? value === name.toLowerCase() && foldsTo(dialect, name)
      : kind === 'name' && columnKey(dialect, value) === key,
  );
}

/** PostgreSQL reads a word without quotes in lower case: it cannot mean a name with capitals. */
function foldsTo(dialect: Dialect, name: string): boolean {
  return dialect !== 'postgresql' || name === name.toLowerCase();
}

/** Whether SQL selects every column of something: `select *`, `users.*`; not `count(*)`, nor a product. */
export function selectsEvery(dialect: Dialect, sql: string): boolean {
  const tokens = tokenize(dialect, sql);
  return tokens.some(({ kind, value }, at) => {
    const before = tokens[at - 1];
    if (kind !== 'symbol' || value !== '*' || before === undefined) return false;
    const opens = before.kind === 'word' ? ['select', 'distinct', 'all'] : before.kind === 'symbol' ? ['.', ','] : [];
    return opens.includes(before.value);
  });
}
