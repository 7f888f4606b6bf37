import { LockstepError } from '../../src/errors.js';
import { type Action, didYouMean, type FieldSyntax, plural, singular, words } from '../../src/scaffold/fields/index.js';
import {
  constantOf,
  lineOf,
  type SchemaSource,
  type SourceColumn,
  type SourceFile,
  type SourceReader,
  type SourceTable,
} from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';

type Options = Record<string, string | number | boolean>;

/** What a foreign key refers to. */
export interface Target {
  /** null: the table that is being made. */
  table: SourceTable | null;
  property: string;
  /** Names in the database, for the name of the constraint. */
  tableName: string;
  columnName: string;
  onDelete: Action | undefined;
  onUpdate: Action | undefined;
}

/** The type of a column that refers to another. */
export interface KeyType {
  builder: string;
  options: Options;
  /** The project's own function for it, and the file that calls it so. */
  maker?: OwnMaker;
}

/** `nanoId`, a function of the project that makes columns. */
export interface OwnMaker {
  local: string;
  file: SourceFile;
  /** The column that it makes there. */
  made: { name: string; line: number };
}

/** The table that is being made, as references see it. */
export interface OwnTable {
  name: string;
  exportName: string;
  typed: string;
  /** Its key; null when it has none or several. */
  key: { property: string; name: string; type: KeyType } | null;
}

/**
 * The column that a field refers to, and the type that it must have.
 * `user:references` means the table `users` or `user`; `user:references:accounts`, `accounts.email` name one.
 * Throws a LockstepError (exit 2) for a table or column that is not in the schema, or whose type cannot be read.
 */
export function findTarget(
  field: FieldSyntax,
  schema: SchemaSource,
  own: OwnTable,
  types: DialectTypes,
  reader: SourceReader,
): { target: Target; type: KeyType } {
  const asked = field.references ?? field.args[0];
  if (field.references === undefined && field.args.length > 1) {
    throw new LockstepError(`${field.source}: a reference names one table.`, {
      fix: `${field.name}:references:${asked}`,
    });
  }
  const [tableName, columnName, ...rest] = asked?.split('.') ?? [];
  if (rest.length > 0) {
    throw new LockstepError(`${field.source}: ${asked} is not TABLE or TABLE.COLUMN.`, {
      fix: `${field.name}:references:${tableName}.${columnName}`,
    });
  }
  const wanted = tableName === undefined ? guesses(field.name) : [tableName];
  const { onDelete, onUpdate } = field;
  for (const name of wanted) {
    if ([own.name, own.exportName, own.typed].includes(name)) {
      const key = own.key;
      if (!key || (columnName !== undefined && columnName !== key.property && columnName !== key.name)) {
        throw new LockstepError(`${field.source}: ${own.name} has no single key to refer to.`, {
          fix: 'Give it one: --key uuid.',
        });
      }
      const target: Target = {
        table: null,
        property: key.property,
        tableName: own.name,
        columnName: key.name,
        onDelete,
        onUpdate,
      };
      return { target, type: referencing(key.type, types) };
    }
    const table = schema.tables.find((one) => one.name === name || one.exportName === name);
    if (!table) continue;
    if (table.exportName === null) {
      throw new LockstepError(`${field.source}: ${table.path} does not export ${table.local}.`, {
        path: table.path,
        line: table.line,
        fix: `Export it: drizzle-kit overlooks tables that are not exported.`,
      });
    }
    if (table.exportName === 'default') {
      throw new LockstepError(`${field.source}: ${table.path} exports the table ${table.name} without a name.`, {
        path: table.path,
        line: table.line,
        fix: `Export it by a name, which the reference can use: export const ${table.local || table.name} = …`,
      });
    }
    const column = targetColumn(field, table, columnName);
    const target: Target = {
      table,
      property: column.property,
      tableName: table.name,
      columnName: column.name ?? column.property,
      onDelete,
      onUpdate,
    };
    return { target, type: keyType(field, table, column, { types, schema, reader }) };
  }
  throw missingTable(field, wanted, [...schema.tables.map((one) => one.name), own.name]);
}

/** `user`, `users`; `userId` and `user_id` mean the same. */
function guesses(name: string): string[] {
  const list = words(name);
  const base = list.length > 1 && list.at(-1) === 'id' ? list.slice(0, -1) : list;
  const forms = [plural(base), singular(base), base].flatMap((form) => [
    form.join('_'),
    form.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
  ]);
  return [...new Set(forms)];
}

