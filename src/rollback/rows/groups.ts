import type { Attempt } from './attempts.js';
import { valuesFor } from './candidates.js';
import type { Accepted } from './checks.js';
import { isRequired } from './order.js';
import type { ForeignKey, RowColumn, RowTable } from './table.js';

/** What stands in a column of a row: SQL, and what tells it from others. Null is NULL. */
export type Cell = { sql: string; key: string } | null;
export type RowCells = Map<string, Cell>;

/** Columns whose values depend on each other, and the combinations they may have, the preferred ones first. */
export interface Group {
  columns: string[];
  choices: RowCells[];
}

const most = 1500;

/**
 * The groups of a table's columns. A string says why there are none: a foreign key without a row to refer to.
 *
 * @param parents the rows of the tables that are filled.
 * @param later foreign keys that are NULL for now.
 */
export function groupsOf(
  table: RowTable,
  parents: Map<string, RowCells[]>,
  later: ForeignKey[],
  accepted: Accepted,
  attempt: Attempt,
): Group[] | string {
  const groups: Group[] = [];
  const keys = table.foreignKeys.filter((key) => !later.includes(key));
  for (const key of keys) {
    const choices = references(table, key, parents.get(key.target) ?? []);
    if (choices.length === 0)
      return `its foreign key (${key.columns.join(', ')}) finds no row in ${key.target.replace(/^table /, '')}`;
    merge(groups, { columns: key.columns, choices });
  }
  for (const key of later) {
    const nulls = key.columns.filter((column) => find(table, column)?.notNull === false);
    merge(groups, { columns: nulls, choices: [new Map(nulls.map((column) => [column, null]))] });
  }
  for (const [tied, picks] of accepted) {
    if (tied.table.key !== table.key || picks.length === 0) continue;
    const choices = picks.map((picked) => {
      const cells: RowCells = new Map();
      for (const [place, column] of tied.columns.entries()) {
        const index = picked[place] ?? 0;
        const sql = tied.candidates[place]?.[index] ?? 'null';
        const key = keys.find(({ columns }) => columns.includes(column.name));
        const parent = key === undefined ? undefined : parents.get(key.target)?.[index];
        if (sql === 'null') cells.set(column.name, null);
        else if (key === undefined) cells.set(column.name, { sql, key: sql });
        // The check was asked with a stand-in for the value that the parent's row has.
        else cells.set(column.name, parent?.get(key.targetColumns[key.columns.indexOf(column.name)] ?? '') ?? null);
      }
      return cells;
    });
    merge(groups, { columns: tied.columns.map(({ name }) => name), choices });
  }
  for (const [place, column] of table.columns.entries()) {
    if (column.isGenerated || groups.some(({ columns }) => columns.includes(column.name))) continue;
    groups.push({ columns: [column.name], choices: single(column, attempt, place) });
  }
  const free = groups.map((group) => filled(group, table, attempt));
  const empty = free.find(({ choices }) => choices.length === 0);
  return empty === undefined ? free : `no value is known for ${empty.columns.join(', ')}`;
}

/** One choice per row of the parent, and one without a parent where that is allowed. */
function references(table: RowTable, key: ForeignKey, rows: RowCells[]): RowCells[] {
  const choices: RowCells[] = [];
  for (const row of rows) {
    const cells: RowCells = new Map();
    for (const [at, column] of key.columns.entries()) {
      const cell = row.get(key.targetColumns[at] ?? '');
      if (cell !== undefined && cell !== null) cells.set(column, cell);
    }
    if (cells.size === key.columns.length) choices.push(cells);
  }
  if (!isRequired(table, key)) {
    const nulls = key.columns.filter((column) => find(table, column)?.notNull === false);
    choices.push(new Map(nulls.map((column) => [column, null])));
  }
  return choices;
}

/** @param place which column of the table it is, from 0. */
function single(column: RowColumn, attempt: Attempt, place = 0): RowCells[] {
  const values = [
    ...(attempt.isTame ? tameTexts(column, place) : []),
    ...valuesFor(column, attempt.variety).slice(attempt.skip),
  ];
  const cells: Cell[] = values.map((sql) => ({ sql, key: sql }));
  if (!column.notNull) cells.push(null);
  return cells.map((cell) => new Map([[column.name, cell]]));
}

/** Others in each column: a migration may put the values of several columns into one that is unique. */
function tameTexts({ values: { family, length } }: RowColumn, place: number): string[] {
  const texts = [0, 1].map((row) => `${place + 1}${row}`);
  return family === 'text' && texts.every((text) => text.length <= (length ?? 9))
    ? texts.map((text) => `'${text}'`)
    : [];
}

/** Joins a group with those that share columns with it: only combinations that agree on them stay. */
function merge(groups: Group[], group: Group): void {
  let joined = group;
  for (const other of groups.filter(({ columns }) => columns.some((column) => group.columns.includes(column)))) {
    groups.splice(groups.indexOf(other), 1);
    joined = join(other, joined);
  }
  groups.push(joined);
}

function join(one: Group, other: Group): Group {
  const columns = [...new Set([...one.columns, ...other.columns])];
  const choices: RowCells[] = [];
  for (const left of one.choices) {
    for (const right of other.choices) {
      const agrees = [...right].every(([column, cell]) => !left.has(column) || same(left.get(column), cell));
      if (agrees) choices.push(new Map([...left, ...right]));
      if (choices.length >= most) return { columns, choices };
    }
  }
  return { columns, choices };
}

function same(one: Cell | undefined, other: Cell): boolean {
  return (one?.key ?? null) === (other?.key ?? null);
}

/** A foreign key of several columns that is NULL in one of them leaves the others free: they get a value of their own. */
function filled({ columns, choices }: Group, table: RowTable, attempt: Attempt): Group {
  const complete = choices.flatMap((cells) => {
    const missing = columns.filter((column) => !cells.has(column));
    const values = missing.map((column) => {
      const found = find(table, column);
      return found === undefined ? undefined : single(found, attempt)[0]?.get(column);
    });
    if (values.includes(undefined)) return [];
    return [new Map([...cells, ...missing.map((column, at): [string, Cell] => [column, values[at] ?? null])])];
  });
  return { columns, choices: complete };
}

function find(table: RowTable, name: string): RowColumn | undefined {
  return table.columns.find((column) => column.name === name);
}
