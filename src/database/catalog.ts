import type { Dialect } from '../project/dialects.js';
import type { Engine } from './engine.js';
import { readCatalog as readMysql } from './mysql/catalog.js';
import { readCatalog as readPostgresql } from './postgresql/catalog.js';
import { readCatalog as readSqlite } from './sqlite/catalog.js';

/** One property of an object. Lists are compared in order: sorted where order means nothing. */
export type Fact = string | number | boolean | null | string[];

/** One thing of a schema: a table, a column, an index, a policy… */
export interface CatalogObject {
  /** `table`, `column`, `foreign key`, `index`… as a person calls it. */
  kind: string;
  /** Its schema; `null` on dialects without, and for what is in none. */
  schema: string | null;
  /** The table that it is part of; `null` for what stands alone. */
  table: string | null;
  /** Its name; for what the engine named itself, what it is made of: `(a, b)`. */
  name: string;
  /** What it is. Two objects are equal when these are. */
  facts: Record<string, Fact>;
  /** What is needed to make it again and is not compared: the place of a column, a name that the engine made up. */
  besides: Record<string, Fact>;
}

/** The schema of a live database by object key, independent of column order and of names that the engine made up. */
export type Catalog = Map<string, CatalogObject>;

export interface CatalogOptions {
  /** drizzle's own table of applied migrations, which is no part of the schema. */
  ledger?: { schema: string; table: string };
  /**
   * PostgreSQL: what was read before, where nothing can have changed since but these tables (by name, in whichever
   * schema), their parts, sequences and enums.
   */
  since?: Since | null;
}

export interface Since {
  catalog: Catalog;
  tables: ReadonlySet<string>;
}

/** drizzle-orm's own choice (0.45.4 and 1.0.0-rc.5); the schema is PostgreSQL's alone. */
export const usualLedger = { schema: 'drizzle', table: '__drizzle_migrations' };

type ReadCatalog = (
  engine: Engine,
  ledger: { schema: string; table: string },
  since: Since | null,
) => Promise<CatalogObject[]>;

const readers: Record<Dialect, ReadCatalog> = {
  postgresql: readPostgresql,
  sqlite: readSqlite,
  mysql: readMysql,
};

/** Reads the schema of a live database. It is left as it is, an open transaction included. */
export async function readCatalog(engine: Engine, options: CatalogOptions = {}): Promise<Catalog> {
  const since = options.since ?? null;
  const objects = await readers[engine.dialect](engine, options.ledger ?? usualLedger, since);
  const read = objects.map((object): [string, CatalogObject] => [keyOf(object), object]);
  return new Map([...(since === null ? [] : othersOf(since)), ...read].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What of a catalog was not read again. */
function othersOf({ catalog, tables }: Since): [string, CatalogObject][] {
  const isTable = new Set<string>();
  for (const { kind, schema, name } of catalog.values()) if (kind === 'table') isTable.add(`${schema} ${name}`);
  return [...catalog].filter(([, { kind, schema, table, name }]) => {
    const owner = kind === 'table' ? name : table;
    if (owner !== null && isTable.has(`${schema} ${owner}`)) return !tables.has(owner);
    return kind !== 'sequence' && kind !== 'enum';
  });
}

/** What an object is found by: its kind and its whole name. */
export function keyOf(object: Pick<CatalogObject, 'kind' | 'schema' | 'table' | 'name'>): string {
  return `${object.kind} ${qualifiedName(object)}`;
}

/** `users.email`, `billing.invoices.total`: without PostgreSQL's usual schema, which nobody writes. */
export function qualifiedName({ schema, table, name }: Pick<CatalogObject, 'schema' | 'table' | 'name'>): string {
  const parts = [schema === 'public' ? null : schema, table].filter((part) => part !== null);
  return [...parts.map(quoted), ...(name === '' ? [] : [quoted(name)])].join('.');
}

/** A dot in a name would make it look like two; parameters of a function and what a comment is on may have some. */
function quoted(part: string): string {
  return part.includes('.') && !/[( ]/.test(part) ? `"${part}"` : part;
}
