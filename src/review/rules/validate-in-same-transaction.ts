import { shownName } from '../../sql/built/names.js';
import { findTable } from '../../sql/built/schema.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { addedConstraints } from '../added-constraints.js';
import { isInUse } from '../in-use.js';
import { stepsOf } from '../migration.js';
import { isOneTransaction } from '../postgresql/transaction.js';
import type { ReviewRule } from '../rule.js';

export const validateInSameTransaction: ReviewRule = {
  name: 'review/validate-in-same-transaction',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A constraint is added NOT VALID and validated in the same migration.',
    why: 'A migration is one transaction, and a lock is held to its end: the rows are read under the very lock that NOT VALID was to keep short. `lockstep migrate` gives every migration a transaction of its own, so that the next one may validate. `drizzle-kit migrate` puts all that are pending into one: there the two have to be deployed one after the other.',
    bad: `ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0) NOT VALID;
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_total_check";`,
    good: `ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0) NOT VALID;
-- In the next migration:
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_total_check";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    if (!isOneTransaction(migration)) return [];
    const added = addedConstraints(migration).filter(({ constraint }) => constraint.notValid);
    return stepsOf(migration, 'validate constraint').flatMap(({ operation, before }) => {
      const table = findTable(before, operation);
      const isAddedHere = added.some(
        ({ name, step }) => name === operation.name && findTable(before, step.operation) === table,
      );
      if (!isAddedHere || !isInUse(migration, table)) return [];
      const own = shownName('postgresql', operation.schema, operation.table);
      return [
        {
          operation,
          target: shownName('postgresql', operation.schema, operation.name),
          message: `${operation.name} is added and validated in one transaction: ${own} is read under the lock of the first statement.`,
          fix: 'Validate it in the next migration.',
          statements: [
            `ALTER TABLE ${tableIdentifier('postgresql', operation)} VALIDATE CONSTRAINT ${identifier('postgresql', operation.name)};`,
          ],
        },
      ];
    });
  },
};
