import type { Row } from '../../database/engine.js';
import type { Dialect } from '../../project/dialects.js';
import { type Variety, valuesFor, valuesUnder } from './candidates.js';
import type { RowsDialect } from './dialects.js';
import type { Check, RowColumn, RowTable } from './table.js';

/** Columns that checks tie together, and what to try in them. */
export interface Tied {
  table: RowTable;
  columns: RowColumn[];
  checks: Check[];
  /** Per column: SQL values, `null` among them where it may be. */
  candidates: string[][];
}

/** Which combinations the engine accepts: per tie, lists of indexes into its candidates. */
export type Accepted = Map<Tied, number[][]>;

const most = 1500;

/** The ties of a table's columns; those that share a check are one. */
export function tiesOf(dialect: Dialect, rows: RowsDialect, table: RowTable, variety: Variety): Tied[] {
  const groups: { columns: Set<string>; checks: Check[] }[] = [];
  for (const check of table.checks) {
    if (check.columns.length === 0) continue;
    const merged = { columns: new Set(check.columns), checks: [check] };
    for (const group of groups.filter(({ columns }) => check.columns.some((column) => columns.has(column)))) {
      for (const column of group.columns) merged.columns.add(column);
      merged.checks.unshift(...group.checks);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.map(({ columns: names, checks }) => {
    const columns = table.columns.filter(({ name, isGenerated }) => names.has(name) && !isGenerated);
    const candidates = columns.map((column) => candidatesOf(dialect, rows, table, column, checks, variety));
    return { table, columns, checks, candidates: fewer(candidates) };
  });
}

/** How many rows of its parent a column with a foreign key may refer to; the values in the check are stand-ins. */
const parents = 3;

function candidatesOf(
  dialect: Dialect,
  rows: RowsDialect,
  table: RowTable,
  column: RowColumn,
  checks: Check[],
  variety: Variety,
): string[] {
  const isReference = table.foreignKeys.some(({ columns }) => columns.includes(column.name));
  const about = checks.filter(({ columns }) => columns.includes(column.name));
  const values = isReference
    ? valuesFor(column, variety).slice(0, parents)
    : valuesUnder(dialect, rows, column, about, variety);
  return [...new Set(values), ...(column.notNull ? [] : ['null'])];
}

/** Cuts the longest lists until all combinations are few enough; NULL stays. */
function fewer(candidates: string[][]): string[][] {
  const lists = candidates.map((list) => [...list]);
  const product = (): number => lists.reduce((count, list) => count * Math.max(1, list.length), 1);
  while (product() > most) {
    const longest = lists.reduce((best, list) => (list.length >= best.length ? list : best), lists[0] ?? []);
    if (longest.length <= 1) break;
    // The last but one: the last may be NULL.
    longest.splice(longest.length > 2 ? -2 : 0, 1);
  }
  return lists;
}

/** Asks the engine itself which combinations its checks let pass, for all ties at once. */
export function acceptanceQuery(dialect: Dialect, rows: RowsDialect, ties: Tied[]): string {
  return ties.map((tied, at) => acceptance(dialect, rows, tied, at)).join('\nunion all\n');
}

function acceptance(dialect: Dialect, rows: RowsDialect, tied: Tied, at: number): string {
  const sources = tied.columns.map((column, place) => {
    const list = (tied.candidates[place] ?? []).map((sql) => column.probe(sql));
    const name = rows.quote(column.name);
    if (dialect === 'postgresql') {
      const values = list.map((sql, index) => `(${index},${sql})`).join(',');
      return `(values ${values}) s${place}(i${place}, ${name})`;
    }
    const selects = list.map((sql, index) => `select ${index} as i${place}, ${sql} as ${name}`);
    return `(${selects.join(' union all ')}) s${place}`;
  });
  const indexes = tied.columns.map((_, place) => `i${place}`);
  const picked = dialect === 'mysql' ? `concat_ws(',', ${indexes.join(', ')})` : indexes.join(" || ',' || ");
  const text = dialect === 'mysql' ? picked : `cast(${picked} as text)`;
  const where = tied.checks.map(({ sql }) => `(${sql}) is not false`).join(' and ');
  return `select ${at} as tie, ${text} as picked from ${sources.join(' cross join ')} where ${where}`;
}

/** What the answer to {@link acceptanceQuery} says. */
export function acceptedOf(ties: Tied[], answer: Row[]): Accepted {
  const accepted: Accepted = new Map(ties.map((tied) => [tied, []]));
  for (const { tie, picked } of answer) {
    const tied = ties[Number(tie)];
    if (tied !== undefined) accepted.get(tied)?.push(String(picked).split(',').map(Number));
  }
  return accepted;
}
