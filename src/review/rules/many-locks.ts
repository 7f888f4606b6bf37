import { shownName } from '../../sql/built/names.js';
import { findTable } from '../../sql/built/schema.js';
import type { TableName } from '../../sql/operation.js';
import { isInUse } from '../in-use.js';
import type { ReviewedMigration, Step } from '../migration.js';
import { locksExclusively } from '../postgresql/exclusive-lock.js';
import { type LongWork, longWork } from '../postgresql/long-work.js';
import { isOneTransaction } from '../postgresql/transaction.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const manyLocks: ReviewRule = {
  name: 'review/many-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'Tables stay locked while other statements of the migration do something that takes long.',
    why: 'A lock is held to the end of the transaction, and a migration is one. A column that is added in a moment keeps everybody from the table for as long as the UPDATE, the index, the check or the rewrite takes that follows in the same file; and who waits for one of several locked tables may hold another (a deadlock).',
    bad: `ALTER TABLE "users" ADD COLUMN "full_name" text;
UPDATE "users" SET "full_name" = "first_name" || ' ' || "last_name";`,
    good: `ALTER TABLE "users" ADD COLUMN "full_name" text;
-- In the next migration, or in batches by a script:
UPDATE "users" SET "full_name" = "first_name" || ' ' || "last_name" WHERE "full_name" IS NULL;`,
    accept: 'The tables are small, or not in use at the time.',
  },
  check(migration) {
    if (!isOneTransaction(migration)) return [];
    const works = migration.steps.flatMap((step) => {
      const work = longWork(migration, step);
      return work === null ? [] : [{ step, work }];
    });
    const held = locks(migration).filter((lock) => works.some((work) => isHeldDuring(lock, work)));
    const [first] = held;
    if (first === undefined) return [];
    const during = works.filter((work) => held.some((lock) => isHeldDuring(lock, work)));
    const tables = [...new Set(held.map(({ table }) => nameOf(table)))];
    const long = [...new Set(during.map(({ work }) => `the ${work.what} of ${nameOf(work.table)}`))];
    const risk: Risk = {
      operation: first.step.operation,
      target: nameOf(first.table),
      message: `${listed(tables)} ${tables.length === 1 ? 'takes' : 'take'} neither reads nor writes to the end of the migration, and in it ${listed(long)} may take long.`,
      fix: `Put what follows from line ${during[0]?.step.operation.place.line} on into a migration of its own.`,
    };
    return [risk];
  },
};

interface Lock {
  step: Step;
  table: TableName;
  /** The statement that takes it takes long itself. */
  isLong: boolean;
}

/** The first lock on each table that is in use. */
function locks(migration: ReviewedMigration): Lock[] {
  const found = new Map<string, Lock>();
  for (const step of migration.steps) {
    const { operation, before } = step;
    if (!locksExclusively(operation) || !('table' in operation) || operation.table === null) continue;
    const table = { schema: operation.schema, table: operation.table };
    const name = nameOf(table);
    if (found.has(name) || !isInUse(migration, findTable(before, table))) continue;
    found.set(name, { step, table, isLong: longWork(migration, step) !== null });
  }
  return [...found.values()];
}

/**
 * A later statement; of the same table only one that would not lock it as much, or two that take long each. A validation
 * of what was added to the same table is what `validate-in-same-transaction` says.
 */
function isHeldDuring({ step, table, isLong }: Lock, later: { step: Step; work: LongWork }): boolean {
  const { operation } = later.step;
  if (operation.statement <= step.operation.statement) return false;
  const isSame = nameOf(table) === nameOf(later.work.table);
  return !isSame || isLong || (!locksExclusively(operation) && operation.kind !== 'validate constraint');
}

function nameOf({ schema, table }: TableName): string {
  return shownName('postgresql', schema, table);
}
