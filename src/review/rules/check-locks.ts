import { shownName } from '../../sql/built/names.js';
import { addedConstraints } from '../added-constraints.js';
import { isInUse } from '../in-use.js';
import { notValidThenValidate } from '../postgresql/constraint-sql.js';
import type { ReviewRule, Risk } from '../rule.js';

export const checkLocks: ReviewRule = {
  name: 'review/check-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A check is added to a table that is in use, without NOT VALID.',
    why: 'PostgreSQL tests every row of the table, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock). With NOT VALID only new rows are tested; VALIDATE CONSTRAINT, in a later migration, tests the old ones while the table is in use.',
    bad: `ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0);`,
    good: `ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0) NOT VALID;
-- In the next migration:
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_total_check";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return addedConstraints(migration).flatMap(({ step: { operation }, table, constraint, name, column }): Risk[] => {
      if (constraint.type !== 'check' || constraint.notValid || !isInUse(migration, table)) return [];
      const own = shownName('postgresql', operation.schema, operation.table);
      return [
        {
          operation,
          target: shownName('postgresql', operation.schema, name),
          message: `${own} takes neither reads nor writes while every row of it is tested for ${name}.`,
          fix:
            column === null
              ? 'Add it NOT VALID, and validate it in the next migration.'
              : `Add ${column} without the check, the check NOT VALID, and validate it in the next migration.`,
          statements: notValidThenValidate(operation, constraint, name),
        },
      ];
    });
  },
};
