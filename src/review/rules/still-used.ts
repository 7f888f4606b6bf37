import { shownName } from '../../sql/built/names.js';
import { type BuiltTable, findColumn, findTable } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import type { Column } from '../../sql/table-parts.js';
import { isNew, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

type Dropping = Step<OperationOf<'drop column' | 'drop table' | 'rebuild table'>>;

export const stillUsed: ReviewRule = {
  name: 'review/still-used',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A table or a column is dropped that the schema files of the base branch still have.',
    why: 'The release that runs while the migration is applied was made from them. drizzle-orm names every column of a table in `select()`, in `db.query` and in `returning()`, so that all queries of the table fail from then on, until the next release has taken over everywhere. It is not asked of migrations that the base branch has already.',
    bad: `-- src/schema.ts of main: nickname: text('nickname')
ALTER TABLE "users" DROP COLUMN "nickname";`,
    good: `-- First roll out the release whose schema files do without the column, then apply its migration.
-- A column that must be given has to accept rows without it before that, with a migration of its own:
ALTER TABLE "users" ALTER COLUMN "nickname" DROP NOT NULL;`,
    accept:
      'The migration is applied after the release without the column has taken over, or while nothing runs: it is a warning and stops nothing.',
  },
  check: (migration) =>
    stepsOf(migration, 'drop column', 'drop table', 'rebuild table').flatMap((step): Risk[] => {
      const table = tableBefore(step, step.operation);
      if (isNew(migration, table)) return [];
      const { operation } = step;
      if (operation.kind === 'drop table') return ofTable(migration, step);
      const gone =
        operation.kind === 'drop column' ? [operation.column] : (table?.columns ?? []).map(({ name }) => name);
      return gone.flatMap((column) => ofColumn(migration, step, table, column));
    }),
};

function ofTable({ released, after, dialect }: ReviewedMigration, { operation }: Dropping): Risk[] {
  const place = released?.placeOf(operation, null) ?? null;
  if (released === null || place === null || findTable(after, operation) !== null) return [];
  const target = shownName(dialect, operation.schema, operation.table);
  const message = `${target} is in the schema of ${released.branch} (${place.path}:${place.line}): queries of the release that runs while this is applied fail.`;
  return [{ operation, target, message, fix: `Apply it when a release without ${target} has taken over everywhere.` }];
}

function ofColumn(
  { released, after, dialect }: ReviewedMigration,
  { operation }: Dropping,
  table: BuiltTable | null,
  column: string,
): Risk[] {
  const place = released?.placeOf(operation, column) ?? null;
  if (released === null || place === null || findColumn(after, findTable(after, operation), column) !== null) return [];
  const owner = shownName(dialect, operation.schema, operation.table);
  const target = `${owner}.${column}`;
  const message = `${target} is in the schema of ${released.branch} (${place.path}:${place.line}): the release that runs while this is applied names it in its queries of ${owner}, and all of them fail.`;
  const old = findColumn({ dialect }, table, column);
  if (old === null || !mustBeGiven(old)) {
    return [
      { operation, target, message, fix: `Apply it when a release without ${target} has taken over everywhere.` },
    ];
  }
  const fix = `Let ${target} be null first, in a migration of its own; then roll out the release without it, and apply this.`;
  return [{ operation, target, message, fix, ...nullable(dialect, operation, column) }];
}

/** Rows cannot be written without it: not by the next release, before this is applied. */
function mustBeGiven({ notNull, default: value, autoIncrement, identity, generated }: Column): boolean {
  return notNull && value === null && !autoIncrement && identity === null && generated === null;
}

/** MySQL has to be told the whole column again, and SQLite rebuilds the table: drizzle-kit writes both. */
function nullable(
  dialect: ReviewedMigration['dialect'],
  operation: Dropping['operation'],
  column: string,
): Pick<Risk, 'statements'> {
  if (dialect !== 'postgresql') return {};
  const table = tableIdentifier(dialect, operation);
  return { statements: [`ALTER TABLE ${table} ALTER COLUMN ${identifier(dialect, column)} DROP NOT NULL;`] };
}
