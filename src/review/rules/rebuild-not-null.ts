import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import type { Column } from '../../sql/table-parts.js';
import { filledBy } from '../filled.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { nullsInCopy } from '../nulls.js';
import { isPrepared, mayMeetRows } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';

export const rebuildNotNull: ReviewRule = {
  name: 'review/rebuild-not-null',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: "A table's rebuild makes a column required whose rows may hold nulls, or that the copy does not fill in.",
    why: 'The copy fails on the first row without a value (NOT NULL constraint failed), and the migration with it. drizzle-kit copies the column as it is.',
    bad: `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "name" text NOT NULL);
INSERT INTO "__new_users"("id", "name") SELECT "id", "name" FROM "users"; -- name was nullable`,
    good: `UPDATE "users" SET "name" = '' WHERE "name" IS NULL;
-- or in the copy:
INSERT INTO "__new_users"("id", "name") SELECT "id", coalesce("name", '') FROM "users";`,
    accept: 'No row holds a null in it, wherever the migration will be applied.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (table === null || !mayMeetRows(migration, step, table)) return [];
      return operation.columns
        .filter((column) => column.notNull && column.generated === null && !isRowId(operation, column))
        .flatMap((column) => riskOf(migration, step, column));
    });
  },
};

/** INTEGER PRIMARY KEY: SQLite numbers the rows itself. */
function isRowId({ constraints }: OperationOf<'rebuild table'>, column: Column): boolean {
  const keys = [...column.constraints, ...constraints].filter(({ type }) => type === 'primary key');
  return (
    column.type.toLowerCase() === 'integer' &&
    keys.some((key) => key.type === 'primary key' && key.columns.length === 1 && key.columns[0] === column.name)
  );
}

function riskOf(migration: ReviewedMigration, step: Step<OperationOf<'rebuild table'>>, column: Column): Risk[] {
  const { operation, before } = step;
  const nulls = nullsInCopy(migration, step, column);
  const copied = operation.copied?.find((copy) => copy.column === column.name);
  const from = copied?.from ?? null;
  // A column that is not there is told by rebuild-missing-column.
  const isMissing = from !== null && findColumn(before, tableBefore(step, operation), from) === null;
  if (nulls === 'none' || isMissing) return [];
  const shown = shownName('sqlite', operation.schema, operation.table);
  const target = `${shown}.${column.name}`;
  const isMaybe =
    nulls === 'filled' || operation.filtered || isPrepared(migration, step, operation, [from ?? column.name]);
  const old = identifier('sqlite', from ?? column.name);
  const fill = from === null ? null : filledBy(migration.filled, 'sqlite', operation, from);
  return [
    {
      operation,
      target,
      message:
        nulls === 'every'
          ? `The rebuild of ${shown} makes ${column.name} required and gives the rows no value in it: the migration fails as soon as there is one.`
          : copied !== undefined && from === null
            ? `The rebuild of ${shown} makes ${column.name} required: the migration fails where its copy makes no value for a row.`
            : `The rebuild of ${shown} makes ${column.name} required: the migration fails if a row has no value in it.`,
      severity: isMaybe ? 'warning' : 'error',
      fix:
        from === null
          ? `Give ${column.name} a default, or a value in the SELECT of the copy.`
          : fill === null
            ? `Fill it in before the rebuild, or copy coalesce(${old}, …).`
            : `Look for rows without a value since ${fill} filled them in, with the query; accept it where there is none.`,
      ...(from === null
        ? {}
        : {
            statements: [
              fill === null
                ? `UPDATE ${tableIdentifier('sqlite', operation)} SET ${old} = /* value */ WHERE ${old} IS NULL;`
                : `SELECT count(*) FROM ${tableIdentifier('sqlite', operation)} WHERE ${old} IS NULL;`,
            ],
          }),
    },
  ];
}
