import type { IndexPart, TableName } from '../../sql/operation.js';
import type { Column, ReferentialAction } from '../../sql/table-parts.js';

/**
 * What keeps its identity over renames and is lost with a drop: the same id before and after a migration is the same
 * object with its rows, another id under the same name is not.
 */
interface Identified {
  id: number;
}

export interface ModelColumn extends Identified {
  /** Under its present name. Keys that stood at the column are in the table's own lists. */
  definition: Column;
}

export interface ModelIndex extends Identified {
  /** `PRIMARY` for the primary key. */
  name: string;
  unique: boolean;
  method: string | null;
  parts: IndexPart[];
  /** The server made it for a foreign key, and takes it away where another index can do its work. */
  isGenerated: boolean;
}

export interface ModelForeignKey extends Identified {
  name: string;
  /** The server made the name up. */
  isUnnamed: boolean;
  columns: string[];
  references: TableName & { columns: string[] };
  /** Null where the statement does not say it: the server does the same as for NO ACTION and shows another word. */
  onDelete: ReferentialAction | null;
  onUpdate: ReferentialAction | null;
}

export interface ModelCheck extends Identified {
  /** Null: the server makes one up, each kind of server its own. */
  name: string | null;
  expression: string;
}

export interface ModelTable extends TableName, Identified {
  columns: ModelColumn[];
  primaryKey: ModelIndex | null;
  indexes: ModelIndex[];
  foreignKeys: ModelForeignKey[];
  checks: ModelCheck[];
  /** What follows the brackets of CREATE TABLE: `ENGINE=InnoDB COMMENT='…'`. */
  options: string;
  /** It was made by nothing that could be read: only what was changed since is known. */
  isPartial: boolean;
  /** A statement that could not be read and names the table: it may have changed it. */
  doubt: string | null;
}

export interface ModelView extends Identified {
  schema: string | null;
  name: string;
  /** `CREATE ALGORITHM = merge VIEW`, what stands before its name. */
  head: string;
  /** What stands after its name. */
  tail: string;
  /** The tables and views that it named when it was made, as the model finds them. They are not renamed in it. */
  reads: string[];
}

/**
 * A MySQL schema as the statements of migrations say it, or drizzle-kit's snapshot: no engine for MySQL runs in the
 * process. Read only; {@link import('./apply.js').applyOperations} gives the next one.
 */
export interface Model {
  tables: ReadonlyMap<string, ModelTable>;
  views: ReadonlyMap<string, ModelView>;
  /** The highest id that was given. */
  lastId: number;
}

export const emptyModel: Model = { tables: new Map(), views: new Map(), lastId: 0 };

/** What tables and views are found by. MySQL keeps them as files: their names have a case. */
export function keyOf({ schema, table }: TableName): string {
  return schema === null ? table : `${schema}\0${table}`;
}

/** Names of columns, indexes and constraints have no case in MySQL. */
export function isSame(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** The column of that name. */
export function columnOf(table: ModelTable, name: string): ModelColumn | undefined {
  return table.columns.find(({ definition }) => isSame(definition.name, name));
}

/** Its primary key and its other indexes. */
export function keysOf(table: ModelTable): ModelIndex[] {
  return table.primaryKey === null ? table.indexes : [table.primaryKey, ...table.indexes];
}

/** Whether the index begins with these whole columns, so that a foreign key over them can use it. */
export function beginsWith(index: ModelIndex, columns: readonly string[]): boolean {
  return columns.every((column, at) => {
    const part = index.parts[at];
    return part?.column !== null && part !== undefined && isSame(part.column, column) && !/\(\d+\)/.test(part.text);
  });
}
