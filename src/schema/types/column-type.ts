/** What a `default=` of a column may be, before it is written as code. */
export type ValueKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'json'
  | 'instant'
  | 'date'
  | 'time'
  | 'uuid'
  | 'enum'
  | 'none';

/**
 * How a default is written as code.
 * - `sql`: ``sql`5` ``, for values that drizzle-kit 0.31 cannot serialise (bigint) or that differ by mode (Date);
 * - `sql-string`: ``sql`'2024-01-01'` ``;
 * - `sql-datetime`: ``sql`'2024-01-31 09:30:00'` ``, in UTC: MySQL takes no zone;
 * - `sql-expression`: ``sql`('…')` ``, since MySQL refuses a literal default for TEXT and JSON;
 * - `epoch`: seconds since 1970, for SQLite's timestamps.
 */
export type Literal =
  | 'string'
  | 'number'
  | 'boolean'
  | 'json'
  | 'sql'
  | 'sql-string'
  | 'sql-datetime'
  | 'sql-expression'
  | 'epoch';

/** One place in the argument list of a type: `10` and `2` in `total:numeric:10,2`. */
export type Argument =
  | {
      kind: 'integer';
      option: string;
      min: number;
      max: number;
      required?: boolean /** Accepted, but this dialect has no place for it. */;
      ignored?: boolean;
    }
  | { kind: 'choice'; option: string; values: Record<string, { value?: ValueKind; literal?: Literal }> }
  | { kind: 'switch'; option: string; word: string };

/** One column type of a dialect: which builder it calls, with which options, and what its default may be. */
export interface ColumnType {
  /** The word in a field: `total:numeric`. */
  name: string;
  aliases?: readonly string[];
  /** The function of drizzle-orm's `*-core` module. */
  builder: string;
  /** Options that are always passed. */
  options?: Readonly<Record<string, string | number | boolean>>;
  args?: readonly Argument[];
  /** The type that is meant when arguments follow: `string` is text, `string:100` a varchar. */
  withArgs?: string;
  value: ValueKind;
  literal?: Literal;
  /** Bounds of an integer. */
  range?: readonly [min: bigint, max: bigint];
  /** Defaults that are a word: the word → the call that is appended. A call with a tagged template needs `sql`. */
  words?: Readonly<Record<string, string>>;
  /** The engine cannot index it as it is; the text says why. */
  unindexable?: string;
  /** The type comes from an extension of PostgreSQL that the database must have. */
  extension?: string;
}

export const keyKinds = ['uuid', 'serial', 'identity', 'none'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** A column whose code does not depend on the answers: the key and the timestamps. */
export interface FixedColumn {
  builder: string;
  options?: Readonly<Record<string, string | number | boolean>>;
  /** What follows the builder, in order: `.primaryKey()`. */
  calls: readonly string[];
}

/** Everything that differs between the dialects when code is generated. */
export interface DialectTypes {
  /** Module that the builders come from. */
  module: string;
  table: string;
  creator: string;
  schema: string | null;
  /** The type of a column that may refer to its own table. */
  anyColumn: string;
  /** Most bytes of a name in this engine. */
  nameBytes: number;
  types: readonly ColumnType[];
  /** Words that users may expect, and what to do instead. */
  missing: Readonly<Record<string, string>>;
  /** How `status:enum:a,b` is written: a type of its own, a builder with the values, or text with an `enum` option. */
  enumeration: 'type' | 'builder' | 'option';
  enumBuilder: string;
  arrays: boolean;
  keys: Readonly<Record<Exclude<KeyKind, 'none'>, FixedColumn>>;
  createdAt: FixedColumn;
  updatedAt: FixedColumn;
  /** Key types that count by themselves, and the type of a column that refers to one. */
  referencing: Readonly<
    Record<string, { builder: string; options?: Readonly<Record<string, string | number | boolean>> }>
  >;
}
