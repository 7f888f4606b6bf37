import { LockstepError } from '../../src/errors.js';
import type { Dialect } from '../../src/project/dialects.js';
import { didYouMean } from '../../src/scaffold/fields/index.js';
import { type FoundTable, findTable, type SourceColumn } from '../../src/schema/source/index.js';
import { referencing } from '../columns/references.js';
import type { ExistingColumn } from '../existing-column.js';
import { distinct } from '../index/decide.js';
import { type ExistingOption, existingOptions } from '../options/existing.js';
import type { Place } from './place.js';

/** What a foreign key refers to. */
export interface ReferredKey {
  found: FoundTable;
  columns: ExistingColumn[];
}

/**
 * The columns that `users`, `users.email` or `pairs.a,b` mean: of the table alone, its primary key.
 * Throws a LockstepError (exit 2) for a table or a column that is not there, and for columns that may repeat.
 */
export function referredKey(typed: string, count: number, place: Place): ReferredKey {
  const { schema, context } = place;
  const { table: name, columns: listed } = taken(typed, place);
  const found = findTable(name, schema, context, didYouMean);
  const { table } = found;
  if (table.exportName === 'default') {
    throw new LockstepError(`${table.path} exports the table ${table.name} without a name.`, {
      path: table.path,
      line: table.line,
      fix: `Export it by a name, which the reference can use: export const ${table.local || table.name} = …`,
    });
  }
  const options = existingOptions(found);
  const key = options.find(({ builder }) => builder === 'primaryKey');
  if (listed.length === 0 && !key) {
    throw new LockstepError(
      `--references ${typed}: the table ${table.name} has no primary key that can be read from ${table.path}.`,
      { path: table.path, line: table.line, fix: `Name the column: --references ${name}.COLUMN` },
    );
  }
  const columns = distinct(listed.length > 0 ? listed : (key?.columns ?? []), found, schema, context);
  if (columns.length !== count) {
    throw new LockstepError(
      `--references ${typed}: ${columns.length} column${columns.length === 1 ? '' : 's'} (${columns.map(({ property }) => property).join(', ')}) for ${count}.`,
      { path: table.path, line: table.line, fix: `Name as many: --references ${name}.COLUMN,COLUMN` },
    );
  }
  checkUnique(columns, found, options);
  return { found, columns };
}

/** A dot may stand in the name of the table (`app.users`) and before the columns. */
function taken(typed: string, { schema }: Place): { table: string; columns: string[] } {
  const dot = typed.lastIndexOf('.');
  const [head, tail] = [typed.slice(0, dot), typed.slice(dot + 1)];
  // `src/db/users.ts:users` has a dot in its path.
  if (dot === -1 || tail.includes(':')) return { table: typed, columns: [] };
  const isSchema = schema.tables.some(
    ({ name, maker }) => name === tail && maker.kind === 'schema' && !schema.tables.some((one) => one.name === head),
  );
  return isSchema ? { table: typed, columns: [] } : { table: head, columns: tail.split(',').filter(Boolean) };
}

/** Engines refuse a foreign key to columns that may repeat. */
function checkUnique(columns: ExistingColumn[], { table }: FoundTable, options: ExistingOption[]): void {
  const properties = columns.map(({ property }) => property);
  const covered = options.some(
    (option) =>
      ['primaryKey', 'unique', 'uniqueIndex'].includes(option.builder) &&
      option.where === null &&
      option.columns.length === properties.length &&
      option.columns.every((column) => properties.includes(column)),
  );
  // What a column of a spread is, is written elsewhere.
  if (covered || columns.some(({ spread }) => spread)) return;
  const [first] = columns;
  throw new LockstepError(
    `${table.name}.${properties.join(', ')} may repeat: a foreign key refers to a primary key or to unique columns.`,
    {
      path: table.path,
      line: first?.line ?? table.line,
      fix: `First: lockstep new constraint ${table.name} unique ${properties.join(' ')}`,
    },
  );
}

/** Types that can be compared with one another; the others only with themselves. */
const families: Record<Dialect, readonly (readonly string[])[]> = {
  postgresql: [
    ['smallint', 'integer', 'bigint', 'numeric', 'decimal'],
    ['text', 'varchar', 'char'],
  ],
  // InnoDB wants the same size and sign of numbers; the length of strings may differ.
  mysql: [
    ['varchar', 'char'],
    ['binary', 'varbinary'],
    ['int', 'integer'],
  ],
  sqlite: [
    ['integer', 'int'],
    ['numeric', 'real'],
  ],
};

/**
 * Whether a column can hold what it refers to: null when it can, else both types in words. What cannot be read fits.
 */
export function misfit(own: SourceColumn | undefined, key: SourceColumn | undefined, place: Place): string | null {
  const { types, context } = place;
  if (!own?.builder || !key?.builder) return null;
  const from = referencing({ builder: own.builder, options: own.options ?? {} }, types);
  const to = referencing({ builder: key.builder, options: key.options ?? {} }, types);
  const { dialect } = context.project;
  const family = families[dialect].find((list) => list.includes(from.builder));
  const sign = (options: Record<string, unknown>): string => (options.unsigned === true ? ' unsigned' : '');
  const isSigned = dialect === 'mysql' && own.options !== null && key.options !== null;
  const fits =
    (from.builder === to.builder || (family?.includes(to.builder) ?? false)) &&
    (!isSigned || sign(from.options) === sign(to.options));
  return fits ? null : `${from.builder}${sign(from.options)} and ${to.builder}${sign(to.options)}`;
}
