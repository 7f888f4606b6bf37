import type { IndexPart } from '../../sql/operation.js';
import { beginsWith, isSame, keysOf, type ModelForeignKey, type ModelIndex, type ModelTable } from './model.js';

/** A part of an index that is a whole column. */
export function wholeColumn(column: string): IndexPart {
  return { column, text: `\`${column}\`` };
}

/**
 * Takes away the indexes made for foreign keys whose work another one can do, as the server does at the end of every
 * statement, in silence (MariaDB 10.11, MySQL 8). Of two such it keeps the later.
 */
export function dropNeedlessIndexes(table: ModelTable): void {
  const isNeedless = (index: ModelIndex): boolean => {
    const columns = index.parts.map(({ column }) => column ?? '');
    const at = table.indexes.indexOf(index);
    return keysOf(table).some((other) => {
      if (other === index || !beginsWith(other, columns)) return false;
      if (!other.isGenerated) return true;
      return other.parts.length > index.parts.length || table.indexes.indexOf(other) > at;
    });
  };
  for (const index of table.indexes.filter(({ isGenerated }) => isGenerated)) {
    if (isNeedless(index)) table.indexes = table.indexes.filter((other) => other !== index);
  }
}

/** The index that the server makes for a foreign key, if it needs one. */
export function indexFor(key: ModelForeignKey, id: number, table: ModelTable): ModelIndex {
  const name = key.isUnnamed ? freeName(table, key.columns[0] ?? '') : key.name;
  return { id, name, unique: false, method: null, parts: key.columns.map(wholeColumn), isGenerated: true };
}

/** `email`, or `email_2` where that is taken: what the server calls an index without a name. */
export function freeName(table: ModelTable, column: string): string {
  const isTaken = (name: string): boolean => table.indexes.some((index) => isSame(index.name, name));
  let name = column;
  for (let number = 2; isTaken(name); number++) name = `${column}_${number}`;
  return name;
}

/** `orders_ibfk_2`: what InnoDB calls a foreign key without a name. */
export function freeForeignKeyName(table: ModelTable): string {
  const prefix = `${table.table}_ibfk_`;
  const numbers = table.foreignKeys
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => Number(name.slice(prefix.length)));
  return `${prefix}${Math.max(0, ...numbers.filter((number) => Number.isInteger(number))) + 1}`;
}

/** A column of a primary key is never null, whatever its definition says. */
export function fillPrimaryKey(table: ModelTable): void {
  for (const { column } of table.primaryKey?.parts ?? []) {
    const found = table.columns.find(({ definition }) => column !== null && isSame(definition.name, column));
    if (found !== undefined) found.definition = { ...found.definition, notNull: true };
  }
}
