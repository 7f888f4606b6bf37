import { LockstepError } from '../../src/errors.js';
import { didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { type FoundTable, findTable, readSchema, type SchemaSource } from '../../src/schema/source/index.js';
import { columnOf } from '../existing-column.js';
import { existingOptions } from '../options/existing.js';
import { type ExpressionPart, readExpression } from '../options/expression.js';
import type { BackfillAnswers } from './answers.js';
import { type RowColumn, rowColumns } from './columns.js';
import { whyNotUndone } from './undone.js';

export type Parts = ExpressionPart<RowColumn>[];

/** A backfill whose names and expressions are understood. */
export interface Decided {
  name: string;
  found: FoundTable;
  schema: SchemaSource;
  columns: RowColumn[];
  column: RowColumn;
  value: Parts;
  where: Parts | null;
  key: RowColumn[];
  /** Rows are meant as long as they have no value: a row that was filled is not filled again. */
  onlyEmpty: boolean;
  /** Null: emptied again where the value is still the one that it was given. */
  notUndone: string | null;
}

/** Throws a LockstepError (exit 2) for answers that do not fit the schema. */
export function decide(answers: BackfillAnswers, context: GeneratorContext): Decided {
  const { dialect } = context.project;
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(answers.table, schema, context, didYouMean);
  const columns = rowColumns(found, schema, context);
  const named = (typed: string): RowColumn => {
    const { property } = columnOf(typed, found, schema, context);
    const column = columns.find((one) => one.property === property);
    if (!column) throw new Error(`The column ${property} was found and is not there.`);
    return column;
  };
  const column = named(answers.column);
  checkWritable(column, found);
  const value = readValue(answers, named, columns, context);
  const where = answers.where === undefined ? null : parts(answers.where, columns, dialect, '--where');
  const usesItself = uses(value, column);
  const onlyEmpty = !column.isRequired && !usesItself;
  if (!onlyEmpty && where === null) throw nothingMeant(column, found, answers, usesItself);
  return {
    name: answers.name ?? cut(`fill_${snakeCase(found.table.name)}_${snakeCase(column.databaseName)}`),
    found,
    schema,
    columns,
    column,
    value,
    where,
    key: keyOf(answers.key, named, columns, found),
    onlyEmpty,
    notUndone: onlyEmpty ? whyNotUndone(column, value, dialect) : 'what the rows held before is gone.',
  };
}

const cut = (name: string): string => name.slice(0, 60).replace(/_+$/, '');

export const uses = (expression: Parts, column: RowColumn): boolean =>
  expression.some((part) => part.kind === 'column' && part.column.property === column.property);

function readValue(
  { set }: BackfillAnswers,
  named: (typed: string) => RowColumn,
  columns: RowColumn[],
  { project }: GeneratorContext,
): Parts {
  if (set.flag === '--from') return [{ kind: 'column', column: named(set.text) }];
  return parts(set.text, columns, project.dialect, '--set');
}

/** Inside of a SELECT a bare name means a column of its own tables first, so nothing is taken for one of this table. */
function parts(text: string, columns: RowColumn[], dialect: GeneratorContext['project']['dialect'], flag: string) {
  const read = readExpression(text, columns, dialect, flag);
  const plain = read.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (dialect === 'mysql' && withoutStrings(plain).includes('||')) {
    throw new LockstepError(`${flag} ${text}: || means OR in MySQL, and joins no texts.`, {
      fix: `Join them with concat(): ${flag} "concat(first_name, ' ', last_name)"`,
    });
  }
  const hasQuery = read.some((part) => part.kind === 'text' && /\bselect\b/i.test(part.text));
  return hasQuery ? [{ kind: 'text' as const, text: text.trim() }] : read;
}

/** The quotes stay, what is between them does not count. */
const withoutStrings = (sql: string): string => sql.replaceAll(/'(?:[^'\\]|''|\\.)*'/g, "''");

