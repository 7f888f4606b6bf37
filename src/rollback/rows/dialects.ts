import type { Catalog } from '../../database/catalog.js';
import type { Dialect } from '../../project/dialects.js';
import { columnText as mysqlText } from './mysql/read.js';
import { tablesOf as mysqlTables, quote as quoteMysql } from './mysql/tables.js';
import { string as mysqlString } from './mysql/values.js';
import { columnText as postgresqlText } from './postgresql/read.js';
import { tablesOf as postgresqlTables, quote as quotePostgresql } from './postgresql/tables.js';
import { columnText as sqliteText } from './sqlite/read.js';
import { quote as quoteSqlite, tablesOf as sqliteTables } from './sqlite/tables.js';
import type { RowTable } from './table.js';
import { literal } from './text-parts.js';

/** What differs between the engines where rows are put in and read. */
export interface RowsDialect {
  /** The tables that take rows of their own, in the order of the catalog. */
  tablesOf(catalog: Catalog): RowTable[];
  quote(name: string): string;
  string(text: string): string;
  /** A column's value as text that tells any two values apart. `type` as the catalog has it. */
  columnText(column: string, type: string): string;
  /** The number that the engine gave to a row, counted from the last: a query in parentheses. */
  numberOf(table: string, column: string, fromLast: number): string;
  /** What an INSERT says to give an identity a value. */
  overriding: string;
  /** So many rows of nothing but defaults. */
  emptyRows(table: string, count: number): string;
  /** Several statements of one text can be undone together. Without, only one statement alone leaves nothing behind. */
  hasSavepoints: boolean;
  /** Lets rows that need each other be put in one after the other: before and after them. Null: one statement can. */
  knot: { before: string; after: string } | null;
}

export const rowsDialects: Record<Dialect, RowsDialect> = {
  postgresql: {
    tablesOf: postgresqlTables,
    quote: quotePostgresql,
    string: literal,
    columnText: postgresqlText,
    numberOf,
    overriding: ' overriding system value',
    emptyRows,
    hasSavepoints: true,
    knot: null,
  },
  sqlite: {
    tablesOf: sqliteTables,
    quote: quoteSqlite,
    string: literal,
    columnText: sqliteText,
    numberOf,
    overriding: '',
    emptyRows,
    hasSavepoints: true,
    knot: { before: 'pragma defer_foreign_keys = on;', after: 'pragma defer_foreign_keys = off;' },
  },
  mysql: {
    tablesOf: mysqlTables,
    quote: quoteMysql,
    string: mysqlString,
    columnText: mysqlText,
    // MySQL lets no statement read the table that it writes, but for a derived one (error 1093).
    numberOf: (table, column, fromLast) =>
      `(select n from ${numberOf(table, `${column} as n`, fromLast, column)} as numbers)`,
    overriding: '',
    emptyRows: (table, count) => `insert into ${table} () values ${Array(count).fill('()').join(', ')};`,
    hasSavepoints: false,
    knot: { before: 'set foreign_key_checks = 0', after: 'set foreign_key_checks = 1' },
  },
};

function numberOf(table: string, column: string, fromLast: number, by = column): string {
  return `(select ${column} from ${table} order by ${by} desc limit 1 offset ${fromLast})`;
}

function emptyRows(table: string, count: number): string {
  return Array(count).fill(`insert into ${table} default values;`).join('\n');
}
