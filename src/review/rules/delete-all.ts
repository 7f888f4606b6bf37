import { shownName } from '../../sql/built/names.js';
import { isAlways } from '../every-row.js';
import { isNew, mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
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
    return stepsOf(migration, 'delete').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (!isAlways(operation.where) || isNew(migration, table) || !mayHaveRows(migration, table)) return [];
      if (isTemporary(step, operation, migration)) return [];
      const target = shownName(migration.dialect, operation.schema, operation.table);
      const message = `All rows of ${target} are deleted: the statement has no WHERE that leaves one.`;
      return [{ operation, target, message, fix: 'Say by a WHERE which rows have to go.' }];
    });
  },
};
