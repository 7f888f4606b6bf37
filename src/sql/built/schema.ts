import type { Dialect } from '../../project/dialects.js';
import type { TableName } from '../operation.js';
import type { Column, Constraint } from '../table-parts.js';
import { isSymbol } from '../token-ranges.js';
import { tokenize } from '../tokens.js';
import { columnKey, tableKey } from './names.js';

/** A constraint of a table. Its name is the one that the engine gives where the statement gives none. */
export type BuiltConstraint = Constraint;

export interface BuiltIndex {
  name: string;
  unique: boolean;
  /** The columns in their order; `null` for an expression. */
  columns: (string | null)[];
  /** The parts as written: expressions, orders, operator classes. */
  parts: string[];
  method: string | null;
  where: string | null;
}

/** A table as the statements so far make it. */
export interface BuiltTable {
  /** `null` where it is the usual one: `public` on PostgreSQL, the database itself elsewhere. */
  schema: string | null;
  name: string;
  /** In the order of the table. */
  columns: Column[];
  /** Something else decided its columns (AS SELECT, LIKE, PARTITION OF), so that `columns` is not all of them. */
  isPartial: boolean;
  /** Its rows are in its partitions (PostgreSQL). */
  isPartitioned: boolean;
  constraints: BuiltConstraint[];
  indexes: BuiltIndex[];
  triggers: string[];
  policies: string[];
  /** The migration that made it. */
  madeBy: string;
  /** The migration since which it has no row: where it was made, or emptied, and nothing was inserted yet. */
  emptySince: string | null;
}

export interface BuiltView {
  schema: string | null;
  name: string;
  isMaterialized: boolean;
  /** The statement that made it. */
  text: string;
}

export interface BuiltEnum {
  schema: string | null;
  name: string;
  values: string[];
}

/** What the statements of a history build, read off them without an engine. Never changed: a step makes another. */
export interface BuiltSchema {
  dialect: Dialect;
  tables: ReadonlyMap<string, BuiltTable>;
  views: ReadonlyMap<string, BuiltView>;
  enums: ReadonlyMap<string, BuiltEnum>;
  /**
   * Statements that may have done anything were among those so far: what is not here may be in the database all the
   * same.
   */
  isPartial: boolean;
}

/** A database in which nothing has been made. */
export function emptySchema(dialect: Dialect): BuiltSchema {
  return { dialect, tables: new Map(), views: new Map(), enums: new Map(), isPartial: false };
}

/** The table of that name; `null` where no statement made one. */
export function findTable({ dialect, tables }: BuiltSchema, of: TableName): BuiltTable | null {
  return tables.get(tableKey(dialect, of.schema, of.table)) ?? null;
}

/** The column of that name; `null` where the table has none that is known. */
export function findColumn(
  { dialect }: Pick<BuiltSchema, 'dialect'>,
  table: BuiltTable | null,
  name: string,
): Column | null {
  const key = columnKey(dialect, name);
  return table?.columns.find((column) => columnKey(dialect, column.name) === key) ?? null;
}

/** The enum that a type's name means, written as a statement has it; `null` for any other type, and for lists of one. */
export function findEnum({ dialect, enums }: BuiltSchema, type: string): BuiltEnum | null {
  const names = tokenize(dialect, type).filter((token) => !isSymbol(token, '.'));
  const [first, second] = names;
  if (first === undefined || names.length > 2) return null;
  const of = second === undefined ? { schema: null, name: first.value } : { schema: first.value, name: second.value };
  return enums.get(tableKey(dialect, of.schema, of.name)) ?? null;
}

/** The index of that name, with its table; `null` where no statement made one. `of` is the table where it is said. */
export function findIndex(
  schema: BuiltSchema,
  of: { schema: string | null; table: string | null; index: string },
): { table: BuiltTable; index: BuiltIndex } | null {
  const tables =
    of.table === null ? [...schema.tables.values()] : [findTable(schema, { schema: of.schema, table: of.table })];
  const name = columnKey(schema.dialect, of.index);
  for (const table of tables) {
    const index = table?.indexes.find((candidate) => columnKey(schema.dialect, candidate.name) === name);
    if (table && index) return { table, index };
  }
  return null;
}

/** The foreign keys of other tables (and its own) that refer to a table, with the table that they stand in. */
export function referencesTo(
  schema: BuiltSchema,
  to: BuiltTable,
): { table: BuiltTable; key: Extract<Constraint, { type: 'foreign key' }> }[] {
  const key = tableKey(schema.dialect, to.schema, to.name);
  return [...schema.tables.values()].flatMap((table) =>
    table.constraints.flatMap((constraint) =>
      constraint.type === 'foreign key' &&
      tableKey(schema.dialect, constraint.references.schema, constraint.references.table) === key
        ? [{ table, key: constraint }]
        : [],
    ),
  );
}
