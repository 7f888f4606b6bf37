import { schemaName, shownName } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { type ReviewedMigration, type Step, stepsOf } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const renameSchema: ReviewRule = {
  name: 'review/rename-schema',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A schema with tables or views in it that were there before gets another name.',
    why: 'Every query of a release that is still running names its tables with the old one (Drizzle writes "billing"."invoices") and fails until the new release is everywhere. Views in a schema of the old name serve both: PostgreSQL writes through them.',
    bad: `ALTER SCHEMA "billing" RENAME TO "accounting";`,
    good: `ALTER SCHEMA "billing" RENAME TO "accounting";
CREATE SCHEMA "billing";
CREATE VIEW "billing"."invoices" AS SELECT * FROM "accounting"."invoices";
-- and, when no old release runs any more, in a later migration:
DROP VIEW "billing"."invoices";
DROP SCHEMA "billing";`,
    accept: 'The application does not run while the migration is applied, or nothing that runs uses the schema.',
  },
  check: (migration) => stepsOf(migration, 'rename schema').flatMap((step) => riskOf(migration, step)),
};

function riskOf(migration: ReviewedMigration, { operation }: Step<OperationOf<'rename schema'>>): Risk[] {
  const { name: target, to } = operation;
  const own = schemaName('postgresql', target);
  const { before, after } = migration;
  const inside = [before.tables, before.views].flatMap((objects) =>
    [...objects].filter(([key, { schema }]) => schema === own && !after.tables.has(key) && !after.views.has(key)),
  );
  if (inside.length === 0) return [];
  const names = inside.map(([, { name }]) => name);
  const views = names.map(
    (table) =>
      `CREATE VIEW ${tableIdentifier('postgresql', { schema: target, table })} AS SELECT * FROM ${tableIdentifier('postgresql', { schema: to, table })};`,
  );
  return [
    {
      operation,
      target,
      message: `Schema ${target} is called ${to} from here on: code that is still running and names ${listed(names.map((name) => shownName('postgresql', target, name)))} fails.`,
      fix: 'Leave views in a schema of the old name until no old release runs any more.',
      statements: [`${operation.text};`, `CREATE SCHEMA ${identifier('postgresql', target)};`, ...views],
    },
  ];
}
