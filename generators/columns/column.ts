import { createHash } from 'node:crypto';
import { LockstepError } from '../../src/errors.js';
import {
  type ColumnCall,
  checkName,
  columnCall,
  type DefaultValue,
  defaultValue,
  type FieldSyntax,
  snakeCase,
} from '../../src/scaffold/fields/index.js';
import type { SchemaSource, SourceReader } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import type { ColumnName } from './conventions.js';
import { findTarget, type OwnMaker, type OwnTable, type Target } from './references.js';

/** One column, decided and not yet code. */
export interface Column extends ColumnName {
  builder: string;
  /** A function of the project that is called instead. */
  maker?: OwnMaker;
  options: Record<string, string | number | boolean>;
  /** The values of an enum. */
  values: string[] | null;
  /** Calls that come as they are: `primaryKey()`. */
  fixed: readonly string[];
  array: boolean;
  primary: boolean;
  required: boolean;
  unique: boolean;
  index: boolean;
  default: DefaultValue | null;
  target: Target | null;
  extension: string | null;
}

export const noColumn = {
  values: null,
  fixed: [],
  array: false,
  primary: false,
  required: false,
  unique: false,
  index: false,
  default: null,
  target: null,
  extension: null,
};

export interface NamedField {
  field: FieldSyntax;
  /** In snake_case; for a reference with `_id`. */
  name: string;
}

/**
 * The name that the column of a field has: `user:references` is `user_id`.
 * Throws a LockstepError (exit 2) for what cannot be the name of a column.
 */
export function namedField(field: FieldSyntax, types: DialectTypes): NamedField {
  const base = snakeCase(field.name);
  const suffixed =
    isReference(field) &&
    field.references === undefined &&
    !base.endsWith('_id') &&
    base !== 'id' &&
    /^[A-Za-z][\w-]*$/.test(field.name);
  return { field, name: checkName('column', suffixed ? `${base}_id` : field.name, types.nameBytes) };
}

/**
 * The column that a field means.
 * @param own the table that it goes into, which a reference may name too
 * Throws a LockstepError (exit 2) for a type, a default or a reference that makes no sense.
 */
export function decideColumn(
  field: FieldSyntax,
  column: ColumnName,
  schema: SchemaSource,
  own: OwnTable,
  types: DialectTypes,
  reader: SourceReader,
): Column {
  return isReference(field) ? reference(field, column, schema, own, types, reader) : plain(field, column, types);
}

/** Names of constraints and indexes that the engine would cut or refuse are cut here, with a hash to keep them apart. */
export function fitName(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  return `${name.slice(0, maxBytes - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

const isReference = (field: FieldSyntax): boolean =>
  field.references !== undefined ||
  ['references', 'reference', 'belongsto', 'belongs_to'].includes(field.type.toLowerCase());

function plain(field: FieldSyntax, column: ColumnName, types: DialectTypes): Column {
  const type = columnCall(types, field.source, field.type, field.args);
  if (field.onDelete !== undefined || field.onUpdate !== undefined) {
    throw new LockstepError(`${field.source}: only a reference has an action.`, {
      fix: `${field.name}:references:TABLE:cascade`,
    });
  }
  return finish(field, column, type, types);
}

function finish(field: FieldSyntax, column: ColumnName, type: ColumnCall, types: DialectTypes): Column {
  const { source, array, unique, primary } = field;
  if (array && !types.arrays)
    throw new LockstepError(`${source}: only PostgreSQL has arrays.`, { fix: 'Use json, or a table of its own.' });
  if (type.unindexable !== undefined && (unique || field.index || primary)) {
    throw new LockstepError(`${source}: ${type.type} cannot be indexed: ${type.unindexable}.`, {
      fix: 'Leave the flag out.',
    });
  }
  return {
    ...noColumn,
    ...column,
    builder: type.builder,
    options: type.options,
    values: type.values ?? null,
    array,
    required: field.required && !primary,
    unique,
    index: field.index && !unique,
    default: field.default === undefined ? null : defaultValue(type, field.default, source, array),
    extension: type.extension ?? null,
  };
}

function reference(
  field: FieldSyntax,
  column: ColumnName,
  schema: SchemaSource,
  own: OwnTable,
  types: DialectTypes,
  reader: SourceReader,
): Column {
  const { source, required } = field;
  for (const action of [field.onDelete, field.onUpdate]) {
    if (action === 'set null' && (required || field.primary)) {
      throw new LockstepError(`${source}: a required column cannot be set to null.`, {
        fix: 'Use cascade or restrict, or leave out required.',
      });
    }
  }
  if (field.array)
    throw new LockstepError(`${source}: an array cannot be a foreign key.`, {
      fix: 'Use a table of its own for the pairs.',
    });
  const { target, type } = findTarget(field, schema, own, types, reader);
  const typed =
    field.references === undefined
      ? null
      : finish(field, column, columnCall(types, source, field.type, field.args), types);
  if (!typed && field.default !== undefined)
    throw new LockstepError(`${source}: a reference has no default.`, { fix: 'Leave the default out.' });
  const base: Column = typed ?? {
    ...noColumn,
    ...column,
    ...type,
    required: required && !field.primary,
    unique: field.unique,
  };
  return { ...base, target, index: !base.unique };
}