function missingTable(field: FieldSyntax, wanted: string[], known: string[]): LockstepError {
  const shown = wanted[0] ?? '';
  const guess = didYouMean(shown, known);
  const list = known.length > 0 ? `Tables: ${known.join(', ')}.` : undefined;
  return new LockstepError(`${field.source}: there is no table ${shown} in the schema.`, {
    fix: [guess, list, `Name it: ${field.name}:references:TABLE.`].filter(Boolean).join(' '),
  });
}

function targetColumn(field: FieldSyntax, table: SourceTable, asked: string | undefined): SourceColumn {
  if (asked !== undefined) {
    const found = table.columns.find(({ property, name }) => property === asked || name === asked);
    if (found) return found;
    throw new LockstepError(`${field.source}: the table ${table.name} has no column ${asked}.`, {
      path: table.path,
      line: table.line,
      fix:
        didYouMean(
          asked,
          table.columns.map(({ property }) => property),
        ) ?? `Columns: ${table.columns.map(({ property }) => property).join(', ')}.`,
    });
  }
  const keys = table.columns.filter(({ calls }) => calls.includes('primaryKey'));
  const [key] = keys;
  if (key && keys.length === 1) return key;
  throw new LockstepError(
    `${field.source}: the table ${table.name} has no single primary key that can be read from ${table.path}.`,
    {
      path: table.path,
      line: table.line,
      fix: `Name the column: ${field.name}:references:${table.name}.COLUMN.`,
    },
  );
}

interface Surroundings {
  types: DialectTypes;
  schema: SchemaSource;
  reader: SourceReader;
}

function keyType(field: FieldSyntax, table: SourceTable, column: SourceColumn, around: Surroundings): KeyType {
  const type = typeOf(table, column, around.schema, around.reader);
  if (type === null) {
    throw new LockstepError(
      `${field.source}: the type of ${table.name}.${column.property} cannot be read from ${table.path}.`,
      {
        path: table.path,
        line: table.line,
        fix: `Give the column its type: ${field.name}_id:TYPE:references=${table.name}.${column.property}.`,
      },
    );
  }
  return referencing(type, around.types);
}

/** The type of a column as its code says it; null when that cannot be read. */
export function typeOf(
  { path, name: tableName }: SourceTable,
  { builder, options, maker: local, property, start }: SourceColumn,
  schema: SchemaSource,
  reader: SourceReader,
): KeyType | null {
  if (options === null) return null;
  if (builder !== null) return { builder, options };
  const file = schema.files.find((one) => one.path === path);
  if (local === null || !file || !makesColumns(local, file, schema, reader)) return null;
  const made = { name: `${tableName}.${property}`, line: lineOf(file.text, start) };
  return { builder: local, options, maker: { local, file, made } };
}

/** A custom type, or a function that the schema calls for columns which are no keys; others may make only keys. */
function makesColumns(local: string, file: SourceFile, schema: SchemaSource, reader: SourceReader): boolean {
  const constant = constantOf(local, file, schema, reader);
  if (constant?.init.type === 'CallExpression') {
    const { callee } = constant.init;
    const { file: home } = constant;
    if (/^(?:\w+\.)?customType$/.test(home.text.slice(callee.start, callee.end))) return true;
  }
  return schema.tables.some(
    ({ path, columns }) =>
      (path === file.path || schema.files.some((one) => one.path === path && importsSame(one, file, local))) &&
      columns.some(({ maker, name, calls }) => maker === local && name !== null && !calls.includes('primaryKey')),
  );
}

/** Both files import the name from somewhere. */
const importsSame = (one: SourceFile, other: SourceFile, local: string): boolean =>
  [one, other].every(({ imports }) => imports.some(({ named }) => named.some((name) => name.local === local)));

/** A key that counts by itself has a type of its own; what refers to it has the plain one. */
export function referencing({ builder, options, maker }: KeyType, types: DialectTypes): KeyType {
  if (maker) return { builder, options, maker };
  const plain = Object.hasOwn(types.referencing, builder) ? types.referencing[builder] : undefined;
  return plain
    ? { builder: plain.builder, options: { ...plain.options, ...options } }
    : { builder, options: { ...options } };
}
