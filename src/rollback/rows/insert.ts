import type { Attempt } from './attempts.js';
import type { RowsDialect } from './dialects.js';
import type { Cell, RowCells } from './groups.js';
import type { ForeignKey, RowTable } from './table.js';

/** One statement for all rows of a table. */
export function insertStatement(dialect: RowsDialect, table: RowTable, rows: RowCells[], attempt: Attempt): string {
  const referring = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const columns = table.columns.filter(({ name, isGenerated, isNumbered, notNull, default: value }) => {
    if (isGenerated || isNumbered) return false;
    return !attempt.isMinimal || referring.has(name) || (notNull && value === '');
  });
  const values = rows.map((row) => `(${columns.map(({ name }) => row.get(name)?.sql ?? 'null').join(', ')})`);
  if (columns.length > 0) {
    const names = columns.map(({ name }) => dialect.quote(name)).join(', ');
    return `insert into ${table.sql} (${names})${table.columns.some(({ isForced }) => isForced) ? dialect.overriding : ''} values ${values.join(', ')};`;
  }
  return dialect.emptyRows(table.sql, rows.length);
}

/**
 * What stands in a row, for those that refer to it: with the numbers that the engine gave. These are looked up when
 * they are needed; the last rows of a table are the ones that were put in last.
 */
export function withNumbers(dialect: RowsDialect, table: RowTable, rows: RowCells[]): RowCells[] {
  const numbered = table.columns.filter(({ isNumbered }) => isNumbered);
  return rows.map((row, at) => {
    const cells: RowCells = new Map(row);
    for (const { name } of numbered) {
      const sql = dialect.numberOf(table.sql, dialect.quote(name), rows.length - 1 - at);
      cells.set(name, { sql, key: `${table.key}.${name}#${at}` });
    }
    return cells;
  });
}

/** Gives one row of a table its parent, where the parent came later. Null where no row can be told from the others. */
export function updateStatement(
  dialect: RowsDialect,
  table: RowTable,
  rows: RowCells[],
  key: ForeignKey,
  parent: RowCells,
): string | null {
  const row = rows[1] ?? rows[0];
  const values = key.columns.map((column, at): [string, Cell | undefined] => [
    column,
    parent.get(key.targetColumns[at] ?? ''),
  ]);
  const free = values.filter(([column]) => table.columns.find(({ name }) => name === column)?.notNull === false);
  if (row === undefined || free.some(([, cell]) => cell === undefined || cell === null)) return null;
  const place = table.primaryKey.map((column): [string, Cell | undefined] => [column, row.get(column)]);
  if (place.length === 0 || place.some(([, cell]) => cell === undefined || cell === null)) return null;
  const assign = ([column, cell]: [string, Cell | undefined]): string => `${dialect.quote(column)} = ${cell?.sql}`;
  return `update ${table.sql} set ${free.map(assign).join(', ')} where ${place.map(assign).join(' and ')};`;
}
