import type { Column, Constraint } from './table-parts.js';

/** Where a statement stands in its file. */
export interface Place {
  /** In the file's text, in UTF-16 units, as `String.slice` counts. */
  offset: number;
  /** Without the semicolon. */
  length: number;
  /** 1-based. */
  line: number;
}

/** What every operation carries. One statement may be several operations (`ALTER TABLE … ADD …, DROP …`). */
export interface Stated {
  place: Place;
  /** The statement's text, without the comments before it and without the semicolon. */
  text: string;
  /** Which statement of the file it is, from 0: operations of one statement share it. */
  statement: number;
}

/** `schema` is null where the statement names none. Names are without quotes, as the database knows them. */
export interface OfTable {
  schema: string | null;
  table: string;
}

export interface TableName {
  schema: string | null;
  table: string;
}

interface OfColumn extends OfTable {
  column: string;
}

interface OfObject {
  schema: string | null;
  name: string;
}

interface Dropping {
  ifExists: boolean;
  cascade: boolean;
}

/** One member of the union per kind, so that `OperationOf` and a check of `kind` narrow to it. */
type Each<Kind extends string, Body> = Kind extends string ? { kind: Kind } & Body : never;

/** The objects that have a name in a schema (or in the database) and are not tables, columns, indexes or constraints. */
export type SchemaObject =
  | 'schema'
  | 'sequence'
  | 'view'
  | 'materialized view'
  | 'type'
  | 'domain'
  | 'function'
  | 'procedure'
  | 'extension'
  | 'role';

/** The objects that belong to a table. */
export type TableObject = 'policy' | 'trigger' | 'rule';

type TableOperation =
  | Each<
      'create table',
      OfTable & {
        ifNotExists: boolean;
        temporary: boolean;
        columns: Column[];
        constraints: Constraint[];
        /** What else decides its columns, so that `columns` is not all of them. */
        from: 'select' | 'like' | 'partition' | 'parent' | 'type' | 'module' | null;
        /** PARTITION BY: its rows are in other tables. Only where it is so. */
        partitioned?: true;
      }
    >
  | Each<'drop table', OfTable & Dropping>
  | Each<'rename table', OfTable & { to: string }>
  | Each<'attach partition' | 'detach partition', OfTable & { partition: TableName; concurrently: boolean }>
  | Each<'row level security', OfTable & { state: 'enable' | 'disable' | 'force' | 'no force' }>
  /** What else can be altered of a table: storage parameters, replica identity, triggers switched off… */
  | Each<'alter table', OfTable & { action: string }>
  /** SQLite's way to change a column: a new table, its rows copied, the old one dropped, the new one renamed. */
  | Each<
      'rebuild table',
      OfTable & {
        /** What the new table is called until it takes the old one's name. */
        temporaryName: string;
        columns: Column[];
        constraints: Constraint[];
        /** Which column gets what; `from` is the old column where it is taken over as it is. Null for `SELECT *`. */
        copied: { column: string; expression: string; from: string | null }[] | null;
        /** Not every row may be copied: WHERE, DISTINCT, LIMIT, a join, OR IGNORE… */
        filtered: boolean;
        /** Create, insert, drop, rename: as they would stand alone. */
        steps: Operation[];
      }
    >;

type ColumnOperation =
  | Each<'add column', OfColumn & { definition: Column; ifNotExists: boolean }>
  | Each<'drop column', OfColumn & Dropping>
  | Each<'rename column', OfColumn & { to: string }>
  | Each<'alter column type', OfColumn & { type: string; using: string | null; collation: string | null }>
  /** The column is defined anew as a whole: MySQL's MODIFY and CHANGE, libSQL's ALTER COLUMN … TO. */
  | Each<'modify column', OfColumn & { definition: Column }>
  | Each<'set default', OfColumn & { default: string }>
  | Each<'drop default' | 'set not null' | 'drop not null', OfColumn>
  | Each<'add identity', OfColumn & { always: boolean }>
  | Each<'set identity', OfColumn>
  | Each<'drop identity' | 'drop expression', OfColumn & { ifExists: boolean }>
  | Each<'set expression', OfColumn & { expression: string }>
  | Each<'alter column', OfColumn & { action: string }>;

type ConstraintOperation =
  | Each<'add constraint', OfTable & { constraint: Constraint }>
  | Each<
      'drop constraint',
      OfTable &
        Dropping & {
          /** Null for MySQL's DROP PRIMARY KEY. */
          name: string | null;
          /** Null where the statement does not say it. */
          type: 'primary key' | 'foreign key' | 'check' | null;
        }
    >
  | Each<'rename constraint', OfTable & { name: string; to: string }>
  | Each<'validate constraint' | 'alter constraint', OfTable & { name: string }>;

