import type { Dialect } from '../../project/dialects.js';
import { shownName } from '../../sql/built/names.js';
import { findColumn, findIndex, findTable } from '../../sql/built/schema.js';
import type { IndexPart, OfTable, Operation } from '../../sql/operation.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import { constraintsOnRows, constraintTarget } from '../constraints-on-rows.js';
import { isUniqueAlready } from '../keys.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { nullsBehind } from '../nulls.js';
import { meetsNoRow } from '../predicates.js';
import { columnAddedBy, isPrepared, mayMeetRows } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';
import { columnsNamed, isDistinctPerRow } from '../values.js';

export const uniqueOnRows: ReviewRule = {
  name: 'review/unique-on-rows',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A unique index or constraint is put on columns whose rows may hold the same values twice.',
    why: 'The migration fails on the first pair of rows that are alike. CREATE UNIQUE INDEX CONCURRENTLY fails as well, and leaves an invalid index behind. A warning where the migration changes those rows before it.',
    bad: `ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE("email");`,
    good: `-- Nothing may come out of this:
SELECT "email", count(*) FROM "users" WHERE "email" IS NOT NULL GROUP BY "email" HAVING count(*) > 1;
CREATE UNIQUE INDEX CONCURRENTLY "users_email_unique" ON "users" ("email");
ALTER TABLE "users" ADD CONSTRAINT "users_email_unique" UNIQUE USING INDEX "users_email_unique";`,
    accept: 'The query for duplicates found none wherever the migration will be applied, and the code writes none.',
  },
  check(migration) {
    return [...fromConstraints(migration), ...fromIndexes(migration)].flatMap((key) => riskOf(migration, key));
  },
};

interface UniqueKey {
  step: Step;
  operation: Operation;
  of: OfTable;
  target: string;
  /** The index or constraint, where it has a name. */
  name: string | null;
  columns: string[];
  /** Those of them that it compares as they are. */
  whole: string[];
  /** The parts as SQL, for the query that finds duplicates. */
  parts: string[];
  where: string | null;
  nullsNotDistinct: boolean;
  isConstraint: boolean;
}

function fromConstraints(migration: ReviewedMigration): UniqueKey[] {
  const { dialect } = migration;
  return constraintsOnRows(migration, 'unique').flatMap(({ step, of, constraint }) => {
    const { columns, name, nullsNotDistinct, usingIndex } = constraint;
    // SQLite adds no unique column at all: unaddable-column.
    if (usingIndex !== null || (dialect === 'sqlite' && step.operation.kind === 'add column')) return [];
    const shown = shownName(dialect, of.schema, of.table);
    const target = constraintTarget(shown, constraint);
    const stated = constraint.parts ?? columns.map((column) => ({ column, text: column }));
    const parts = stated.map((part) => sqlOf(dialect, part));
    const whole = wholeIn(dialect, stated);
    const key = { of, target, name, columns, whole, parts, where: null, nullsNotDistinct, isConstraint: true };
    return [{ step, operation: step.operation, ...key }];
  });
}

function fromIndexes(migration: ReviewedMigration): UniqueKey[] {
  const { dialect } = migration;
  return stepsOf(migration, 'create index').flatMap((step) => {
    const { operation } = step;
    const { unique, index, parts, where, ifNotExists } = operation;
    const table = tableBefore(step, operation);
    if (!unique || !mayMeetRows(migration, step, table)) return [];
    if (ifNotExists && index !== null && findIndex(step.before, { ...operation, index }) !== null) return [];
    const columns = parts.flatMap(({ column, text }) =>
      column === null ? columnsNamed(dialect, table, text) : [column],
    );
    const key = {
      of: operation,
      target: index ?? shownName(dialect, operation.schema, operation.table),
      name: index,
      columns,
      whole: wholeIn(dialect, parts),
      parts: parts.map((part) => sqlOf(dialect, part)),
      where,
      nullsNotDistinct: false,
      isConstraint: false,
    };
    return [{ step, operation, ...key }];
  });
}

