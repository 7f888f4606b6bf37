import { createHash } from 'node:crypto';
import { LockstepError } from '../../src/errors.js';
import {
  type ColumnCall,
  checkName,
  columnCall,
  type DefaultValue,
  defaultValue,
  type FieldSyntax,
  parseField,
  snakeCase,
} from '../../src/scaffold/fields/index.js';
import type { SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes, FixedColumn } from '../../src/schema/types/index.js';
import type { TableAnswers } from './answers.js';
import type { ColumnName, Conventions } from './conventions.js';
import { findTarget, type OwnTable, type Target } from './references.js';

/** One column of the new table, decided and not yet code. */
export interface Column extends ColumnName {
  builder: string;
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

const none = {
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

/**
 * The columns of the table: the key, the fields in their order, the timestamps.
 * Throws a LockstepError (exit 2) for the first field that makes no sense.
 */
export function decideColumns(
  answers: TableAnswers,
  own: Omit<OwnTable, 'key'>,
  schema: SchemaSource,
  types: DialectTypes,
  conventions: Conventions,
): Column[] {
  const fields = answers.fields.map(parseField).map((field) => named(field, types));
  checkDuplicates(fields, answers, conventions);
  const columns: Column[] = [];
  if (answers.key !== 'none') columns.push(fixedColumn('id', types.keys[answers.key], conventions));
  const primaries = fields.filter(({ field }) => field.primary);
  if (answers.key !== 'none' && primaries[0]) {
    throw new LockstepError(`${primaries[0].field.source}: the table has the key id already.`, {
      fix: 'Leave id out with --key none.',
    });
  }
  for (const { field, name } of fields) {
    const column = conventions.column(name);
    columns.push(
      isReference(field)
        ? reference(field, column, schema, { ...own, key: ownKey(columns, primaries.length) }, types)
        : plain(field, column, types, primaries.length),
    );
  }
  if (answers.timestamps) {
    columns.push(
      fixedColumn('created_at', types.createdAt, conventions),
      fixedColumn('updated_at', types.updatedAt, conventions),
    );
  }
  if (columns.length === 0)
    throw new LockstepError('The table would have no columns.', { fix: 'Give it fields: name:string.' });
  return columns;
}

/** Names of constraints and indexes that the engine would cut or refuse are cut here, with a hash to keep them apart. */
export function fitName(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  return `${name.slice(0, maxBytes - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

interface NamedField {
  field: FieldSyntax;
  /** In snake_case; for a reference with `_id`. */
  name: string;
}

const isReference = (field: FieldSyntax): boolean =>
  field.references !== undefined ||
  ['references', 'reference', 'belongsto', 'belongs_to'].includes(field.type.toLowerCase());

function named(field: FieldSyntax, types: DialectTypes): NamedField {
  const base = snakeCase(field.name);
  const suffixed =
    isReference(field) &&
    field.references === undefined &&
    !base.endsWith('_id') &&
    base !== 'id' &&
    /^[A-Za-z][\w-]*$/.test(field.name);
  return { field, name: checkName('column', suffixed ? `${base}_id` : field.name, types.nameBytes) };
}

function checkDuplicates(fields: NamedField[], { key, timestamps }: TableAnswers, conventions: Conventions): void {
  const taken = new Map<string, string>();
  if (key !== 'none')
    taken.set(conventions.column('id').property, 'The table has a key of that name; leave it out with --key none');
  if (timestamps)
    for (const name of ['created_at', 'updated_at'])
      taken.set(
        conventions.column(name).property,
        'The table has timestamps of that name; leave them out with --no-timestamps',
      );
  for (const { field, name } of fields) {
    const { property } = conventions.column(name);
    const why = taken.get(property);
    if (why !== undefined)
      throw new LockstepError(`${field.source}: there is a column ${name} already.`, {
        fix: `${why}, or choose another name.`,
      });
    taken.set(property, `It is given by ${field.source} before`);
  }
}

function fixedColumn(name: string, { builder, options, calls }: FixedColumn, conventions: Conventions): Column {
  return { ...none, ...conventions.column(name), builder, options: { ...options }, fixed: calls };
}

/** The column that a reference to the table itself means, of those that come before it. */
function ownKey(columns: Column[], primaries: number): OwnTable['key'] {
  const key = columns.find(({ fixed, primary }) => primary || fixed.some((code) => code.startsWith('primaryKey')));
  if (!key || primaries > 1) return null;
  return { property: key.property, name: key.name, type: { builder: key.builder, options: key.options } };
}

function plain(field: FieldSyntax, column: ColumnName, types: DialectTypes, primaries: number): Column {
  const type = columnCall(types, field.source, field.type, field.args);
  if (field.onDelete !== undefined || field.onUpdate !== undefined) {
    throw new LockstepError(`${field.source}: only a reference has an action.`, {
      fix: `${field.name}:references:TABLE:cascade`,
    });
  }
  return { ...finish(field, column, type, types), primary: field.primary && primaries > 0 };
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
    ...none,
    ...column,
    builder: type.builder,
    options: type.options,
    values: type.values ?? null,
    array,
    primary,
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
  const { target, type } = findTarget(field, schema, own, types);
  const typed =
    field.references === undefined
      ? null
      : finish(field, column, columnCall(types, source, field.type, field.args), types);
  if (!typed && field.default !== undefined)
    throw new LockstepError(`${source}: a reference has no default.`, { fix: 'Leave the default out.' });
  const base: Column = typed ?? {
    ...none,
    ...column,
    ...type,
    primary: field.primary,
    required: required && !field.primary,
    unique: field.unique,
  };
  return { ...base, target, index: !base.unique };
}
