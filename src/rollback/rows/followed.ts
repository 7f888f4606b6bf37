import { type Catalog, type CatalogObject, keyOf } from '../../database/catalog.js';
import type { Dialect } from '../../project/dialects.js';
import { objectsByTable, ownerKey } from './table.js';

/** A table of the schema before, as it is called while the migration runs. */
export interface FollowedTable {
  /** Its key before. */
  before: string;
  schema: string | null;
  name: string;
  /** Its columns, by the name they have now: as they were before. */
  columns: Map<string, CatalogObject>;
  hasTriggers: boolean;
}

/** The tables of the schema before, followed through a migration's renames. */
export interface Followed {
  tables: FollowedTable[];
  find(schema: string | null, name: string): FollowedTable | undefined;
  /** What a column that is called so now was before; undefined for one that the migration added. */
  column(table: FollowedTable, name: string): CatalogObject | undefined;
  rename(table: FollowedTable, column: string, to: string): void;
  /** From here on the name belongs to something else, or to nothing. */
  forget(table: FollowedTable, column?: string): void;
}

export function follow(dialect: Dialect, before: Catalog): Followed {
  // PostgreSQL's names are folded where they are read.
  const fold = (name: string): string => (dialect === 'postgresql' ? name : name.toLowerCase());
  const groups = objectsByTable(before.values());
  const tables = [...before.values()]
    .filter(({ kind }) => kind === 'table')
    .map((table) => followed(table, groups.get(ownerKey(table.schema, table.name)) ?? []));
  const nameNow = (table: FollowedTable, name: string): string | undefined =>
    [...table.columns.keys()].find((column) => fold(column) === fold(name));
  return {
    tables,
    find(schema, name) {
      const same = tables.filter((table) => fold(table.name) === fold(name));
      if (dialect !== 'postgresql') return same[0];
      if (schema !== null) return same.find((table) => table.schema === schema);
      // Without a schema it is the search path's: the usual one, or else the only one there is.
      return same.find((table) => table.schema === 'public') ?? (same.length === 1 ? same[0] : undefined);
    },
    column(table, name) {
      return table.columns.get(nameNow(table, name) ?? name);
    },
    rename(table, column, to) {
      const now = nameNow(table, column);
      const old = now === undefined ? undefined : table.columns.get(now);
      if (now === undefined || old === undefined) return;
      table.columns.delete(now);
      table.columns.set(to, old);
    },
    forget(table, column) {
      if (column === undefined) tables.splice(tables.indexOf(table), 1);
      else table.columns.delete(nameNow(table, column) ?? column);
    },
  };
}

function followed(table: CatalogObject, objects: CatalogObject[]): FollowedTable {
  const columns = objects.filter(({ kind }) => kind === 'column');
  return {
    before: keyOf(table),
    schema: table.schema,
    name: table.name,
    columns: new Map(columns.map((column) => [column.name, column])),
    hasTriggers: objects.some(({ kind }) => kind === 'trigger'),
  };
}
