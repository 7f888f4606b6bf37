import type { Dialect } from '../../project/dialects.js';
import { shownName } from '../../sql/built/names.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import { type ConstraintOnRows, constraintsOnRows, constraintTarget } from '../constraints-on-rows.js';
import { isUniqueAlready } from '../keys.js';
import type { ReviewedMigration } from '../migration.js';
import { nullsBehind } from '../nulls.js';
import { columnAddedBy, isPrepared } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';
import { isDistinctPerRow } from '../values.js';

export const primaryKeyOnRows: ReviewRule = {
  name: 'review/primary-key-on-rows',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A primary key is put on columns whose rows may hold nulls, or the same values twice.',
    why: 'The migration fails on the first such row. A new column without a value of its own for each row (a serial, an identity, a random uuid) cannot be the key of a table with rows at all.',
    bad: `ALTER TABLE "members" ADD CONSTRAINT "members_pk" PRIMARY KEY ("team_id", "user_id");`,
    good: `-- Nothing may come out of this:
SELECT "team_id", "user_id", count(*) FROM "members" GROUP BY "team_id", "user_id" HAVING count(*) > 1;
SELECT count(*) FROM "members" WHERE "team_id" IS NULL OR "user_id" IS NULL;
CREATE UNIQUE INDEX CONCURRENTLY "members_pk" ON "members" ("team_id", "user_id");
ALTER TABLE "members" ADD CONSTRAINT "members_pk" PRIMARY KEY USING INDEX "members_pk";`,
    accept: 'The queries found nothing wherever the migration will be applied.',
  },
  check(migration) {
    return constraintsOnRows(migration, 'primary key').flatMap((added) => riskOf(migration, added));
  },
};

function riskOf(migration: ReviewedMigration, added: ConstraintOnRows<'primary key'>): Risk[] {
  const { dialect } = migration;
  const { step, of, constraint } = added;
  // SQLite adds no column that is the key: unaddable-column.
  if (dialect === 'sqlite' && step.operation.kind === 'add column') return [];
  const columns = columnsOf(added);
  const isDistinct = columns.some((column) => {
    const own = columnAddedBy(migration, step, of, column);
    return own !== null && isDistinctPerRow(dialect, own);
  });
  const nullable = columns.filter(
    (column) =>
      dialect !== 'sqlite' && !isGiven(migration, added, column) && nullsBehind(migration, step, of, column) !== 'none',
  );
  const isUnique = constraint.usingIndex !== null || isDistinct || isUniqueAlready(migration, step, of, columns);
  if (isUnique && nullable.length === 0) return [];
  const shown = shownName(dialect, of.schema, of.table);
  const rows = [
    ...(isUnique ? [] : [`two rows of ${shown} have the same ${listed(columns)}`]),
    ...(nullable.length === 0 ? [] : [`a row has no ${listed(nullable)}`]),
  ];
  return [
    {
      operation: step.operation,
      target: constraintTarget(shown, constraint),
      message: `The primary key of ${shown} fails to be made if ${rows.join(', or ')}.`,
      severity: isPrepared(migration, step, of, columns) ? 'warning' : 'error',
      fix: 'Look for such rows with the first queries, and bring them in order before it.',
      statements: queries(dialect, added, columns, nullable),
    },
  ];
}

/** MySQL numbers the rows itself. */
function isGiven(
  migration: ReviewedMigration,
  { step, of }: Pick<ConstraintOnRows, 'step' | 'of'>,
  column: string,
): boolean {
  return columnAddedBy(migration, step, of, column)?.autoIncrement === true;
}

/** The columns of the key; with USING INDEX those of the index. */
function columnsOf({ before, constraint: { columns, usingIndex } }: ConstraintOnRows<'primary key'>): string[] {
  if (columns.length > 0 || usingIndex === null) return columns;
  const index = before?.indexes.find(({ name }) => name === usingIndex);
  return index?.columns.filter((column) => column !== null) ?? [];
}

function queries(
  dialect: Dialect,
  { of, constraint: { name, usingIndex }, step }: ConstraintOnRows<'primary key'>,
  columns: string[],
  nullable: string[],
): string[] {
  const table = tableIdentifier(dialect, of);
  const list = identifiers(dialect, columns);
  const isNull = nullable.map((column) => `${identifier(dialect, column)} IS NULL`).join(' OR ');
  const found = [
    `SELECT ${list}, count(*) FROM ${table} GROUP BY ${list} HAVING count(*) > 1;`,
    ...(nullable.length === 0 ? [] : [`SELECT count(*) FROM ${table} WHERE ${isNull};`]),
  ];
  if (dialect !== 'postgresql' || name === null || usingIndex !== null || step.operation.kind !== 'add constraint') {
    return found;
  }
  const key = identifier(dialect, name);
  return [
    ...found,
    `CREATE UNIQUE INDEX CONCURRENTLY ${key} ON ${table} (${list});`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${key} PRIMARY KEY USING INDEX ${key};`,
  ];
}
