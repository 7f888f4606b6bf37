import { shownName } from '../../sql/built/names.js';
import { type BuiltTable, findTable } from '../../sql/built/schema.js';
import type { OfTable } from '../../sql/operation.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const noPrimaryKey: ReviewRule = {
  name: 'review/no-primary-key',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A table is made without a primary key, or loses the one it had.',
    why: 'One row cannot be told from another: batches, backfills and a comparison of rows have nothing to go by, PostgreSQL’s logical replication refuses UPDATE and DELETE, and MySQL’s group replication refuses the table.',
    bad: `CREATE TABLE "events" ("kind" text, "payload" jsonb);`,
    good: `CREATE TABLE "events" ("id" uuid PRIMARY KEY DEFAULT gen_random_uuid(), "kind" text, "payload" jsonb);`,
    accept: 'The table is only ever appended to and read as a whole.',
  },
  check(migration) {
    const { dialect, after, lockstep } = migration;
    const without = (of: OfTable): BuiltTable | null => {
      const table = findTable(after, of);
      return table === null || table.isPartial || hasKey(table) ? null : table;
    };
    const made = stepsOf(migration, 'create table').flatMap(({ operation }) =>
      operation.temporary || without(operation) === null
        ? []
        : [{ operation, of: operation, message: 'is made without a primary key' }],
    );
    const lost = stepsOf(migration, 'drop constraint', 'rebuild table').flatMap((step) => {
      const { operation } = step;
      const before = tableBefore(step, operation);
      const had =
        before !== null && hasKey(before) && !hasKey(tableBefore({ before: step.after }, operation) ?? before);
      return had && without(operation) !== null
        ? [{ operation, of: operation, message: 'has no primary key from here on' }]
        : [];
    });
    return [...made, ...lost].map(({ operation, of, message }) => {
      const target = shownName(dialect, of.schema, of.table);
      const fix = lockstep(`new constraint ${target} primary-key COLUMN…`);
      return { operation, target, message: `${target} ${message}: its rows cannot be told from each other.`, fix };
    });
  },
};

function hasKey({ constraints }: BuiltTable): boolean {
  return constraints.some(({ type }) => type === 'primary key');
}
