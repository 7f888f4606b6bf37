import type { OfTable } from '../operation.js';
import { tableKey } from './names.js';
import { type BuiltSchema, type BuiltTable, findTable } from './schema.js';

/** The schema with one of its tables changed; the schema itself where it has no such table. */
export function changeTable(schema: BuiltSchema, of: OfTable, change: (table: BuiltTable) => BuiltTable): BuiltSchema {
  const table = findTable(schema, of);
  const changed = table === null ? null : change(table);
  return changed === null || changed === table ? schema : putTable(schema, changed);
}

/** The schema with a table more, or another in the place of one. */
export function putTable(schema: BuiltSchema, table: BuiltTable): BuiltSchema {
  const tables = new Map(schema.tables);
  tables.set(tableKey(schema.dialect, table.schema, table.name), table);
  return { ...schema, tables };
}

/** The schema with every table changed that `change` does not return as it is. */
export function changeTables(schema: BuiltSchema, change: (table: BuiltTable) => BuiltTable): BuiltSchema {
  const tables = new Map(
    [...schema.tables.values()].map(change).map((table) => [tableKey(schema.dialect, table.schema, table.name), table]),
  );
  return { ...schema, tables };
}

/** A map without one of its entries. */
export function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** A map with one entry under another key, and changed. */
export function moved<Value>(
  map: ReadonlyMap<string, Value>,
  from: string,
  to: string,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> {
  const value = map.get(from);
  return value === undefined ? map : new Map(without(map, from)).set(to, change(value));
}
