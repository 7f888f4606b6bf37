import { shownName, tableKey } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { shownViews, viewsAbove, viewsThatUse } from '../dependents.js';
import { type ReviewedMigration, type Step, stepsOf } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const dropView: ReviewRule = {
  name: 'review/drop-view',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A view is dropped that others read, or a materialized one.',
    why: 'With CASCADE PostgreSQL drops the views that read it, without it PostgreSQL refuses; on MySQL and SQLite they stay and fail when they are read. A materialized view loses its stored rows and its indexes: made again, its query runs from the start, while whoever reads it waits.',
    bad: `DROP VIEW "active_users" CASCADE;`,
    good: `-- A view that only gets other or more columns at its end is replaced, and nothing falls:
CREATE OR REPLACE VIEW "active_users" AS SELECT "id", "email", "name" FROM "users" WHERE "active";`,
    accept: 'The views above it are made again in the same migration, or nobody reads them.',
  },
  check(migration) {
    return stepsOf(migration, 'drop view', 'drop materialized view').flatMap((step): Risk[] => {
      const { operation, before } = step;
      const { dialect, after } = migration;
      const target = shownName(dialect, operation.schema, operation.name);
      const key = tableKey(dialect, operation.schema, operation.name);
      const isBack = after.views.has(key);
      const above = missed(migration, step);
      if (above.length > 0) {
        const names = `${above.length === 1 ? 'view' : 'views'} ${listed(above)}`;
        const what = operation.cascade
          ? `the ${names} above it ${above.length === 1 ? 'falls' : 'fall'} with it (CASCADE)`
          : dialect === 'postgresql'
            ? `PostgreSQL refuses that as long as the ${names} above it ${above.length === 1 ? 'is' : 'are'} there`
            : `the ${names} above it can no longer be read`;
        return [{ operation, target, message: `View ${target} is dropped: ${what}.` }];
      }
      if (operation.kind !== 'drop materialized view' && before.views.get(key)?.isMaterialized !== true) return [];
      const again = isBack ? ' Made again, its query runs from the start while whoever reads it waits.' : '';
      const message = `Materialized view ${target} is dropped, with its stored rows and its indexes.${again}`;
      return [{ operation, target, message, severity: 'warning' }];
    });
  },
};

/** The views above a dropped one that the migration neither drops nor makes again itself. */
function missed(
  { dialect, after }: ReviewedMigration,
  { operation, before }: Step<OperationOf<'drop view' | 'drop materialized view'>>,
): string[] {
  const { schema, name: table, cascade } = operation;
  const above = viewsThatUse(before, { schema, table });
  if (dialect === 'postgresql' && !cascade) return shownViews(before, above);
  if (dialect !== 'postgresql' && after.views.has(tableKey(dialect, schema, table))) return [];
  const left = viewsAbove(before, above).filter(
    (view) => after.views.get(tableKey(dialect, view.schema, view.name)) === view,
  );
  return shownViews(before, left);
}
