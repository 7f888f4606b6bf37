import { LockstepError } from '../src/errors.js';
import { didYouMean } from '../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../src/scaffold/generator.js';
import {
  type Casing,
  type FoundTable,
  propertiesOf,
  type SchemaSource,
  type TableProperty,
} from '../src/schema/source/index.js';
import { casingOf } from './columns/casing.js';
import { drizzleCasing } from './columns/conventions.js';

/** A column that is written in the table itself. */
export interface ExistingColumn extends TableProperty {
  /** The name in the database, written or made of the property. */
  databaseName: string;
}

/** Every column of a table that can be read, with those that it spreads. */
export const existingColumns = (
  { table, file }: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): ExistingColumn[] =>
  propertiesOf(table, file, schema, context).map((one) => ({
    ...one,
    databaseName: one.name ?? databaseName(one.property, casingOf(table, context)),
  }));

/**
 * The column that is meant, by its property or by its name in the database; also one that the table spreads.
 * Throws a LockstepError (exit 2) with the nearest when there is none.
 */
export function columnOf(
  typed: string,
  found: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): ExistingColumn {
  const { table } = found;
  const named = existingColumns(found, schema, context);
  const column =
    named.find(({ property }) => property === typed) ?? named.find(({ databaseName: name }) => name === typed);
  if (!column) {
    const names = named.flatMap(({ property, databaseName: name }) => [property, name]);
    throw new LockstepError(`The table ${table.name} has no column ${JSON.stringify(typed)}.`, {
      path: table.path,
      line: table.line,
      fix: [didYouMean(typed, names), `Columns: ${named.map(({ property }) => property).join(', ')}.`]
        .filter(Boolean)
        .join(' '),
    });
  }
  return column;
}

/**
 * The column that is meant, where it is to be edited.
 * Throws a LockstepError (exit 2) when there is none, or when it comes from what the table spreads, which others share.
 */
export function findColumn(
  typed: string,
  found: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): ExistingColumn {
  const { table } = found;
  const column = columnOf(typed, found, schema, context);
  if (column.spread) {
    throw new LockstepError(
      `The column ${table.name}.${column.property} comes from ${column.path}:${column.line}, which ${table.name} spreads and other tables may too.`,
      {
        path: column.path,
        line: column.line,
        fix: 'Change it there, if every table that spreads it shall change; else write the columns out in this table first.',
      },
    );
  }
  return column;
}

const databaseName = (property: string, casing: Casing | undefined): string =>
  casing === undefined ? property : drizzleCasing(property, casing);
