import { columnKey } from '../sql/built/names.js';
import { findColumn, findTable } from '../sql/built/schema.js';
import type { OperationOf, TableName } from '../sql/operation.js';
import type { Column } from '../sql/table-parts.js';
import { tokenize } from '../sql/tokens.js';
import type { ReviewedMigration, Step } from './migration.js';
import { stepsBeforeOn } from './rows.js';
import { assignedTo, isNeverNull, isNullText, nullTest } from './values.js';

/**
 * Which of the rows that were there before a migration have a null in a column: `filled` where an UPDATE of the
 * migration went over all of them, and what it put in may be a null again.
 */
export type Nulls = 'every' | 'some' | 'filled' | 'none';

/** The nulls of a column when a step of the migration finds it. */
export function nullsIn(migration: ReviewedMigration, step: Step, of: TableName, column: string): Nulls {
  if (isWithoutNulls(step, of, column)) return 'none';
  return stepsBeforeOn(migration, step, of).reduce<Nulls>(
    (nulls, earlier) => nullsAfter(migration, earlier, column, nulls),
    'some',
  );
}

/** The same for a column of a table's rebuild, in the rows that it copies. */
export function nullsInCopy(
  migration: ReviewedMigration,
  step: Step<OperationOf<'rebuild table'>>,
  { name, default: value, autoIncrement }: Column,
): Nulls {
  const { dialect } = migration;
  const { operation, before } = step;
  const isIt = (other: string): boolean => columnKey(dialect, other) === columnKey(dialect, name);
  if (operation.copied === null) {
    // SELECT *: by their place.
    const from = findTable(before, operation)?.columns[operation.columns.findIndex((column) => isIt(column.name))];
    return from === undefined ? 'some' : nullsIn(migration, step, operation, from.name);
  }
  const copied = operation.copied.find(({ column }) => isIt(column));
  if (copied === undefined) return isNullText(dialect, value) && !autoIncrement ? 'every' : 'none';
  if (copied.from !== null) return nullsIn(migration, step, operation, copied.from);
  if (isNullText(dialect, copied.expression)) return 'every';
  const table = findTable(before, operation);
  return isNeverNull(before, table, tokenize(dialect, copied.expression)) ? 'none' : 'filled';
}

/** The same for a column behind a step: of a new column, of one that a rebuild copies, or of one that is there. */
export function nullsBehind(migration: ReviewedMigration, step: Step, of: TableName, column: string): Nulls {
  const { operation, after } = step;
  if (operation.kind === 'rebuild table') {
    const definition = findColumn(after, findTable(after, of), column);
    return definition === null ? 'some' : nullsInCopy(migration, { ...step, operation }, definition);
  }
  return nullsAfter(migration, step, column, nullsIn(migration, step, of, column));
}

/** The column is required, or a check that holds for every row says so (PostgreSQL 12 and later skips the scan then). */
function isWithoutNulls({ before }: Step, of: TableName, column: string): boolean {
  const table = findTable(before, of);
  if (findColumn(before, table, column)?.notNull === true) return true;
  const key = columnKey(before.dialect, column);
  return (table?.constraints ?? []).some((constraint) => {
    if (constraint.type !== 'check' || constraint.notValid) return false;
    const tested = nullTest(before.dialect, constraint.expression, 'is not null');
    return tested !== null && columnKey(before.dialect, tested) === key;
  });
}

function nullsAfter(migration: ReviewedMigration, step: Step, column: string, nulls: Nulls): Nulls {
  const after = nullsOnceRun(migration, step, column, nulls);
  // In a DO block it may be skipped.
  return after === 'none' && nulls !== 'none' && step.inBlock && step.operation.kind !== 'add column'
    ? 'filled'
    : after;
}

function nullsOnceRun(migration: ReviewedMigration, step: Step, column: string, nulls: Nulls): Nulls {
  const { dialect } = migration;
  const { operation, before } = step;
  const isIt = (name: string): boolean => columnKey(dialect, name) === columnKey(dialect, column);
  /** Whether a WHERE leaves out no row with a null. */
  const meetsNulls = (where: string | null): boolean => {
    const tested = where === null ? null : nullTest(dialect, where, 'is null');
    return where === null || (tested !== null && isIt(tested));
  };
  switch (operation.kind) {
    case 'add column':
      return isIt(operation.column) ? nullsOfNew(migration, operation) : nulls;
    case 'update': {
      if (!operation.columns.some(isIt)) return nulls;
      const value = assignedTo(dialect, operation, column);
      const isValue = value !== null && isNeverNull(before, findTable(before, operation), value);
      if (meetsNulls(operation.where)) return isValue ? 'none' : 'filled';
      return nulls === 'every' || !isValue ? 'some' : nulls;
    }
    case 'delete':
      return meetsNulls(operation.where) ? 'none' : nulls;
    case 'insert':
    case 'merge':
      return nulls === 'every' ? 'some' : nulls;
    default:
      return nulls;
  }
}

function nullsOfNew({ dialect }: ReviewedMigration, { definition }: OperationOf<'add column'>): Nulls {
  const { autoIncrement, identity, generated, notNull, default: value } = definition;
  if (autoIncrement || identity !== null) return 'none';
  if (generated !== null) return 'some';
  // MySQL fills in the same value for every row.
  if (dialect === 'mysql' && notNull) return 'none';
  return isNullText(dialect, value) ? 'every' : 'none';
}
