import { causeOf } from './cause.js';
import type { Rows, TableRows } from './read.js';
import type { Touched } from './touched.js';

/** Rows of a table that are gone without the SQL saying so. */
export interface LostRows {
  /** As it was called before, as a person reads it. */
  table: string;
  before: number;
  after: number;
  /** Why, as far as it can be told: a sentence without a full stop. */
  cause: string | null;
}

/** Values of a column that are others without the SQL saying so. */
export interface ChangedValues {
  table: string;
  /** Empty where it is no column alone: there are more rows, or the values of each are in other rows. */
  column: string;
  /** One example: `'old' → NULL`. */
  text: string;
  cause: string | null;
}

export interface Comparison {
  lost: LostRows[];
  changed: ChangedValues[];
  /** Why nothing is claimed; `lost` and `changed` are empty then. */
  unclear: string[];
}

/** What a migration took from the rows beyond what its SQL says. `after`: read when it was applied. */
export function lostRows(before: Rows, after: Rows, touched: Touched): Comparison {
  return compare(before, after, touched, true);
}

/**
 * What is not as it was when a migration has been undone, apart from what its SQL had taken. `back`: read after the
 * down.
 */
export function changedRows(before: Rows, back: Rows, touched: Touched): Comparison {
  return compare(before, back, touched, false);
}

function compare(before: Rows, after: Rows, touched: Touched, isRenamed: boolean): Comparison {
  const found: Comparison = { lost: [], changed: [], unclear: touched.unclear };
  if (touched.unclear.length > 0) return found;
  for (const [key, table] of before) {
    if (touched.dropped.has(key) || table.rows.length === 0) continue;
    const now = after.get((isRenamed ? touched.renames.tables.get(key) : undefined) ?? key);
    const rows = now?.rows.length ?? 0;
    if (now === undefined || (rows < table.rows.length && !touched.removed.has(key))) {
      const cause = causeOf(key, touched, 'delete', now === undefined);
      found.lost.push({ table: table.label, before: table.rows.length, after: rows, cause });
    } else if (!touched.removed.has(key)) found.changed.push(...changesIn(key, table, now, touched, isRenamed));
  }
  return found;
}

/** Compares the values of the columns that nothing touched; the order of rows means nothing. */
function changesIn(
  key: string,
  before: TableRows,
  after: TableRows,
  touched: Touched,
  isRenamed: boolean,
): ChangedValues[] {
  const names = isRenamed ? touched.renames.columns.get(key) : undefined;
  const untouched = before.columns
    .map((column, at) => ({ column, at, now: after.columns.indexOf(names?.get(column) ?? column) }))
    .filter(({ column }) => touched.columns.get(key)?.has(column) !== true);
  const mayHaveMore = touched.added.has(key) || touched.hasSideEffects;
  const table = before.label;
  if (after.rows.length > before.rows.length && !mayHaveMore) {
    return [{ table, column: '', text: `${before.rows.length} rows → ${after.rows.length}`, cause: null }];
  }
  const gone = untouched.filter(({ now }) => now < 0);
  if (gone.length > 0) {
    const cause = causeOf(key, touched, 'delete', true);
    return gone.map(({ column }) => ({ table, column, text: 'the column is gone', cause }));
  }
  const differing = untouched.flatMap(({ column, at, now }) => {
    const text = difference(valuesAt(before, at), valuesAt(after, now), mayHaveMore);
    return text === null ? [] : [{ table, column, text, cause: causeOf(key, touched, 'set', false, column) }];
  });
  if (differing.length > 0) return differing;
  const rowsOf = (rows: TableRows['rows'], places: number[]): string[] =>
    rows.map((row) => JSON.stringify(places.map((place) => row[place] ?? null)));
  const was = rowsOf(
    before.rows,
    untouched.map(({ at }) => at),
  );
  const is = rowsOf(
    after.rows,
    untouched.map(({ now }) => now),
  );
  const text = difference(was, is, mayHaveMore);
  return text === null ? [] : [{ table, column: '', text: 'values have changed rows', cause: null }];
}

function valuesAt({ rows }: TableRows, at: number): (string | null)[] {
  return rows.map((row) => row[at] ?? null);
}

/** One value that is missing, and one that stands there instead; null where the values are the same. */
function difference(before: (string | null)[], after: (string | null)[], mayHaveMore: boolean): string | null {
  const missing = without(before, after);
  const more = without(after, before);
  if (missing.length === 0 && (mayHaveMore || more.length === 0)) return null;
  // With as many values as before, one that is new stands for one that is missing.
  return `${shown(missing[0] ?? null)} → ${more.length === 0 ? 'gone' : shown(more[0] ?? null)}`;
}

/** What the first list has more often than the second. */
function without(list: (string | null)[], other: (string | null)[]): (string | null)[] {
  const rest = [...other];
  return list.filter((value) => {
    const at = rest.indexOf(value);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function shown(value: string | null): string {
  if (value === null) return 'NULL';
  const text = value.replaceAll(/\s+/g, ' ');
  return [...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text;
}
