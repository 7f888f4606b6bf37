import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { mayHaveRows, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { notNullSteps } from '../not-null-steps.js';
import { isPrepared, isRequiredWithoutValue, mayMeetRows } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { columnsNamed, isNeverNull } from '../values.js';

export const requiredColumn: ReviewRule = {
  name: 'review/required-column',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A required column without a default is added to a table that may have rows.',
    why: 'PostgreSQL and SQLite refuse it as soon as the table has one row: the deployment stops there, though it ran on the empty database of a test. MySQL gives the rows an empty text, 0 or the first value of an enum, and says nothing; for a date or a time its strict mode refuses 0000-00-00 (MySQL 8.0; MariaDB 10.11 takes it).',
    bad: `ALTER TABLE "orders" ADD COLUMN "currency" text NOT NULL;`,
    good: `ALTER TABLE "orders" ADD COLUMN "currency" text;
UPDATE "orders" SET "currency" = 'EUR' WHERE "currency" IS NULL;
-- When no running code leaves it out any more, in a migration of its own:
ALTER TABLE "orders" ADD CONSTRAINT "orders_currency_not_null" CHECK ("currency" IS NOT NULL) NOT VALID;
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_currency_not_null";
ALTER TABLE "orders" ALTER COLUMN "currency" SET NOT NULL;
ALTER TABLE "orders" DROP CONSTRAINT "orders_currency_not_null";`,
    accept:
      'The table is empty wherever the migration will be applied, or what MySQL fills in is what the rows are to hold.',
  },
  check(migration) {
    return stepsOf(migration, 'add column').flatMap((step) => {
      const { operation } = step;
      const { definition } = operation;
      if (definition.notNull && definition.generated !== null) return computed(migration, step, definition.generated);
      const isKey = definition.constraints.some(({ type }) => type === 'primary key');
      if (isKey || !isRequiredWithoutValue(migration.dialect, operation)) return [];
      return mayHaveRows(migration, tableBefore(step, operation)) ? [riskOf(migration, operation)] : [];
    });
  },
};

function riskOf(migration: ReviewedMigration, operation: OperationOf<'add column'>): Risk {
  const { dialect, lockstep } = migration;
  const table = shownName(dialect, operation.schema, operation.table);
  const target = `${table}.${operation.column}`;
  const fails = isRefused(migration, operation);
  const fill = lockstep(`new backfill ${shellWord(table)} ${shellWord(operation.column)} --set "…" --as migration`);
  return {
    operation,
    target,
    message: fails
      ? `${target} is required and has no default: the migration fails as soon as ${table} has a row.`
      : `${target} is required and has no default: MySQL gives the rows of ${table} that are there ${filling(operation.definition.type)}, without a word.`,
    severity: fails ? 'error' : 'warning',
    fix: `Give it a default; or add it nullable, fill it in (${fill}), and require it in a later migration.`,
    statements: steps(migration, operation),
  };
}

/** Words and functions by which an expression may have a value for a null. */
const seesNulls = [
  'coalesce',
  'ifnull',
  'concat',
  'concat_ws',
  'case',
  'is',
  'json_build_object',
  'jsonb_build_object',
];

/** The engine computes the values of the rows that are there, and looks for a null among them. */
function computed(
  migration: ReviewedMigration,
  step: Step<OperationOf<'add column'>>,
  { expression }: { expression: string },
): Risk[] {
  const { dialect } = migration;
  const { operation, before } = step;
  const table = tableBefore(step, operation);
  const tokens = tokenize(dialect, expression);
  const columns = columnsNamed(dialect, table, expression);
  const isNullable = columns.some((column) => findColumn(before, table, column)?.notNull === false);
  const isFilled =
    isNeverNull(before, table, tokens) || !(isNullable || tokens.some((token) => isWord(token, 'nullif')));
  if (isFilled || !mayMeetRows(migration, step, table)) return [];
  const name = shownName(dialect, operation.schema, operation.table);
  const target = `${name}.${operation.column}`;
  const isMaybe =
    isPrepared(migration, step, operation, columns) || tokens.some((token) => isWord(token, ...seesNulls));
  return [
    {
      operation,
      target,
      message: `${target} is required and computed: the migration fails if a row of ${name} makes it null.`,
      severity: isMaybe ? 'warning' : 'error',
      fix: 'Look for such rows with the query, and fill them in first; or take a coalesce into the expression.',
      statements: [`SELECT count(*) FROM ${tableIdentifier(dialect, operation)} WHERE (${expression}) IS NULL;`],
    },
  ];
}

/** MySQL 8.0's strict mode refuses the zero date that it would fill in; MariaDB 10.11 takes it. */
function isRefused({ dialect, server }: ReviewedMigration, { definition }: OperationOf<'add column'>): boolean {
  return (
    dialect !== 'mysql' || (server?.product !== 'mariadb' && /^(date|datetime|timestamp)\b/i.test(definition.type))
  );
}

function filling(type: string): string {
  if (/^enum\b/i.test(type)) return 'the first value of the enum';
  return /char|text|blob|binary|json|set\b/i.test(type) ? 'an empty value' : 'the value 0';
}

function steps({ dialect }: ReviewedMigration, operation: OperationOf<'add column'>): string[] {
  const { column, definition } = operation;
  const table = tableIdentifier(dialect, operation);
  const name = identifier(dialect, column);
  const { type } = definition;
  if (dialect === 'sqlite') return [`ALTER TABLE ${table} ADD COLUMN ${name} ${type} NOT NULL DEFAULT /* value */;`];
  return [
    `ALTER TABLE ${table} ADD COLUMN ${name} ${type};`,
    `UPDATE ${table} SET ${name} = /* value */ WHERE ${name} IS NULL;`,
    ...notNullSteps(dialect, operation, column, type),
  ];
}
