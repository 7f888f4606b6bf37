import type { ForeignKey, RowTable } from './table.js';

/** Tables whose rows are put in together: one, or several that need each other. */
export interface Unit {
  tables: RowTable[];
  /** They refer to each other, or one to itself, with columns that may not be NULL. */
  isKnot: boolean;
  /** Foreign keys whose parents come later, or at the same time: NULL first, filled afterwards. */
  later: Map<RowTable, ForeignKey[]>;
}

/** Parents first. Always the same order for the same tables. */
export function inOrder(tables: RowTable[]): Unit[] {
  const remaining = new Map(tables.map((table) => [table.key, table]));
  const units: Unit[] = [];
  while (remaining.size > 0) {
    const left = [...remaining.values()];
    const waits = (table: RowTable, key: ForeignKey): boolean => key.target !== table.key && remaining.has(key.target);
    const ready =
      left.find((table) => !table.foreignKeys.some((key) => waits(table, key))) ??
      left.find((table) => !table.foreignKeys.some((key) => isRequired(table, key) && waits(table, key)));
    const unit = ready === undefined ? knotOf(left, remaining) : [ready];
    const later = new Map<RowTable, ForeignKey[]>();
    for (const table of unit) {
      const put = table.foreignKeys.filter((key) => remaining.has(key.target) && !isRequired(table, key));
      if (put.length > 0) later.set(table, put);
    }
    units.push({ tables: unit, isKnot: ready === undefined || refersToItself(ready), later });
    for (const { key } of unit) remaining.delete(key);
  }
  return units;
}

/** None of its columns may be NULL, so a row needs its parent at once. */
export function isRequired(table: RowTable, { columns }: ForeignKey): boolean {
  return columns.every((name) => table.columns.find((column) => column.name === name)?.notNull !== false);
}

function refersToItself(table: RowTable): boolean {
  return table.foreignKeys.some((key) => key.target === table.key && isRequired(table, key));
}

/** The smallest set of tables that need nothing but each other. */
function knotOf(left: RowTable[], remaining: Map<string, RowTable>): RowTable[] {
  let smallest = left;
  for (const table of left) {
    const needed = neededBy(table, remaining);
    if (needed.size < smallest.length) smallest = left.filter(({ key }) => needed.has(key));
  }
  return smallest;
}

function neededBy(table: RowTable, remaining: Map<string, RowTable>): Set<string> {
  const needed = new Set([table.key]);
  for (const key of needed) {
    const next = remaining.get(key);
    for (const foreignKey of next?.foreignKeys ?? []) {
      if (next !== undefined && isRequired(next, foreignKey) && remaining.has(foreignKey.target)) {
        needed.add(foreignKey.target);
      }
    }
  }
  return needed;
}
