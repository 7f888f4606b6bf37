import type { CatalogObject } from '../../database/catalog.js';
import type { Dialect } from '../../project/dialects.js';
import { columnsIn } from './text-parts.js';

/** What a column takes, as far as literals found in its checks may be tried on it. */
export type Family = 'text' | 'number' | 'date' | 'json' | 'uuid' | 'enum' | 'boolean' | 'array' | 'other';

/** Values that a column of some type takes, as SQL; all different. */
export interface ValueSet {
  family: Family;
  /** What a careless copy or a narrower type would break: long, with quotes, with all digits. */
  awkward: string[];
  /** What most checks and triggers let pass. */
  plain: string[];
  /** How many characters fit; null where there is no limit. */
  length: number | null;
}

export interface RowColumn {
  name: string;
  notNull: boolean;
  /** The default as SQL; empty where there is none. */
  default: string;
  /** Computed: no INSERT may name it. */
  isGenerated: boolean;
  /** The expression that computes it. */
  expression: string;
  /** The engine numbers it: serial, identity, AUTO_INCREMENT, SQLite's rowid. */
  isNumbered: boolean;
  /** An identity that is given a value all the same. */
  isForced: boolean;
  values: ValueSet;
  /** A value of the column in a query without the table: with its type. */
  probe: (sql: string) => string;
}

export interface Unique {
  /** Those of an expression, too. None: the table takes one row. */
  columns: string[];
  /** Two rows may have NULL. */
  nullsDistinct: boolean;
}

export interface ForeignKey {
  columns: string[];
  /** The key of the table it refers to. */
  target: string;
  targetColumns: string[];
  /** `cascade`, `set null`…; `no action` where nothing is said. */
  onDelete: string;
  onUpdate: string;
}

export interface Check {
  /** The expression, over the table's own column names. */
  sql: string;
  columns: string[];
}

/** A table as far as it decides which rows it takes. */
export interface RowTable {
  /** As in the catalog. */
  key: string;
  /** As a person reads it: `billing.invoices`. */
  label: string;
  /** Quoted, with its schema. */
  sql: string;
  /** Its rows are in its partitions. */
  isPartitioned: boolean;
  columns: RowColumn[];
  primaryKey: string[];
  uniques: Unique[];
  foreignKeys: ForeignKey[];
  checks: Check[];
}

/** The objects of each table, by the table's schema and name. */
export function objectsByTable(catalog: Iterable<CatalogObject>): Map<string, CatalogObject[]> {
  const groups = new Map<string, CatalogObject[]>();
  for (const object of catalog) {
    if (object.table === null) continue;
    const owner = ownerKey(object.schema, object.table);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [object]);
    else group.push(object);
  }
  return groups;
}

export function ownerKey(schema: string | null, table: string): string {
  return JSON.stringify([schema, table]);
}

/** By the place in the table: the catalog is sorted by name, and an engine that moves columns gives the same rows. */
export function columnsOf(objects: CatalogObject[]): CatalogObject[] {
  return objects.filter(({ kind }) => kind === 'column');
}

/** A fact that is a list; empty where it is none. */
export function listOf(fact: unknown): string[] {
  return Array.isArray(fact) ? fact.map(String) : [];
}

/** A number that must be a parent's is not left to the engine: `id serial REFERENCES users(id)`. */
export function withParentsNumbers(table: RowTable): RowTable {
  const referring = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  return withoutNumbers(table, referring);
}

/** Uniques of computed columns are about those that they are computed from. */
export function withSources(dialect: Dialect, table: RowTable): RowTable {
  const names = table.columns.map(({ name }) => name);
  const computed = new Map(
    table.columns
      .filter(({ isGenerated }) => isGenerated)
      .map(({ name, expression }) => [name, columnsIn(dialect, expression, names)]),
  );
  const uniques = table.uniques.map(({ columns, nullsDistinct }) => ({
    columns: [...new Set(columns.flatMap((column) => computed.get(column) ?? [column]))],
    nullsDistinct,
  }));
  return computed.size === 0 ? table : { ...table, uniques };
}

/** The columns get values of ours, where the engine would number them. */
export function withoutNumbers(table: RowTable, names: ReadonlySet<string>): RowTable {
  const columns = table.columns.map((column) =>
    column.isNumbered && names.has(column.name) ? { ...column, isNumbered: false, isForced: true } : column,
  );
  return { ...table, columns };
}
