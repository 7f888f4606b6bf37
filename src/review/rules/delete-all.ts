import { shownName, tableKey } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { isAlways } from '../every-row.js';
import { isNew, mayHaveRows, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { isTemporary } from '../temporary.js';

export const deleteAll: ReviewRule = {
  name: 'review/delete-all',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'DELETE without WHERE from a table that may have rows.',
    why: 'All rows are gone, and those of other tables whose foreign keys say ON DELETE CASCADE. It locks every row, and on a large table takes long.',
    bad: `DELETE FROM "sessions";`,
    good: `DELETE FROM "sessions" WHERE "expires_at" < now();`,
    accept: 'The rows are a cache, or are made again from elsewhere.',
  },
  check(migration) {
    return stepsOf(migration, 'delete').flatMap((step): Risk[] => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (!isAlways(migration.dialect, operation.where) || isNew(migration, table) || !mayHaveRows(migration, table))
        return [];
      if (isTemporary(step, operation, migration)) return [];
      const target = shownName(migration.dialect, operation.schema, operation.table);
      const message = `All rows of ${target} are deleted: the statement has no WHERE that leaves one.`;
      const fix = 'Say by a WHERE which rows have to go.';
      return isFilledAgain(migration, step)
        ? [{ operation, target, message: `${message} Later others are put in.`, fix, severity: 'warning' }]
        : [{ operation, target, message, fix }];
    });
  },
};

/** The rows are put back, or others in their place, from another table: `INSERT … SELECT` behind the DELETE. */
function isFilledAgain(
  migration: ReviewedMigration,
  { operation: { schema, table, statement } }: Step<OperationOf<'delete'>>,
) {
  const { dialect } = migration;
  return stepsOf(migration, 'insert').some(
    ({ operation }) =>
      operation.source === 'select' &&
      operation.statement > statement &&
      tableKey(dialect, operation.schema, operation.table) === tableKey(dialect, schema, table),
  );
}