/** A column, or an expression over columns. */
export interface IndexPart {
  column: string | null;
  /** As written, with order, collation and operator class. */
  text: string;
}

type IndexOperation =
  | Each<
      'create index',
      OfTable & {
        /** Null: the database makes up the name. */
        index: string | null;
        unique: boolean;
        concurrently: boolean;
        ifNotExists: boolean;
        /** `btree`, `gin`…; null where the dialect has none or the statement does not say it. */
        method: string | null;
        parts: IndexPart[];
        where: string | null;
      }
    >
  /** `table` is null where the statement does not name it: PostgreSQL and SQLite. */
  | Each<'drop index', { schema: string | null; table: string | null; index: string; concurrently: boolean } & Dropping>
  | Each<'rename index', { schema: string | null; table: string | null; index: string; to: string }>
  | Each<'alter index', { schema: string | null; index: string; action: string }>;

type ObjectOperation =
  | Each<'create enum', OfObject & { values: string[] }>
  | Each<
      'add enum value',
      OfObject & { value: string; ifNotExists: boolean; before: string | null; after: string | null }
    >
  | Each<'rename enum value', OfObject & { value: string; to: string }>
  | Each<`create ${SchemaObject}`, OfObject & { orReplace: boolean; ifNotExists: boolean }>
  | Each<`alter ${SchemaObject}`, OfObject & { action: string }>
  | Each<`rename ${SchemaObject}`, OfObject & { to: string }>
  | Each<`drop ${SchemaObject}`, OfObject & Dropping>
  | Each<`create ${TableObject}`, OfTable & { name: string; orReplace: boolean }>
  | Each<`alter ${TableObject}`, OfTable & { name: string; action: string }>
  | Each<`rename ${TableObject}`, OfTable & { name: string; to: string }>
  /** SQLite names no table when it drops a trigger. */
  | Each<`drop ${TableObject}`, { schema: string | null; table: string | null; name: string } & Dropping>
  | Each<'refresh materialized view', OfObject & { concurrently: boolean }>
  | Each<'set schema', OfObject & { object: string; to: string }>
  | Each<'change owner', OfObject & { object: string; to: string }>
  /** `name` is qualified: `users.email`. `comment` is null where it is taken away. */
  | Each<'comment', { object: string; name: string; comment: string | null }>
  | Each<'grant' | 'revoke', { object: string; names: string[] }>;

type RowOperation =
  | Each<'insert', OfTable & { columns: string[]; source: 'values' | 'select' | 'defaults' | 'file' }>
  | Each<'update', OfTable & { columns: string[]; where: string | null }>
  | Each<'delete', OfTable & { where: string | null }>
  | Each<'merge', OfTable>
  | Each<'truncate', OfTable & { cascade: boolean; restartIdentity: boolean }>
  /** The functions it calls may change anything: `setval`, `set_config`, the project's own. */
  | Each<'select', { functions: string[] }>
  | Each<'call', OfObject>;

type SessionOperation =
  | Each<'pragma', { schema: string | null; name: string; value: string | null }>
  | Each<'transaction control', { command: string }>
  /** `local`: until the end of the transaction. `value` null: back to the default. */
  | Each<'set', { name: string; value: string | null; local: boolean }>
  | Each<'lock', { tables: TableName[]; mode: string | null }>
  /** `name`: of the one table, index or schema that it is told; null for all of them, or several. */
  | Each<'maintenance', { command: string; concurrently: boolean; name: string | null }>;

type OpaqueOperation =
  | Each<
      'do block',
      {
        language: string;
        /** The SQL statements in it that are not built at run time, in their order. Any of them may be skipped. */
        operations: Operation[];
        /**
         * It is nothing but those statements, with at most a handler that does nothing: how drizzle-kit before 0.30
         * added a foreign key or an enum once only.
         */
        plain: boolean;
        /** It builds SQL at run time (EXECUTE) or is in another language: what else it does cannot be known. */
        dynamic: boolean;
      }
    >
  | Each<
      'unanalysed',
      {
        /** `syntax`: it does not parse. `unknown`: it does, and what it does is not described here. */
        reason: 'syntax' | 'unknown';
        message: string;
        /** 1-based, where the parser stopped; the statement's own line otherwise. */
        line: number;
      }
    >;

/** What an operation does, without where it stands. */
export type Action =
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | ObjectOperation
  | RowOperation
  | SessionOperation
  | OpaqueOperation;

/** What one SQL statement does, or a part of it. */
export type Operation = Stated & Action;
export type OperationKind = Operation['kind'];
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { kind: Kind }>;
