import type { Attempt } from './attempts.js';
import type { Accepted } from './checks.js';
import { chooseRows } from './choose.js';
import type { RowsDialect } from './dialects.js';
import { type Cell, groupsOf, type RowCells } from './groups.js';
import { insertStatement, withNumbers } from './insert.js';
import type { Unit } from './order.js';
import { type RowTable, withoutNumbers } from './table.js';

/** The rows of a unit, and what puts them in. */
export interface Planned {
  statements: string[];
  /** By the table's key, as others refer to them. */
  rows: Map<string, RowCells[]>;
}

/** A string says why the unit takes none. */
export function planUnit(
  dialect: RowsDialect,
  unit: Unit,
  parents: Map<string, RowCells[]>,
  accepted: Accepted,
  attempt: Attempt,
): Planned | string {
  return unit.isKnot
    ? planKnot(dialect, unit, parents, accepted, attempt)
    : planTables(dialect, unit, unit.tables, parents, accepted, attempt);
}

function planTables(
  dialect: RowsDialect,
  unit: Unit,
  tables: RowTable[],
  parents: Map<string, RowCells[]>,
  accepted: Accepted,
  attempt: Attempt,
): Planned | string {
  const planned: Planned = { statements: [], rows: new Map() };
  for (const table of tables) {
    const groups = groupsOf(table, parents, laterOf(unit, table), accepted, attempt);
    if (typeof groups === 'string') return groups;
    const rows = chooseRows(table, groups, attempt);
    if (rows.length === 0) return 'no row fits its keys';
    planned.statements.push(insertStatement(dialect, table, rows, attempt));
    planned.rows.set(table.key, withNumbers(dialect, table, rows));
  }
  return planned;
}

/** By key: a knot is planned on copies of its tables. */
function laterOf(unit: Unit, table: RowTable): RowTable['foreignKeys'] {
  return [...unit.later].find(([{ key }]) => key === table.key)?.[1] ?? [];
}

/** Rows that refer to each other are chosen with gaps, which are closed when all are there. */
function planKnot(
  dialect: RowsDialect,
  unit: Unit,
  parents: Map<string, RowCells[]>,
  accepted: Accepted,
  attempt: Attempt,
): Planned | string {
  const keys = new Set(unit.tables.map(({ key }) => key));
  const referred = unit.tables.flatMap(({ foreignKeys }) => foreignKeys.filter(({ target }) => keys.has(target)));
  const gaps = new Map(parents);
  for (const key of keys) {
    const columns = referred.filter(({ target }) => target === key).flatMap(({ targetColumns }) => targetColumns);
    gaps.set(
      key,
      [0, 1, 2].map((row) => new Map(columns.map((column) => [column, gap(key, column, row)]))),
    );
  }
  // The engine's own numbers are not known beforehand.
  const tables = unit.tables.map((table) => {
    const referring = referred.filter(({ target }) => target === table.key);
    return withoutNumbers(table, new Set(referring.flatMap(({ targetColumns }) => targetColumns)));
  });
  const planned = planTables(dialect, unit, tables, gaps, accepted, attempt);
  if (typeof planned === 'string') return planned;
  for (const rows of planned.rows.values()) {
    for (const row of rows) for (const [column, cell] of row) row.set(column, closed(cell, planned.rows));
  }
  const statements = tables.map((table) => insertStatement(dialect, table, planned.rows.get(table.key) ?? [], attempt));
  return { statements, rows: planned.rows };
}

const mark = '\0gap';

function gap(key: string, column: string, row: number): Cell {
  const text = JSON.stringify([key, column, row]);
  return { sql: `${mark}${text}`, key: `${mark}${text}` };
}

/** What stands where a gap refers to; through other gaps, but not in a circle. */
function closed(cell: Cell, rows: Map<string, RowCells[]>): Cell {
  let found = cell;
  for (let steps = 0; steps < 10 && found?.sql.startsWith(mark); steps++) {
    const parsed: unknown = JSON.parse(found.sql.slice(mark.length));
    if (!Array.isArray(parsed)) return null;
    const [key, column, row] = parsed;
    const target = rows.get(String(key)) ?? [];
    found = (target[Number(row)] ?? target[0])?.get(String(column)) ?? null;
  }
  return found?.sql.startsWith(mark) ? null : found;
}
