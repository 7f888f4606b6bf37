import { shownName, tableKey } from '../../sql/built/names.js';
import type { TableName } from '../../sql/operation.js';
import { tableIdentifier } from '../../sql/quote.js';
import { isNew, mayHaveRows, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { isTemporary } from '../temporary.js';

export const renameTable: ReviewRule = {
  name: 'review/rename-table',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A table or a view that was there before gets another name or another schema.',
    why: 'Every query of a release that is still running names the old one and fails until the new release is everywhere. A view under the old name serves both: PostgreSQL and MySQL write through such a view, SQLite only reads it.',
    bad: `ALTER TABLE "users" RENAME TO "customers";`,
    good: `ALTER TABLE "users" RENAME TO "customers";
CREATE VIEW "users" AS SELECT * FROM "customers";
-- and, when no old release runs any more, in a later migration:
DROP VIEW "users";`,
    accept: 'The application does not run while the migration is applied, or nothing that runs uses the table.',
  },
  check(migration) {
    const renamed = stepsOf(migration, 'rename table').flatMap((step) => {
      const { schema, table, to } = step.operation;
      return riskOf(migration, step, { schema, table }, { schema, table: to });
    });
    const views = stepsOf(migration, 'rename view', 'rename materialized view').flatMap((step) => {
      const { schema, name, to } = step.operation;
      return riskOf(migration, step, { schema, table: name }, { schema, table: to });
    });
    const moved = stepsOf(migration, 'set schema').flatMap((step) => {
      const { object, schema, name, to } = step.operation;
      if (object !== 'table' && !object.includes('view')) return [];
      return riskOf(migration, step, { schema, table: name }, { schema: to, table: name });
    });
    return [...renamed, ...views, ...moved];
  },
};

function riskOf(migration: ReviewedMigration, step: Step, from: TableName, to: TableName): Risk[] {
  const { dialect, before, after } = migration;
  const table = tableBefore(step, from);
  if (isNew(migration, table) || isTemporary(step, from, migration)) return [];
  const key = tableKey(dialect, from.schema, from.table);
  const isNewView = step.before.views.has(key) && !before.views.has(key);
  // A view under the old name serves the old release.
  if (isNewView || after.views.has(key)) return [];
  const target = shownName(dialect, from.schema, from.table);
  const name = shownName(dialect, to.schema, to.table);
  const other = after.tables.get(key);
  if (other !== undefined) {
    if (mayHaveRows(migration, other)) return [];
    const message = `${target} is called ${name} from here on, and a table without rows takes its name: code that is still running finds it empty.`;
    const fix = `Put the rows of ${name} into it in the same migration.`;
    return [{ operation: step.operation, target, message, fix }];
  }
  return [
    {
      operation: step.operation,
      target,
      message: `${target} is called ${name} from here on: code that is still running under the old name fails.`,
      fix:
        dialect === 'sqlite'
          ? 'Rename the export in the code alone, and let the table keep its name.'
          : 'Leave a view under the old name until no old release runs any more.',
      ...(dialect === 'sqlite'
        ? {}
        : {
            statements: [
              `${step.operation.text};`,
              `CREATE VIEW ${tableIdentifier(dialect, from)} AS SELECT * FROM ${tableIdentifier(dialect, to)};`,
            ],
          }),
    },
  ];
}
