import { shownName } from '../../sql/built/names.js';
import { referencesTo } from '../../sql/built/schema.js';
import { becomeOf, shownViews, viewsAbove, viewsThatUse } from '../dependents.js';
import { isNew, mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { isTemporary } from '../temporary.js';
import { listed } from '../text.js';

export const dropTable: ReviewRule = {
  name: 'review/drop-table',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A table is dropped, and its rows with it.',
    why: 'The rows are gone when the migration is through, and code that is still running and uses the table fails. drizzle-kit writes the statement unasked where a table is no longer exported from the files that `schema` names. PostgreSQL drops the foreign keys that point at the table and the views that read it along with it where the statement says CASCADE, as those of drizzle-kit do; on MySQL and SQLite such views stay and fail when they are read.',
    bad: `DROP TABLE "orders" CASCADE;`,
    good: `-- One release earlier: no code uses the table any more.
-- Then keep the rows aside for as long as they may be asked for:
ALTER TABLE "orders" RENAME TO "orders_old";`,
    accept: 'The table is not used by any running release, and its rows are archived or not needed.',
  },
  check(migration) {
    const { dialect, lockstep } = migration;
    return stepsOf(migration, 'drop table').flatMap((step) => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (isNew(migration, table) || isTemporary(step, operation, migration)) return [];
      const target = shownName(dialect, operation.schema, operation.table);
      const referring = table === null ? [] : referencesTo(before, table).filter((key) => key.table !== table);
      const keys = [...new Set(referring.map(({ table: from }) => shownName(dialect, from.schema, from.name)))];
      const views = shownViews(before, viewsAbove(before, viewsThatUse(before, operation)));
      const rows = mayHaveRows(migration, table)
        ? `${target} is dropped, and its rows are gone.`
        : `${target} is dropped.`;
      const keysFall =
        keys.length > 0 && operation.cascade
          ? ` The foreign keys of ${listed(keys)} to it fall with it (CASCADE).`
          : '';
      return [
        {
          operation,
          target,
          message: `${rows}${keysFall}${becomeOf(dialect, views, operation.cascade)}`,
          fix: `Look at what uses it: ${lockstep(`impact ${target}`)}`,
        },
      ];
    });
  },
};
