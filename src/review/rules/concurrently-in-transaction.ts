import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findIndex, findTable } from '../../sql/built/schema.js';
import type { Operation } from '../../sql/operation.js';
import type { ReviewedMigration, Step } from '../migration.js';
import { isConcurrent } from '../postgresql/transaction.js';
import type { ReviewRule, Risk } from '../rule.js';

export const concurrentlyInTransaction: ReviewRule = {
  name: 'review/concurrently-in-transaction',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A statement with CONCURRENTLY that stands in a transaction, or will when drizzle-kit applies it.',
    why: 'PostgreSQL refuses CONCURRENTLY inside a transaction and in a DO block, and for the index of a partitioned table: an error. `drizzle-kit migrate` puts every migration into a transaction: a warning. `lockstep migrate` runs such a file statement by statement, each of them kept as soon as it is through, so that it is best alone in its migration.',
    bad: `BEGIN;
CREATE INDEX CONCURRENTLY "orders_user_id_idx" ON "orders" ("user_id");
COMMIT;`,
    good: `-- Alone in its migration, which lockstep migrate applies:
CREATE INDEX CONCURRENTLY "orders_user_id_idx" ON "orders" ("user_id");`,
    accept: 'The migrations are applied with `lockstep migrate`.',
  },
  check(migration) {
    const begun = withinTransaction(migration);
    return migration.steps.flatMap((step): Risk[] => {
      const { operation, inBlock } = step;
      if (!isConcurrent(operation)) return [];
      const target = targetOf(operation);
      const error = { operation, target, severity: 'error' } as const;
      if (inBlock || begun.has(step)) {
        const where = inBlock ? 'in a DO block' : 'between BEGIN and COMMIT';
        const message = `PostgreSQL refuses CONCURRENTLY ${where}: the migration fails.`;
        return [{ ...error, message, fix: 'Let it stand by itself, in a migration of its own.' }];
      }
      if (isOfPartitioned(operation, step.before)) {
        const message = 'PostgreSQL refuses CONCURRENTLY for the index of a partitioned table: the migration fails.';
        const fix = 'Use CONCURRENTLY on each partition first, and make the index of the whole without it.';
        return [{ ...error, message, fix }];
      }
      const others = new Set(migration.steps.map((other) => other.operation.statement)).size > 1;
      const message = `drizzle-kit migrate cannot run it: it puts every migration into a transaction. lockstep migrate can${others ? ', and then runs this file statement by statement' : ''}.`;
      const fix = others
        ? `Give it a migration of its own, and apply it with: ${migration.lockstep('migrate')}`
        : `Apply it with: ${migration.lockstep('migrate')}`;
      return [{ operation, target, message, fix }];
    });
  },
};

/** The steps between the file's own BEGIN and COMMIT. */
function withinTransaction({ steps }: ReviewedMigration): Set<Step> {
  const within = new Set<Step>();
  let isOpen = false;
  for (const step of steps) {
    const { operation } = step;
    if (operation.kind === 'transaction control') {
      if (['begin', 'start'].includes(operation.command)) isOpen = true;
      if (['commit', 'rollback'].includes(operation.command)) isOpen = false;
    } else if (isOpen) within.add(step);
  }
  return within;
}

function targetOf(operation: Operation): string {
  switch (operation.kind) {
    case 'create index':
      return shownName('postgresql', operation.schema, operation.index ?? operation.table);
    case 'drop index':
      return shownName('postgresql', operation.schema, operation.index);
    case 'detach partition':
      return shownName('postgresql', operation.partition.schema, operation.partition.table);
    default:
      return `line-${operation.place.line}`;
  }
}

function isOfPartitioned(operation: Operation, before: BuiltSchema): boolean {
  if (operation.kind === 'create index') return findTable(before, operation)?.isPartitioned === true;
  return operation.kind === 'drop index' && findIndex(before, operation)?.table.isPartitioned === true;
}
