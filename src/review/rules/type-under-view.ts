import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, type BuiltView, findColumn, findTable } from '../../sql/built/schema.js';
import { viewsAbove, viewsThatUse, viewsThatUseColumn } from '../../sql/built/views.js';
import type { OfTable } from '../../sql/operation.js';
import { identifier } from '../../sql/quote.js';
import { shownViews } from '../dependents.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { listed } from '../text.js';
import { columnsNamed } from '../values.js';

export const typeUnderView: ReviewRule = {
  name: 'review/type-under-view',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A column changes its type while a view or a generated column uses it.',
    why: 'PostgreSQL refuses that, whatever the types are and whether there are rows or not. drizzle-kit changes the column and leaves the view standing. Views are known by their statements in the history; a warning where the view reads another table with a column of that name.',
    bad: `CREATE VIEW "active_users" AS SELECT "id", "email" FROM "users" WHERE "active";
ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE text;`,
    good: `DROP VIEW "active_users";
ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE text;
CREATE VIEW "active_users" AS SELECT "id", "email" FROM "users" WHERE "active";`,
    accept: 'The view reads a column of that name from another table.',
  },
  check(migration) {
    return stepsOf(migration, 'alter column type').flatMap((step) => {
      const { operation, before } = step;
      const { schema, table, column } = operation;
      const direct = viewsThatUseColumn(before, operation, column);
      const views = viewsAbove(before, direct);
      const computed = (tableBefore(step, operation)?.columns ?? []).filter(
        ({ generated }) =>
          generated !== null &&
          columnsNamed('postgresql', tableBefore(step, operation), generated.expression).includes(column),
      );
      if (views.length === 0 && computed.length === 0) return [];
      const target = `${shownName('postgresql', schema, table)}.${column}`;
      const isSure = computed.length > 0 || direct.some((view) => !readsNamesake(before, view, operation));
      const users = [
        ...shownViews(before, views).map((name) => `view ${name}`),
        ...computed.map(({ name }) => `generated column ${name}`),
      ];
      const drops = views.toReversed().map((view) => {
        const kind = view.isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW';
        const path = [...(view.schema === null ? [] : [view.schema]), view.name];
        return `DROP ${kind} ${path.map((name) => identifier('postgresql', name)).join('.')};`;
      });
      return [
        {
          operation,
          target,
          ...(isSure ? {} : { severity: 'warning' as const }),
          message: `PostgreSQL refuses to change the type of ${target} as long as ${listed(users)} ${users.length === 1 ? 'uses' : 'use'} it: the migration fails.`,
          fix: 'Drop what uses it before, and make it again behind.',
          ...(computed.length > 0
            ? {}
            : { statements: [...drops, `${operation.text};`, ...views.map(({ text }) => `${text};`)] }),
        },
      ];
    });
  },
};

/** Whether a view reads another table with a column of that name, too: then it may be that one which it names. */
function readsNamesake(schema: BuiltSchema, view: BuiltView, of: OfTable & { column: string }): boolean {
  const own = findTable(schema, of);
  return [...schema.tables.values()].some(
    (table) =>
      table !== own &&
      findColumn(schema, table, of.column) !== null &&
      viewsThatUse(schema, { schema: table.schema, table: table.name }).includes(view),
  );
}
