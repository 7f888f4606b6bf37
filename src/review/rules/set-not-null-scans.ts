import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import type { TableName } from '../../sql/operation.js';
import { isInUse } from '../in-use.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { notNullSteps } from '../not-null-steps.js';
import { notNullCheck } from '../postgresql/not-null-check.js';
import type { ReviewRule, Risk } from '../rule.js';

export const setNotNullScans: ReviewRule = {
  name: 'review/set-not-null-scans',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A column of a table that is in use becomes NOT NULL, and no check proves that it has no null.',
    why: 'PostgreSQL reads every row to see, and nobody reads or writes the table until it is through (an ACCESS EXCLUSIVE lock). Where a valid CHECK (column IS NOT NULL) is there, no row is read (PostgreSQL 12 and later). That check can be added NOT VALID and validated while the table is in use.',
    bad: `ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL;`,
    good: `ALTER TABLE "users" ADD CONSTRAINT "users_email_not_null" CHECK ("email" IS NOT NULL) NOT VALID;
-- In the next migration:
ALTER TABLE "users" VALIDATE CONSTRAINT "users_email_not_null";
-- In the one after it:
ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL;
ALTER TABLE "users" DROP CONSTRAINT "users_email_not_null";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return [...columnsSet(migration), ...constraintsAdded(migration)].flatMap(({ step, of, column }): Risk[] => {
      const table = tableBefore(step, of);
      if (!isInUse(migration, table) || findColumn(step.before, table, column)?.notNull === true) return [];
      if (table !== null && notNullCheck(table, column) !== null) return [];
      const name = shownName('postgresql', of.schema, of.table);
      return [
        {
          operation: step.operation,
          target: `${name}.${column}`,
          message: `${name} takes neither reads nor writes while every row of it is read for a null in ${column}.`,
          fix: 'Prove it first with a check, over three migrations.',
          statements: notNullSteps('postgresql', of, column, ''),
        },
      ];
    });
  },
};

interface Tightened {
  step: Step;
  of: TableName;
  column: string;
}

function columnsSet(migration: ReviewedMigration): Tightened[] {
  return stepsOf(migration, 'set not null').map((step) => {
    const { operation } = step;
    return { step, of: operation, column: operation.column };
  });
}

/** PostgreSQL 18's ADD CONSTRAINT … NOT NULL column. */
function constraintsAdded(migration: ReviewedMigration): Tightened[] {
  return stepsOf(migration, 'add constraint').flatMap((step) => {
    const { operation } = step;
    const { constraint } = operation;
    return constraint.type === 'not null' && !constraint.notValid
      ? constraint.columns.map((column) => ({ step, of: operation, column }))
      : [];
  });
}
