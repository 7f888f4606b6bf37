import { columnKey, tableKey } from '../sql/built/names.js';
import { findColumn } from '../sql/built/schema.js';
import type { OfTable, Operation, OperationOf } from '../sql/operation.js';
import type { Column } from '../sql/table-parts.js';
import { isNew, type ReviewedMigration, type Step, tableBefore } from './migration.js';

/** A column of a table that was there before the migration, and what a statement makes of it. */
export interface ColumnChange {
  step: Step;
  table: OfTable;
  before: Column;
  after: Column;
  /** The expression that the new values are made with, where the statement has one. */
  using: string | null;
}

/** What a migration changes of columns: by ALTER COLUMN, by MySQL's MODIFY, by SQLite's rebuild. */
export function columnChanges(migration: ReviewedMigration): ColumnChange[] {
  return migration.steps.flatMap((step) => {
    const { operation } = step;
    switch (operation.kind) {
      case 'alter column type':
        return changeOf(migration, step, operation, operation.column, operation.column, operation.using);
      case 'set not null':
      case 'drop not null':
        return changeOf(migration, step, operation, operation.column, operation.column, null);
      case 'modify column':
        return changeOf(migration, step, operation, operation.column, operation.definition.name, null);
      case 'rebuild table':
        return operation.columns.flatMap(({ name }) => {
          const { from, using } = copiedFrom(operation, name);
          return from === null ? [] : changeOf(migration, step, operation, from, name, using);
        });
      default:
        return [];
    }
  });
}

/** Which old column a rebuild fills a new one with; `from` is `null` where it is none. */
export function copiedFrom(
  { copied }: Pick<OperationOf<'rebuild table'>, 'copied'>,
  name: string,
): { from: string | null; using: string | null } {
  if (copied === null) return { from: name, using: null };
  const entry = copied.find(({ column }) => columnKey('sqlite', column) === columnKey('sqlite', name));
  if (entry === undefined) return { from: null, using: null };
  return entry.from === null ? { from: name, using: entry.expression } : { from: entry.from, using: null };
}

function changeOf(
  migration: ReviewedMigration,
  step: Step,
  table: OfTable,
  from: string,
  to: string,
  using: string | null,
): ColumnChange[] {
  const old = tableBefore(step, table);
  const before = findColumn(step.before, old, from);
  const after = findColumn(step.after, tableBefore({ before: step.after }, table), to);
  if (before === null || after === null || isNew(migration, old)) return [];
  return [{ step, table, before, after, using }];
}

/** Whether the migration itself added the column: no code that runs knows it, and there are no values to lose. */
export function isNewColumn(migration: ReviewedMigration, before: Operation, of: OfTable, column: string): boolean {
  const { dialect } = migration;
  const key = tableKey(dialect, of.schema, of.table);
  const steps = migration.steps.slice(
    0,
    migration.steps.findIndex(({ operation }) => operation === before),
  );
  return steps.some(
    ({ operation }) =>
      operation.kind === 'add column' &&
      tableKey(dialect, operation.schema, operation.table) === key &&
      columnKey(dialect, operation.column) === columnKey(dialect, column),
  );
}
