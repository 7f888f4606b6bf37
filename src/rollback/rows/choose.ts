import type { Attempt } from './attempts.js';
import type { Group, RowCells } from './groups.js';
import type { RowTable, Unique } from './table.js';

/** How many combinations are looked at to find a row that no unique index refuses. */
const patience = 600;

/** Rows that go together under the table's uniques: as many of the attempt's as there can be. */
export function chooseRows(table: RowTable, groups: Group[], attempt: Attempt): RowCells[] {
  const preferred = groups.map(({ columns, choices }) => ({ columns, choices: byNulls(choices, attempt) }));
  const rows: RowCells[] = [];
  for (let at = 0; at < attempt.rows; at++) {
    const wish = preferred.map(({ choices }) => wanted(choices, at, attempt));
    const row = fitting(table, preferred, wish, rows);
    if (row === null) break;
    rows.push(row);
  }
  return rows;
}

/** Those without NULL first. */
function byNulls(choices: RowCells[], { nulls }: Attempt): RowCells[] {
  const counted = choices.map((cells) => ({
    cells,
    nulls: [...cells.values()].filter((cell) => cell === null).length,
  }));
  const fewest = Math.min(...counted.map((choice) => choice.nulls));
  return counted
    .filter((choice) => nulls || choice.nulls === fewest)
    .sort((a, b) => a.nulls - b.nulls)
    .map(({ cells }) => cells);
}

/** The first two rows are alike; the third is NULL where they are not, as far as it may be. */
function wanted(choices: RowCells[], at: number, { duplicates, nulls }: Attempt): number {
  if (nulls && at === 2) {
    const gained = choices.map((cells) => nullsBesides(cells, choices[0]));
    const most = Math.max(...gained);
    return most > 0 ? gained.indexOf(most) : Math.min(1, choices.length - 1);
  }
  if (!duplicates) return at % Math.max(1, choices.length);
  return at === 2 ? Math.min(1, choices.length - 1) : 0;
}

/** In how many columns it is NULL where the other one has a value. */
function nullsBesides(cells: RowCells, other: RowCells | undefined): number {
  return [...cells].filter(([column, cell]) => cell === null && other?.get(column) !== null).length;
}

/** The row that is wished for; where a unique refuses it, the nearest one that it lets pass. */
function fitting(table: RowTable, groups: Group[], wish: number[], rows: RowCells[]): RowCells | null {
  const row = assemble(groups, wish);
  const clashing = table.uniques.filter((unique) => clashes(table, unique, row, rows));
  if (clashing.length === 0) return row;
  const columns = new Set(clashing.flatMap((unique) => unique.columns));
  // Those with many values turn fastest: a key of its own before the parent it refers to.
  const involved = [...groups.keys()]
    .filter((at) => groups[at]?.columns.some((column) => columns.has(column)))
    .sort((a, b) => (groups[b]?.choices.length ?? 0) - (groups[a]?.choices.length ?? 0));
  const turned = [...wish];
  for (let tries = 0; tries < patience; tries++) {
    if (!turn(groups, involved, turned, wish)) return null;
    const next = assemble(groups, turned);
    if (!table.uniques.some((unique) => clashes(table, unique, next, rows))) return next;
  }
  return null;
}

/** The next combination, as a counter turns its wheels; false after the last one. */
function turn(groups: Group[], involved: number[], turned: number[], start: number[]): boolean {
  for (const at of involved) {
    const count = groups[at]?.choices.length ?? 0;
    turned[at] = ((turned[at] ?? 0) + 1) % count;
    if (turned[at] !== start[at]) return true;
  }
  return false;
}

function assemble(groups: Group[], picked: number[]): RowCells {
  return new Map(groups.flatMap(({ choices }, at) => [...(choices[picked[at] ?? 0] ?? [])]));
}

function clashes(table: RowTable, unique: Unique, row: RowCells, rows: RowCells[]): boolean {
  // What the engine numbers is never the same twice.
  if (unique.columns.some((name) => table.columns.find((column) => column.name === name)?.isNumbered)) return false;
  const cells = unique.columns.map((column) => row.get(column));
  if (unique.nullsDistinct && cells.some((cell) => cell === null)) return false;
  return rows.some((other) =>
    unique.columns.every((column, at) => (other.get(column)?.key ?? null) === (cells[at]?.key ?? null)),
  );
}
