import { shellWord } from '../../shell-word.js';
import { columnKey, shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findColumn, findTable } from '../../sql/built/schema.js';
import { viewsAbove, viewsThatUseColumn } from '../../sql/built/views.js';
import type { OfTable } from '../../sql/operation.js';
import { columnChanges, copiedFrom, isNewColumn, updatesFrom } from '../column-changes.js';
import { becomeOf, fallen, partsBecome, shownViews } from '../dependents.js';
import { isNew, mayHaveRows, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const dropColumn: ReviewRule = {
  name: 'review/drop-column',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column is dropped, and its values with it; on SQLite also by a rebuild that does not copy it, on MySQL also by a MODIFY that makes it a generated one.',
    why: 'The values are gone from every row when the migration is through. A release that is still running and has the column in its schema names it in every query of the table (Drizzle lists the columns), so all of those fail. Indexes and constraints over the column go with it; on PostgreSQL, with CASCADE, views that read it, too. SQLite refuses it while there are any, and MySQL while there is a foreign key.',
    bad: `ALTER TABLE "users" DROP COLUMN "name";`,
    good: `-- Release 1: the column is out of the code, and stays in the table without being required.
ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL;
-- Release 2, when no release 0 runs any more:
ALTER TABLE "users" DROP COLUMN "name";`,
    accept: 'No running release has the column in its schema, and its values are kept elsewhere or not needed.',
  },
  check(migration) {
    const dropped = stepsOf(migration, 'drop column').flatMap((step) =>
      riskOf(migration, step, step.operation, step.operation.column, step.operation.cascade),
    );
    const leftOut = stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { columns, copied } = step.operation;
      const taken = new Set(
        columns.map(({ name }) => columnKey('sqlite', copiedFrom(step.operation, name).from ?? name)),
      );
      const old = tableBefore(step, step.operation)?.columns ?? [];
      return copied === null && columns.length === old.length
        ? []
        : old
            .filter(({ name, generated }) => generated === null && !taken.has(columnKey('sqlite', name)))
            .flatMap(({ name }) => riskOf(migration, step, step.operation, name, false));
    });
    return [...dropped, ...leftOut, ...overwritten(migration)];
  },
};

const underAnotherName =
  'Add the new column under another name, and drop the old one when no release uses it any more.';

function riskOf(migration: ReviewedMigration, step: Step, of: OfTable, column: string, cascade: boolean): Risk[] {
  const { dialect, lockstep } = migration;
  const { before, after, operation } = step;
  const table = tableBefore(step, of);
  if (isNew(migration, table) || isNewColumn(migration, operation, of, column)) return [];
  const isKnown = table !== null && !table.isPartial && !before.isPartial;
  if (isKnown && findColumn(before, table, column) === null) return [];
  // No code knows a name that the migration itself gave; drop, add and fill is how some change a column on SQLite.
  const isKnownToCode = hadColumn(migration.before, of, column);
  if (!isKnownToCode && updatesFrom(migration, of, column).length > 0) return [];
  const target = `${shownName(dialect, of.schema, of.table)}.${column}`;
  const again = findColumn(migration.after, findTable(migration.after, of), column);
  const isComputedAgain = Boolean(findColumn(before, table, column)?.generated && again?.generated);
  const rows = mayHaveRows(migration, table) && !isComputedAgain ? ', and its values are gone from every row' : '';
  const parts = operation.kind === 'drop column' ? fallen(before, after) : [];
  const views = shownViews(before, viewsAbove(before, viewsThatUseColumn(before, of, column)));
  // drizzle-kit 0.31 changes the expression of a generated column by dropping it and adding it again.
  if (isComputedAgain && parts.length === 0 && views.length === 0) return [];
  const isMissed = isKnownToCode && again === null;
  const becomesOfCode = isMissed ? ' Code that still has it in its schema fails.' : '';
  return [
    {
      operation,
      target,
      message: `${target} is dropped${rows}.${partsBecome(dialect, parts)}${becomeOf(dialect, views, { cascade, of: 'column' })}${becomesOfCode}`,
      fix:
        again === null
          ? `Look at what uses it, and take it out of the code one release earlier: ${lockstep(`impact ${shellWord(target)}`)}`
          : underAnotherName,
    },
  ];
}

/**
 * A column that becomes a stored generated one is computed for every row, over what was in it (MySQL 8.0 manual, ALTER
 * TABLE and Generated Columns; seen on MariaDB 10.11).
 */
function overwritten(migration: ReviewedMigration): Risk[] {
  return columnChanges(migration).flatMap(({ step: { operation, before }, table, before: old, after: now }) => {
    const isComputed = old.generated === null && now.generated !== null;
    if (operation.kind !== 'modify column' || !isComputed || isNewColumn(migration, operation, table, old.name))
      return [];
    if (!mayHaveRows(migration, findTable(before, table))) return [];
    const target = `${shownName(migration.dialect, table.schema, table.table)}.${old.name}`;
    const message = `${target} becomes a generated column: its expression overwrites the values of every row.`;
    return [{ operation, target, message, fix: underAnotherName }];
  });
}

function hadColumn(schema: BuiltSchema, of: OfTable, column: string): boolean {
  const table = findTable(schema, of);
  return table === null || table.isPartial || schema.isPartial || findColumn(schema, table, column) !== null;
}