function checkWritable(column: RowColumn, { table }: FoundTable): void {
  const what = `${table.name}.${column.databaseName}`;
  const place = { path: column.path, line: column.line };
  if (column.isComputed) {
    throw new LockstepError(`${what} is generated: the database fills it by itself.`, {
      ...place,
      fix: 'Nothing is left to do.',
    });
  }
  if (column.isPrimary) {
    throw new LockstepError(`${what} belongs to the primary key, by which the rows are gone through.`, {
      ...place,
      fix: 'Change keys with a migration of your own: lockstep generate --custom',
    });
  }
}

function nothingMeant(
  { databaseName, path, line }: RowColumn,
  { table }: FoundTable,
  { set }: BackfillAnswers,
  usesItself: boolean,
): LockstepError {
  const what = `${table.name}.${databaseName}`;
  return new LockstepError(
    usesItself
      ? `${set.flag} ${set.text} uses ${databaseName} itself, so nothing says which rows still have to be changed.`
      : `${what} is required, so no row lacks a value: nothing says which rows are to be filled.`,
    { path, line, fix: `Say which ones: --where "${databaseName} <> …"` },
  );
}

/** Types whose values lose something on their way through JavaScript: the next row would not be the next. */
const inexact: Record<string, boolean> = {
  timestamp: true,
  datetime: true,
  date: true,
  time: true,
  real: true,
  float: true,
  double: true,
  doublePrecision: true,
  json: true,
  jsonb: true,
  blob: true,
  bytea: true,
  binary: true,
  varbinary: true,
};

function keyOf(
  typed: string[],
  named: (typed: string) => RowColumn,
  columns: RowColumn[],
  found: FoundTable,
): RowColumn[] {
  const { table } = found;
  const place = { path: table.path, line: table.line };
  const key = typed.length > 0 ? typed.map(named) : inOrder(columns, found);
  if (key.length === 0) {
    throw new LockstepError(`${table.name} has no primary key that can be read, to go through its rows by.`, {
      ...place,
      fix: 'Name a unique and required column: --key COLUMN',
    });
  }
  const nullable = key.find(({ isRequired, builder }) => !isRequired && builder in known);
  if (nullable) {
    throw new LockstepError(`${nullable.databaseName} may be null: --key would pass over rows without it.`, {
      ...place,
      fix: 'Name a unique and required column.',
    });
  }
  const lossy = key.find(({ builder, options }) => inexact[builder] === true && options?.mode !== 'string');
  if (lossy) {
    throw new LockstepError(
      `${lossy.databaseName} cannot be the key: a ${lossy.builder} is not exact in JavaScript, so rows would be passed over.`,
      { ...place, fix: 'Name another unique and required column: --key COLUMN' },
    );
  }
  if (typed.length > 0 && !isUnique(key, found)) {
    throw new LockstepError(
      `${key.map(({ databaseName }) => databaseName).join(', ')} is not unique: rows with the same value would be passed over.`,
      { ...place, fix: 'Add columns to --key until it is, like --key created_at,id' },
    );
  }
  return key;
}

/** The builders of columns whose calls can be trusted to say whether they may be null. */
const known: Record<string, true> = Object.fromEntries(
  ['uuid', 'text', 'varchar', 'char', 'integer', 'int', 'bigint', 'smallint', 'mediumint', 'numeric', 'decimal'].map(
    (builder) => [builder, true as const],
  ),
);

function inOrder(columns: RowColumn[], found: FoundTable): RowColumn[] {
  const listed = existingOptions(found).find(
    ({ builder, columns: names }) => builder === 'primaryKey' && names.length > 1,
  );
  const inKey = columns.filter(({ isPrimary }) => isPrimary);
  if (!listed) return inKey;
  return listed.columns.flatMap((name) => inKey.find(({ property }) => property === name) ?? []);
}

function isUnique(key: RowColumn[], found: FoundTable): boolean {
  const names = key.map(({ property }) => property);
  if (key.some(({ isUnique, isPrimary, builder }) => (isUnique && !isPrimary) || !(builder in known))) return true;
  const unique = existingOptions(found).filter(({ builder, where }) => {
    return ['primaryKey', 'unique', 'uniqueIndex'].includes(builder) && where === null;
  });
  return unique.some(({ columns }) => columns.length > 0 && columns.every((one) => names.includes(one)));
}
