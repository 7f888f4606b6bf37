import type { CallExpression, Comment, Program } from 'oxc-parser';

/** `import { named as local } from 'source'`, with positions in UTF-16 units. */
export interface SourceImport {
  source: string;
  /** The whole statement is `import type`. */
  typeOnly: boolean;
  named: { imported: string; local: string; typeOnly: boolean; start: number; end: number }[];
  namespace: string | null;
  default: string | null;
  start: number;
  end: number;
}

/** `export * from 'source'` (names is null) or `export { a, b } from 'source'`. */
export interface SourceReexport {
  source: string;
  names: string[] | null;
  start: number;
  end: number;
}

export interface SourceColumn {
  /** The key in the object: what code calls the column. */
  property: string;
  /** The name in the database, when it is written. */
  name: string | null;
  /** The function of `drizzle-orm/*-core`, by its own name even if it was imported under another; null for a function of the project. */
  builder: string | null;
  /** The project's own function that makes it, by its name in this file: `nanoId` of `nanoId('id')`; null for drizzle's. */
  maker: string | null;
  /** The options, when they are all literals; null when they are computed. */
  options: Record<string, string | number | boolean> | null;
  /** The methods that follow the builder: `notNull`, `primaryKey`, … */
  calls: string[];
  start: number;
  end: number;
}

export type Casing = 'camelCase' | 'snake_case';

/**
 * How a file makes its tables: with drizzle's function, with `snakeCase.table` of drizzle-orm 1.0, one made by
 * `pgTableCreator`, or `schema.table`.
 */
export type TableMaker =
  | { kind: 'core' /** as it stands in the code: `pgTable`, `p.pgTable` */; callee: string }
  | { kind: 'casing'; callee: string; local: string; casing: Casing }
  | { kind: 'creator'; callee: string; local: string }
  | { kind: 'schema'; callee: string; local: string };

export interface SourceTable {
  path: string;
  /** The name that it is exported under; null when it is not exported. */
  exportName: string | null;
  local: string;
  /** The name in the database as written; with a creator, before its prefix. */
  name: string;
  maker: TableMaker;
  columns: SourceColumn[];
  /** The call that makes the table: `pgTable('users', { … })`. */
  call: CallExpression;
  /** Columns come from elsewhere too (`...timestamps`), so the list may be incomplete. */
  incomplete: boolean;
  /** Of the whole statement. */
  start: number;
  end: number;
  line: number;
}

export interface SourceEnum {
  path: string;
  exportName: string | null;
  local: string;
  name: string;
  values: string[];
}

/** One schema file, read and not evaluated. */
export interface SourceFile {
  path: string;
  text: string;
  program: Program;
  comments: Comment[];
  imports: SourceImport[];
  reexports: SourceReexport[];
  tables: SourceTable[];
  enums: SourceEnum[];
  /** Every name that the file exports itself. */
  exports: string[];
  /** Every name that is taken at the top level, imports included. */
  names: Set<string>;
}