/**
 * The parts that are no less than a column: two emails that differ may have the same `lower(email)`, the same first ten
 * letters, or be the same to NOCASE.
 */
function wholeIn(dialect: Dialect, parts: readonly IndexPart[]): string[] {
  return parts.flatMap(({ column, text }) => {
    const isLess = prefixOf(dialect, text) !== null || collationOf(dialect, text) !== null;
    return column === null || isLess ? [] : [column];
  });
}

/** What the rows are compared by, as an expression. */
function sqlOf(dialect: Dialect, { column, text }: IndexPart): string {
  if (column === null) return text;
  const name = identifier(dialect, column);
  const prefix = prefixOf(dialect, text);
  const collation = collationOf(dialect, text);
  if (prefix !== null) return `left(${name}, ${prefix})`;
  return collation === null ? name : `${name} COLLATE ${collation}`;
}

/** MySQL's `email(10)`. */
function prefixOf(dialect: Dialect, text: string): string | null {
  return dialect === 'mysql' ? (/\((\d+)\)/.exec(text)?.[1] ?? null) : null;
}

function collationOf(dialect: Dialect, text: string): string | null {
  return dialect === 'sqlite' ? (/\bcollate\s+(\w+)/i.exec(text)?.[1] ?? null) : null;
}

function riskOf(migration: ReviewedMigration, key: UniqueKey): Risk[] {
  const { dialect } = migration;
  const { step, operation, of, target, columns, where } = key;
  const nulls = columns.map((column) => nullsBehind(migration, step, of, column));
  const isAllNull = !key.nullsNotDistinct && nulls.includes('every');
  const isDistinct = columns.some((column) => {
    const added = columnAddedBy(migration, step, of, column);
    return added !== null && isDistinctPerRow(dialect, added);
  });
  // A key that was there let any number of nulls be.
  const mayRepeatNull = key.nullsNotDistinct && nulls.some((of) => of !== 'none');
  if (isAllNull || isDistinct || (!mayRepeatNull && isUniqueAlready(migration, step, of, key.whole))) return [];
  if (where !== null && meetsNoRow(migration, step, of, where)) return [];
  const shown = shownName(dialect, of.schema, of.table);
  const inRows = where === null ? '' : ` among those where ${where}`;
  return [
    {
      operation,
      target,
      message: `${target} fails to be made if two rows of ${shown} have the same ${listed(columns)}${inRows}.`,
      severity: isPrepared(migration, step, of, columns) ? 'warning' : 'error',
      fix: 'Look for duplicates with the first query, and bring them in order before it.',
      statements: [duplicates(dialect, key, step), ...safeWay(dialect, key)],
    },
  ];
}

function duplicates(dialect: Dialect, { of, columns, parts, where, nullsNotDistinct }: UniqueKey, step: Step): string {
  const table = findTable(step.after, of);
  const nullable = nullsNotDistinct
    ? []
    : columns.filter((column) => findColumn(step.after, table, column)?.notNull === false);
  const conditions = [
    ...nullable.map((column) => `${identifier(dialect, column)} IS NOT NULL`),
    ...(where === null ? [] : [nullable.length > 0 ? `(${where})` : where]),
  ];
  const rows = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const list = parts.join(', ');
  return `SELECT ${list}, count(*) FROM ${tableIdentifier(dialect, of)}${rows} GROUP BY ${list} HAVING count(*) > 1;`;
}

/** PostgreSQL alone makes it beside running writes. */
function safeWay(
  dialect: Dialect,
  { of, name, columns, parts, where, isConstraint, nullsNotDistinct }: UniqueKey,
): string[] {
  if (dialect !== 'postgresql' || name === null) return [];
  const table = tableIdentifier(dialect, of);
  const index = identifier(dialect, name);
  const nulls = nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  const rows = where === null ? '' : ` WHERE ${where}`;
  const list = isConstraint ? identifiers(dialect, columns) : parts.join(', ');
  const made = `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${list})${nulls}${rows};`;
  return isConstraint ? [made, `ALTER TABLE ${table} ADD CONSTRAINT ${index} UNIQUE USING INDEX ${index};`] : [made];
}
