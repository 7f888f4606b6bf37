import type { Dialect } from '../project/dialects.js';
import { columnKey, tableKey } from '../sql/built/names.js';
import type { BuiltTable } from '../sql/built/schema.js';
import type { Operation, OperationOf, TableName } from '../sql/operation.js';
import type { Column } from '../sql/table-parts.js';
import { mayHaveRows, type ReviewedMigration, type Step } from './migration.js';
import { isNullText } from './values.js';

/** The steps of a migration by their operation and by their table: a seed has a hundred thousand of them. */
interface StepIndex {
  places: Map<Operation, number>;
  byTable: Map<string, Step[]>;
  /** The place of the first step about a table that only an empty one lets through. */
  emptyFrom: Map<string, number>;
}

const indexes = new WeakMap<ReviewedMigration, StepIndex>();

function indexOf(migration: ReviewedMigration): StepIndex {
  const known = indexes.get(migration);
  if (known !== undefined) return known;
  const made: StepIndex = { places: new Map(), byTable: new Map(), emptyFrom: new Map() };
  for (const [place, step] of migration.steps.entries()) {
    const { operation } = step;
    made.places.set(operation, place);
    if (!('table' in operation) || operation.table === null || !('schema' in operation)) continue;
    const key = tableKey(migration.dialect, operation.schema, operation.table);
    const own = made.byTable.get(key);
    if (own === undefined) made.byTable.set(key, [step]);
    else own.push(step);
    if (!made.emptyFrom.has(key) && !step.inBlock && needsEmptyTable(migration, step)) made.emptyFrom.set(key, place);
  }
  indexes.set(migration, made);
  return made;
}

function placeOf(migration: ReviewedMigration, { operation }: Pick<Step, 'operation'>): number {
  return indexOf(migration).places.get(operation) ?? 0;
}

/** Those before a step of the same migration. */
export function stepsBefore(migration: ReviewedMigration, step: Pick<Step, 'operation'>): Step[] {
  return migration.steps.slice(0, placeOf(migration, step));
}

/** Those before a step that are about a table, by its name at that point. */
export function stepsBeforeOn(migration: ReviewedMigration, step: Pick<Step, 'operation'>, of: TableName): Step[] {
  const place = placeOf(migration, step);
  const own = indexOf(migration).byTable.get(tableKey(migration.dialect, of.schema, of.table)) ?? [];
  return own.filter((other) => placeOf(migration, other) < place);
}

/**
 * Whether a statement may find rows in a table: not in one that the migration made or emptied, and not behind a
 * statement of the migration that only an empty table lets through.
 */
export function mayMeetRows(migration: ReviewedMigration, step: Step, table: BuiltTable | null): boolean {
  if (!mayHaveRows(migration, table)) return false;
  if (table === null) return true;
  const emptyFrom = indexOf(migration).emptyFrom.get(tableKey(migration.dialect, table.schema, table.name));
  return emptyFrom === undefined || emptyFrom >= placeOf(migration, step);
}

/** A required column without a value: PostgreSQL and SQLite refuse it where there is a row, MySQL fills it in. */
export function needsEmptyTable({ dialect }: ReviewedMigration, { operation }: Pick<Step, 'operation'>): boolean {
  return dialect !== 'mysql' && operation.kind === 'add column' && isRequiredWithoutValue(dialect, operation);
}

/** Whether a column that is added is to hold no nulls, and says no value for the rows that are there. */
export function isRequiredWithoutValue(dialect: Dialect, { definition }: OperationOf<'add column'>): boolean {
  const { notNull, identity, autoIncrement, generated, constraints } = definition;
  const isKey = constraints.some(({ type }) => type === 'primary key');
  return (
    (notNull || isKey) && isNullText(dialect, definition.default) && identity === null && !autoIncrement && !generated
  );
}

/**
 * Whether the migration changes rows of a table before a step, so that they may be in order by then: a DELETE, a MERGE,
 * an UPDATE of one of the columns, or a rebuild whose copy leaves rows out or puts something else in their place. Which rows are left nobody can say without running it.
 */
export function isPrepared(migration: ReviewedMigration, step: Step, of: TableName, columns: string[]): boolean {
  const { dialect } = migration;
  const keys = new Set(columns.map((column) => columnKey(dialect, column)));
  const isIn = (column: string): boolean => keys.has(columnKey(dialect, column));
  return [...stepsBeforeOn(migration, step, of), step].some(({ operation }) => {
    if (operation.kind === 'update') return operation.columns.some(isIn);
    if (operation.kind === 'rebuild table') {
      return operation.filtered || (operation.copied ?? []).some(({ column, from }) => from === null && isIn(column));
    }
    return operation.kind === 'delete' || operation.kind === 'merge';
  });
}

/** The column as an earlier statement of the migration, or this one, adds it; `null` where none does. */
export function columnAddedBy(migration: ReviewedMigration, step: Step, of: TableName, column: string): Column | null {
  const { dialect } = migration;
  const added = [...stepsBeforeOn(migration, step, of), step].findLast(
    ({ operation }) =>
      operation.kind === 'add column' && columnKey(dialect, operation.column) === columnKey(dialect, column),
  )?.operation;
  return added?.kind === 'add column' ? added.definition : null;
}
