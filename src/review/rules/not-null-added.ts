import { shownName } from '../../sql/built/names.js';
import { findColumn, findTable } from '../../sql/built/schema.js';
import type { OfTable, Operation } from '../../sql/operation.js';
import type { Column } from '../../sql/table-parts.js';
import { columnChanges, copiedFrom, isNewColumn } from '../column-changes.js';
import { isNew, type ReviewedMigration, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const notNullAdded: ReviewRule = {
  name: 'review/not-null-added',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column that code has to fill from here on: it is new, or takes no nulls any more, or has lost its default.',
    why: 'A release that is still running does not know that the column needs a value: its INSERTs leave the column out, or give it a null, and fail. What becomes of the rows that are there already is another rule’s.',
    bad: `ALTER TABLE "users" ADD COLUMN "locale" text NOT NULL;`,
    good: `-- With a default, which may go when every running release fills the column:
ALTER TABLE "users" ADD COLUMN "locale" text DEFAULT 'en' NOT NULL;`,
    accept: 'Every running release fills the column already, or none inserts into the table.',
  },
  check(migration) {
    const added = stepsOf(migration, 'add column').flatMap(({ operation, ...step }) =>
      isNew(migration, tableBefore(step, operation)) ? [] : riskOf(migration, operation, operation, operation.column),
    );
    const tightened = columnChanges(migration).flatMap(({ step, table, before, after }) =>
      isLeftToCode(before) || isNewColumn(migration, step.operation, table, before.name)
        ? []
        : riskOf(migration, step.operation, table, after.name),
    );
    const uncovered = stepsOf(migration, 'drop default', 'drop identity', 'drop expression').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      const isOld = !isNew(migration, table) && !isNewColumn(migration, operation, operation, operation.column);
      const old = findColumn(step.before, table, operation.column);
      return !isOld || old === null || isLeftToCode(old)
        ? []
        : riskOf(migration, operation, operation, operation.column);
    });
    const rebuilt = stepsOf(migration, 'rebuild table').flatMap(({ operation, ...step }) => {
      const old = tableBefore(step, operation);
      if (old === null || isNew(migration, old)) return [];
      return operation.columns
        .filter(({ name }) => findColumn(step.before, old, copiedFrom(operation, name).from ?? name) === null)
        .flatMap(({ name }) => riskOf(migration, operation, operation, name));
    });
    const all = [...added, ...tightened, ...uncovered, ...rebuilt];
    return all.filter(({ target }, at) => all.findIndex((risk) => risk.target === target) === at);
  },
};

/** By what the column is when the migration is through: a default may come after. */
function riskOf({ dialect, after }: ReviewedMigration, operation: Operation, of: OfTable, column: string): Risk[] {
  const table = findTable(after, of);
  const last = findColumn(after, table, column);
  if (last === null || !isLeftToCode(last)) return [];
  const target = `${shownName(dialect, of.schema, of.table)}.${last.name}`;
  return [
    {
      operation,
      target,
      message: `${target} needs a value in every INSERT from here on: those of code that is still running leave it out and fail.`,
      fix: `Give ${target} a default until every running release fills it.`,
    },
  ];
}

function isLeftToCode({ notNull, default: value, autoIncrement, identity, generated }: Column): boolean {
  return notNull && value === null && !autoIncrement && identity === null && generated === null;
}
