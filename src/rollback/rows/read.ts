import type { Catalog } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import { type RowsDialect, rowsDialects } from './dialects.js';
import { withComparableTexts } from './postgresql/read.js';
import { objectsByTable, ownerKey, type RowTable } from './table.js';

/** The rows of a table as text that can be compared. */
export interface TableRows {
  /** As a person reads it. */
  label: string;
  columns: string[];
  /** Per row the values, in the order of the columns. */
  rows: (string | null)[][];
}

/** By the table's key in the catalog. */
export type Rows = Map<string, TableRows>;

/**
 * All rows of all tables. Partitions are read through their parent; foreign and virtual tables are not read.
 *
 * @param catalog of the database as it is. Throws {@link StatementFailed} where it is of another one.
 */
export async function readRows(engine: Engine, catalog: Catalog): Promise<Rows> {
  const dialect = rowsDialects[engine.dialect];
  const tables = dialect.tablesOf(catalog);
  const types = typesOf(catalog);
  const rows: Rows = new Map(
    tables.map(({ key, label, columns }) => [key, { label, columns: columns.map(({ name }) => name), rows: [] }]),
  );
  if (engine.dialect === 'postgresql') {
    await withComparableTexts(engine, () => readAtOnce(engine, dialect, tables, types, rows));
  } else for (const table of tables) await readTable(engine, dialect, table, types, rows);
  return rows;
}

/** One round trip for all: each row as an array of JSON. */
async function readAtOnce(
  engine: Engine,
  dialect: RowsDialect,
  tables: RowTable[],
  types: Map<RowTable['key'], Map<string, string>>,
  rows: Rows,
): Promise<void> {
  const queries = tables.map((table, at) => {
    const list = texts(dialect, table, types).join(', ');
    // What inherits from a table is a table of its own; the partitions of one are not.
    const only = table.isPartitioned ? '' : 'only ';
    return `select ${at} as at, to_json(array[${list}]::text[])::text as row from ${only}${table.sql}`;
  });
  if (queries.length === 0) return;
  for (const { at, row } of await engine.query(queries.join('\nunion all\n'))) {
    const values: unknown = JSON.parse(String(row));
    const table = tables[Number(at)];
    if (table === undefined || !Array.isArray(values)) continue;
    rows.get(table.key)?.rows.push(values.map(textOrNull));
  }
}

async function readTable(
  engine: Engine,
  dialect: RowsDialect,
  table: RowTable,
  types: Map<RowTable['key'], Map<string, string>>,
  rows: Rows,
): Promise<void> {
  const list = texts(dialect, table, types).map((text, at) => `${text} as c${at}`);
  const answer = await engine.query(`select ${list.join(', ') || '1'} from ${table.sql}`);
  for (const row of answer) rows.get(table.key)?.rows.push(list.map((_, at) => textOrNull(row[`c${at}`])));
}

function texts(dialect: RowsDialect, table: RowTable, types: Map<string, Map<string, string>>): string[] {
  return table.columns.map(({ name }) => dialect.columnText(name, types.get(table.key)?.get(name) ?? ''));
}

/** The type of each column, by the table's key. */
function typesOf(catalog: Catalog): Map<string, Map<string, string>> {
  const groups = objectsByTable(catalog.values());
  const types = new Map<string, Map<string, string>>();
  for (const [key, { kind, schema, name }] of catalog) {
    if (kind !== 'table') continue;
    const columns = (groups.get(ownerKey(schema, name)) ?? []).filter((object) => object.kind === 'column');
    types.set(key, new Map(columns.map((column) => [column.name, String(column.facts.type)])));
  }
  return types;
}

function textOrNull(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}
