import { shellWord } from '../../shell-word.js';
import { columnKey, shownName, tableKey } from '../../sql/built/names.js';
import { type BuiltTable, findColumn, findTable } from '../../sql/built/schema.js';
import type { OfTable, Operation } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import type { Column } from '../../sql/table-parts.js';
import { copiedFrom, isNewColumn, updatesFrom } from '../column-changes.js';
import { areAlike, overlap } from '../likeness.js';
import { isNew, mayHaveRows, type ReviewedMigration, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const looksLikeRename: ReviewRule = {
  name: 'review/looks-like-rename',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column is dropped and one like it added, or a table dropped and one with nearly its columns made.',
    why: 'drizzle-kit asks whether a column was renamed or made anew, and where it cannot ask, or is answered wrongly, it drops the old one with all its values. That the drop loses them is an error of its own (`review/drop-column`, `review/drop-table`); this says what was probably meant.',
    bad: `ALTER TABLE "users" ADD COLUMN "full_name" text;
ALTER TABLE "users" DROP COLUMN "name";`,
    good: `ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";`,
    accept: 'The new one is something else, and only looks like the old one.',
  },
  check(migration) {
    return [...renamedColumns(migration), ...renamedTables(migration)];
  },
};

interface Gone {
  operation: Operation;
  of: OfTable;
  table: BuiltTable;
  column: Column;
}

function renamedColumns(migration: ReviewedMigration): Risk[] {
  const { dialect, lockstep } = migration;
  const dropped = droppedColumns(migration);
  return dropped.flatMap(({ operation, of, table, column }): Risk[] => {
    const key = tableKey(dialect, of.schema, of.table);
    const added = addedColumns(migration, of).filter(
      (other) => isSameType(column, other) && !isFilled(migration, of, other.name, column.name),
    );
    const alike = added.filter(({ name }) => areAlike(name, column.name));
    const droppedHere = dropped.filter(
      (other) => tableKey(dialect, other.of.schema, other.of.table) === key && isSameType(other.column, column),
    );
    // One went and one came, both of one type: their names need not be alike.
    const candidates = alike.length > 0 ? alike : added.length === 1 && droppedHere.length === 1 ? added : [];
    const [first] = candidates;
    if (first === undefined) return [];
    const name = shownName(dialect, table.schema, table.name);
    const target = `${name}.${column.name}`;
    const names = listed(candidates.map((candidate) => candidate.name));
    return [
      {
        operation,
        target,
        message: `${target} (${column.type}) is dropped while ${names} of the same type ${candidates.length === 1 ? 'is' : 'are'} added: if that is a rename, it keeps the values.`,
        fix: `Take this migration back, and: ${lockstep(`new rename-column ${[name, column.name, first.name].map(shellWord).join(' ')}`)}`,
        statements: [
          `ALTER TABLE ${tableIdentifier(dialect, of)} RENAME COLUMN ${identifier(dialect, column.name)} TO ${identifier(dialect, first.name)};`,
        ],
      },
    ];
  });
}

function droppedColumns(migration: ReviewedMigration): Gone[] {
  return stepsOf(migration, 'drop column', 'rebuild table').flatMap((step) => {
    const { operation } = step;
    const table = tableBefore(step, operation);
    if (table === null || isNew(migration, table) || !mayHaveRows(migration, table)) return [];
    const gone =
      operation.kind === 'drop column'
        ? [findColumn(step.before, table, operation.column)]
        : table.columns.filter(
            ({ name }) =>
              !operation.columns.some(
                (now) =>
                  columnKey('sqlite', copiedFrom(operation, now.name).from ?? now.name) === columnKey('sqlite', name),
              ),
          );
    return gone.flatMap((column) =>
      column === null || isNewColumn(migration, operation, operation, column.name)
        ? []
        : [{ operation, of: operation, table, column }],
    );
  });
}

/** The columns that the table has after the migration and had not before it. */
function addedColumns({ dialect, before, after }: ReviewedMigration, of: OfTable): Column[] {
  const had = findTable(before, of);
  const now = findTable(after, of);
  const keys = new Set(had?.columns.map(({ name }) => columnKey(dialect, name)));
  return had === null ? [] : (now?.columns ?? []).filter(({ name }) => !keys.has(columnKey(dialect, name)));
}

function isSameType(one: Column, other: Column): boolean {
  const isValue = one.generated === null && other.generated === null;
  return isValue && columnType(one) === columnType(other);
}

function columnType({ type }: Column): string {
  return type.replaceAll(/["\s]/g, '').toLowerCase();
}

/** Its values were brought over by an UPDATE. */
function isFilled(migration: ReviewedMigration, of: OfTable, to: string, from: string): boolean {
  const { dialect } = migration;
  return updatesFrom(migration, of, from).some(({ columns }) =>
    columns.some((column) => columnKey(dialect, column) === columnKey(dialect, to)),
  );
}

function renamedTables(migration: ReviewedMigration): Risk[] {
  const { dialect, lockstep, after } = migration;
  return stepsOf(migration, 'drop table').flatMap((step): Risk[] => {
    const { operation } = step;
    const table = tableBefore(step, operation);
    if (table === null || isNew(migration, table) || !mayHaveRows(migration, table)) return [];
    const shape = shapeOf(migration, table);
    const made = [...after.tables.values()].filter(
      (other) =>
        isNew(migration, other) &&
        other.columns.length > 1 &&
        overlap(shape, shapeOf(migration, other)) >= 0.7 &&
        !isCopied(migration, other),
    );
    const [first] = made;
    if (first === undefined) return [];
    const target = shownName(dialect, table.schema, table.name);
    const name = shownName(dialect, first.schema, first.name);
    return [
      {
        operation,
        target,
        message: `${target} is dropped while ${name} is made with nearly the same columns: if that is a rename, it keeps the rows.`,
        fix: `Take this migration back, and: ${lockstep(`new rename-table ${[target, first.name].map(shellWord).join(' ')}`)}`,
        statements: [
          `ALTER TABLE ${tableIdentifier(dialect, operation)} RENAME TO ${identifier(dialect, first.name)};`,
        ],
      },
    ];
  });
}

/** Its columns with their types. */
function shapeOf({ dialect }: ReviewedMigration, { columns }: BuiltTable): string[] {
  return columns.map((column) => `${columnKey(dialect, column.name)} ${columnType(column)}`);
}

/** The rows were brought over: something was inserted into it. */
function isCopied({ tag }: ReviewedMigration, { emptySince }: BuiltTable): boolean {
  return emptySince !== tag;
}
