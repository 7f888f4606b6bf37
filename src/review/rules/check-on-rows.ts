import type { Dialect } from '../../project/dialects.js';
import { shownName } from '../../sql/built/names.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isSameName } from '../../sql/sqlite/names.js';
import { isSymbol } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { type ConstraintOnRows, constraintsOnRows, constraintTarget } from '../constraints-on-rows.js';
import { isCheckedAlready } from '../keys.js';
import type { ReviewedMigration } from '../migration.js';
import { nullsBehind } from '../nulls.js';
import { isMetByNulls, isNullForAll } from '../predicates.js';
import { columnAddedBy, isPrepared } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { columnsNamed, nullTest } from '../values.js';

export const checkOnRows: ReviewRule = {
  name: 'review/check-on-rows',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A check is put on rows that may not meet it.',
    why: 'The migration fails on the first row for which the expression is false. Null counts as met. A warning where the migration changes those rows before it, or adds the columns with a default: then every row holds that.',
    bad: `ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0);`,
    good: `-- This must say 0:
SELECT count(*) FROM "orders" WHERE NOT ("total" >= 0);
ALTER TABLE "orders" ADD CONSTRAINT "orders_total_check" CHECK ("total" >= 0) NOT VALID;
-- In a migration of its own:
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_total_check";`,
    accept: 'The query for rows that do not meet it says 0 wherever the migration will be applied.',
  },
  check(migration) {
    return constraintsOnRows(migration, 'check').flatMap((added) => riskOf(migration, added));
  },
};

function riskOf(migration: ReviewedMigration, added: ConstraintOnRows<'check'>): Risk[] {
  const { dialect } = migration;
  const { step, of, after, constraint } = added;
  const { expression, name } = constraint;
  if (isCheckedAlready(migration, step, of, expression) || isNullForAll(migration, step, of, expression)) return [];
  if (isMetByNulls(migration, step, of, expression)) return [];
  const columns = columnsNamed(dialect, after, expression);
  const required = nullTest(dialect, expression, 'is not null');
  if (required !== null && nullsBehind(migration, step, of, required) === 'none') return [];
  const isNew = columns.length > 0 && columns.every((column) => columnAddedBy(migration, step, of, column) !== null);
  const shown = shownName(dialect, of.schema, of.table);
  const target = constraintTarget(shown, constraint, name ?? madeUpName(added));
  const condition = conditionOf(dialect, added);
  return [
    {
      operation: step.operation,
      target,
      message: `${target} fails to be made if it is false for a row of ${shown}: ${condition.replaceAll(/\s+/g, ' ')}`,
      severity: isNew || isPrepared(migration, step, of, columns) ? 'warning' : 'error',
      fix: 'Look for rows that do not meet it with the first query, and bring them in order before it.',
      statements: [
        `SELECT count(*) FROM ${tableIdentifier(dialect, of)} WHERE NOT (${condition});`,
        ...safeWay(dialect, added),
      ],
    },
  ];
}

/** The expression with the name that the table has: in a rebuild it names the one that takes its place. */
function conditionOf(dialect: Dialect, { step: { operation }, of, constraint }: ConstraintOnRows<'check'>): string {
  const { expression } = constraint;
  if (operation.kind !== 'rebuild table') return expression;
  const tokens = tokenize(dialect, expression);
  const qualifiers = tokens.filter(
    ({ value }, at) => isSameName(value, operation.temporaryName) && isSymbol(tokens[at + 1], '.'),
  );
  return qualifiers.reduceRight(
    (text, { start, end }) => text.slice(0, start) + tableIdentifier(dialect, of) + text.slice(end),
    expression,
  );
}

/** The name that PostgreSQL and MySQL give it; SQLite gives none. */
function madeUpName({ after, constraint }: ConstraintOnRows<'check'>): string | null {
  return (
    after?.constraints.findLast((built) => built.type === 'check' && built.expression === constraint.expression)
      ?.name ?? null
  );
}

/** PostgreSQL alone takes it unchecked and looks at the rows later, without keeping writers out. */
function safeWay(dialect: Dialect, { of, constraint: { name, expression } }: ConstraintOnRows<'check'>): string[] {
  if (dialect !== 'postgresql' || name === null) return [];
  const table = tableIdentifier(dialect, of);
  const check = identifier(dialect, name);
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${expression}) NOT VALID;`,
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check};`,
  ];
}
