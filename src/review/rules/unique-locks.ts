import { shownName } from '../../sql/built/names.js';
import type { TableName } from '../../sql/operation.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import type { Constraint } from '../../sql/table-parts.js';
import { addedConstraints } from '../added-constraints.js';
import { isInUse } from '../in-use.js';
import type { ReviewRule, Risk } from '../rule.js';

export const uniqueLocks: ReviewRule = {
  name: 'review/unique-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A unique constraint, a primary key or an exclusion is added to a table that is in use, not from an index that is there.',
    why: 'The constraint needs an index, and PostgreSQL builds it under an ACCESS EXCLUSIVE lock: nobody reads or writes the table until it is built. An index that was built CONCURRENTLY before becomes the constraint in a moment (USING INDEX). An exclusion has no such way.',
    bad: `ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE ("email");`,
    good: `-- In a migration of its own:
CREATE UNIQUE INDEX CONCURRENTLY "users_email_unique" ON "users" ("email");
-- In the next one:
ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE USING INDEX "users_email_unique";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return addedConstraints(migration).flatMap(({ step: { operation }, table, constraint, name, column }): Risk[] => {
      if (!buildsIndex(constraint) || !isInUse(migration, table)) return [];
      const own = shownName('postgresql', operation.schema, operation.table);
      const target = shownName('postgresql', operation.schema, name);
      const message = `${own} takes neither reads nor writes until the index of ${name} is built.`;
      if (constraint.type === 'exclude') return [{ operation, target, message }];
      return [
        {
          operation,
          target,
          message,
          fix:
            column === null
              ? 'Build the index CONCURRENTLY in a migration of its own, and make it the constraint in the next.'
              : `Add ${column} first, build the index CONCURRENTLY in a migration of its own, and make it the constraint in the next.`,
          statements: fromIndex(operation, constraint, name),
        },
      ];
    });
  },
};

type Key = Extract<Constraint, { type: 'primary key' | 'unique' }>;

function buildsIndex(constraint: Constraint): constraint is Key | Extract<Constraint, { type: 'exclude' }> {
  if (constraint.type === 'exclude') return true;
  return (constraint.type === 'unique' || constraint.type === 'primary key') && constraint.usingIndex === null;
}

function fromIndex(of: TableName, constraint: Key, name: string): string[] {
  const [table, key] = [tableIdentifier('postgresql', of), identifier('postgresql', name)];
  const nulls = constraint.type === 'unique' && constraint.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  return [
    `CREATE UNIQUE INDEX CONCURRENTLY ${key} ON ${table} (${identifiers('postgresql', constraint.columns)})${nulls};`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${key} ${constraint.type.toUpperCase()} USING INDEX ${key};`,
  ];
}
