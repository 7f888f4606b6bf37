import { shownName } from '../../sql/built/names.js';
import { viewsAbove, viewsThatUse } from '../../sql/built/views.js';
import { identifier } from '../../sql/quote.js';
import { shownViews } from '../dependents.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { listed } from '../text.js';

export const rebuildUnderView: ReviewRule = {
  name: 'review/rebuild-under-view',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: 'A table is rebuilt that a view reads.',
    why: 'SQLite looks at every view when a table is renamed, and when the new table gets its name, the old one is gone: "error in view …: no such table" (seen on libSQL with 3.45), with rows or without. drizzle-kit does not take the views off around a rebuild.',
    bad: `CREATE VIEW "active" AS SELECT "id" FROM "users";
-- then a rebuild of "users"`,
    good: `DROP VIEW "active";
-- the rebuild of "users"
CREATE VIEW "active" AS SELECT "id" FROM "users";`,
    accept: 'Never as it stands, unless `PRAGMA legacy_alter_table=ON` holds where it is applied.',
  },
  check(migration) {
    const isLegacy = stepsOf(migration, 'pragma').some(({ operation }) => operation.name === 'legacy_alter_table');
    if (isLegacy) return [];
    return stepsOf(migration, 'rebuild table').flatMap(({ operation, before }) => {
      const views = viewsAbove(before, viewsThatUse(before, operation));
      if (views.length === 0) return [];
      const target = shownName('sqlite', operation.schema, operation.table);
      const names = `${views.length === 1 ? 'view' : 'views'} ${listed(shownViews(before, views))}`;
      return [
        {
          operation,
          target,
          message: `The rebuild of ${target} fails while the ${names} ${views.length === 1 ? 'is' : 'are'} there: SQLite renames no table under a view whose own is gone.`,
          fix: `Drop the ${names} before it, and make ${views.length === 1 ? 'it' : 'them'} again after it.`,
          statements: [
            ...views.toReversed().map(({ name }) => `DROP VIEW ${identifier('sqlite', name)};`),
            ...views.map(({ text }) => `${text};`),
          ],
        },
      ];
    });
  },
};
