import { shownName } from '../../sql/built/names.js';
import { addedConstraints } from '../added-constraints.js';
import { isInUse } from '../in-use.js';
import { scansRows } from '../postgresql/constraint-scan.js';
import { notValidThenValidate } from '../postgresql/constraint-sql.js';
import type { ReviewRule, Risk } from '../rule.js';

export const foreignKeyLocks: ReviewRule = {
  name: 'review/foreign-key-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A foreign key is added to a table that is in use, without NOT VALID.',
    why: 'PostgreSQL looks up every row of the table in the other one. Until it is through, neither of the two takes writes (SHARE ROW EXCLUSIVE locks on both). With NOT VALID only new rows are looked at; VALIDATE CONSTRAINT, in a later migration, looks at the old ones while both are written to.',
    bad: `ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk"
  FOREIGN KEY ("user_id") REFERENCES "users" ("id");`,
    good: `ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk"
  FOREIGN KEY ("user_id") REFERENCES "users" ("id") NOT VALID;
-- In the next migration:
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_user_id_users_id_fk";`,
    accept: 'The table is small, or nobody writes to the two at the time.',
  },
  check(migration) {
    return addedConstraints(migration).flatMap((added): Risk[] => {
      const { step, table, constraint, name } = added;
      if (constraint.type !== 'foreign key' || !scansRows(added) || !isInUse(migration, table)) return [];
      const { operation } = step;
      const { references } = constraint;
      const own = shownName('postgresql', operation.schema, operation.table);
      const other = shownName('postgresql', references.schema, references.table);
      const both = own === other ? `${own} takes` : `${own} and ${other} take`;
      return [
        {
          operation,
          target: shownName('postgresql', operation.schema, name),
          message: `${both} no writes while every row of ${own} is looked up for ${name}.`,
          fix: 'Add it NOT VALID, and validate it in the next migration.',
          statements: notValidThenValidate(operation, constraint, name),
        },
      ];
    });
  },
};
