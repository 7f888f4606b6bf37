import { shownName } from '../../sql/built/names.js';
import { isNew, mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const rebuildLeavesRows: ReviewRule = {
  name: 'review/rebuild-leaves-rows',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: 'A table is rebuilt, and not every row is copied.',
    why: 'What the SELECT of the copy leaves out (WHERE, DISTINCT, LIMIT, a join) or its INSERT passes over (OR IGNORE, ON CONFLICT) goes with the old table, and no statement says DELETE. drizzle-kit copies all rows; this is written by hand.',
    bad: `INSERT OR IGNORE INTO "__new_users" ("id", "email") SELECT "id", "email" FROM "users";`,
    good: `-- What has to go is deleted by a statement that says so, and the copy takes all that is left:
DELETE FROM "users" WHERE "email" IS NULL;
INSERT INTO "__new_users" ("id", "email") SELECT "id", "email" FROM "users";`,
    accept: 'The rows that are left out are known and not needed.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (!operation.filtered || isNew(migration, table) || !mayHaveRows(migration, table)) return [];
      const target = shownName('sqlite', operation.schema, operation.table);
      const message = `The rebuild of ${target} does not copy every row: those that it leaves out go with the old table.`;
      return [
        {
          operation,
          target,
          message,
          fix: 'Delete by a statement of its own what has to go, and copy all that is left.',
        },
      ];
    });
  },
};
