import { readCatalog } from '../../../src/database/catalog.js';
import type { Engine } from '../../../src/database/engine.js';
import { putRows, type Rows, readRows } from '../../../src/rollback/rows/index.js';

/** A schema, and how many rows each of its tables takes where that is not three. */
export interface SchemaCase {
  title: string;
  sql: string;
  /** By table, as a person reads it. */
  counts?: Record<string, number>;
  /** Why a table stays empty. */
  empty?: Record<string, RegExp>;
}

export interface Filled {
  counts: Record<string, number>;
  empty: Record<string, string>;
  rows: Rows;
}

/** Makes the schema, fills it, reads the rows. */
export async function fill(engine: Engine, sql: string): Promise<Filled> {
  await engine.run(sql);
  const catalog = await readCatalog(engine);
  const put = await putRows(engine, catalog);
  const rows = await readRows(engine, catalog);
  return {
    counts: Object.fromEntries([...rows.values()].map(({ label, rows: { length } }) => [label, length])),
    empty: Object.fromEntries(put.empty.map(({ table, reason }) => [table, reason])),
    rows,
  };
}

/** What is expected of the tables: three rows where the case says nothing else. */
export function expectedCounts({ counts = {}, empty = {} }: SchemaCase, tables: string[]): Record<string, number> {
  return Object.fromEntries(tables.map((table) => [table, table in empty ? 0 : (counts[table] ?? 3)]));
}

/** The values of a column, in the order of the rows. */
export function valuesOf({ rows }: Filled, table: string, column: string): (string | null)[] {
  const found = [...rows.values()].find(({ label }) => label === table);
  const at = found?.columns.indexOf(column) ?? -1;
  return (found?.rows ?? []).map((row) => row[at] ?? null);
}
