import type { Dialect } from '../../project/dialects.js';
import { shownName, tableKey } from '../../sql/built/names.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import { type ConstraintOnRows, constraintsOnRows, constraintTarget } from '../constraints-on-rows.js';
import { isForeignKeyAlready, referredColumns } from '../keys.js';
import { type ReviewedMigration, stepsOf } from '../migration.js';
import { nullsBehind } from '../nulls.js';
import { isPrepared, stepsBefore, stepsBeforeOn } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const foreignKeyOnRows: ReviewRule = {
  name: 'review/foreign-key-on-rows',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A foreign key is put on rows that may refer to nothing.',
    why: 'The migration fails on the first row whose value is not in the other table. On SQLite this is a rebuild that runs with foreign keys on: drizzle-kit turns them off, which a transaction ignores (drizzle-orm 0.45.4, except its migrator for libSQL); where they are off, such rows stay unseen. A warning where the migration changes the rows before it, or turns the check off.',
    bad: `ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id");`,
    good: `-- Nothing may come out of this:
SELECT "user_id" FROM "orders" WHERE "user_id" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "users" WHERE "users"."id" = "orders"."user_id");
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id") NOT VALID;
-- In a migration of its own:
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_user_id_fk";`,
    accept: 'The query for rows that refer to nothing found none wherever the migration will be applied.',
  },
  check(migration) {
    return constraintsOnRows(migration, 'foreign key').flatMap((added) => riskOf(migration, added));
  },
};

function riskOf(migration: ReviewedMigration, added: ConstraintOnRows<'foreign key'>): Risk[] {
  const { dialect } = migration;
  const { step, of, constraint } = added;
  const { columns, references } = constraint;
  // SQLite refuses such a column where it has a default: unaddable-column.
  if (dialect === 'sqlite' && step.operation.kind === 'add column') return [];
  if (isForeignKeyAlready(migration, step, of, constraint) || isUnchecked(migration, added)) return [];
  // A null in one of its columns is enough (MATCH SIMPLE, the only one of drizzle).
  if (columns.some((column) => nullsBehind(migration, step, of, column) === 'every')) return [];
  const shown = shownName(dialect, of.schema, of.table);
  const target = constraintTarget(shown, constraint);
  const to = shownName(dialect, references.schema, references.table);
  // libSQL's ALTER COLUMN … TO looks at no row that is there (libSQL of SQLite 3.45.1, foreign keys on).
  const isForNewRows = dialect === 'sqlite' && step.operation.kind === 'modify column';
  const isMaybe =
    isForNewRows || isPrepared(migration, step, of, columns) || isFilled(migration, added) || isTurnedOff(migration);
  const referred = referredColumns(step.before, references);
  return [
    {
      operation: step.operation,
      target,
      message: isForNewRows
        ? `${target} holds for new rows of ${shown} only: those whose ${listed(columns)} is not in ${to} stay, unseen.`
        : `${target} fails to be made if ${listed(columns)} of a row of ${shown} is not in ${to}.`,
      severity: isMaybe ? 'warning' : 'error',
      fix: 'Look for rows that refer to nothing with the first query, and bring them in order before it.',
      statements: [orphans(dialect, added, referred), ...safeWay(dialect, added)],
    },
  ];
}

/** MySQL's `SET FOREIGN_KEY_CHECKS = 0`: the rows are not looked at. */
function isUnchecked(migration: ReviewedMigration, { step }: Pick<ConstraintOnRows, 'step'>): boolean {
  const last = stepsBefore(migration, step).findLast(
    ({ operation }) => operation.kind === 'set' && operation.name.includes('foreign_key_checks'),
  )?.operation;
  return last?.kind === 'set' && ['0', 'off'].includes(last.value?.toLowerCase() ?? '');
}

function isTurnedOff(migration: ReviewedMigration): boolean {
  return stepsOf(migration, 'pragma').some(
    ({ operation: { name, value } }) => name === 'foreign_keys' && /^(off|0|false|no)$/i.test(value ?? ''),
  );
}

/** The migration puts rows into the table that is referred to. */
function isFilled(migration: ReviewedMigration, { step, constraint }: ConstraintOnRows<'foreign key'>): boolean {
  return stepsBeforeOn(migration, step, constraint.references).some(({ operation }) =>
    ['insert', 'merge'].includes(operation.kind),
  );
}

function orphans(
  dialect: Dialect,
  { of, constraint: { columns, references } }: ConstraintOnRows<'foreign key'>,
  referred: string[],
): string {
  const table = tableIdentifier(dialect, of);
  const isSelf = tableKey(dialect, of.schema, of.table) === tableKey(dialect, references.schema, references.table);
  const to = isSelf ? 'referred' : tableIdentifier(dialect, references);
  const name = (column: string): string => identifier(dialect, column);
  const isSet = columns.map((column) => `${table}.${name(column)} IS NOT NULL`).join(' AND ');
  const isSame = columns.map((column, at) => `${to}.${name(referred[at] ?? column)} = ${table}.${name(column)}`);
  const from = isSelf ? `${table} AS referred` : to;
  return `SELECT ${identifiers(dialect, columns)} FROM ${table} WHERE ${isSet} AND NOT EXISTS (SELECT 1 FROM ${from} WHERE ${isSame.join(' AND ')});`;
}

/** PostgreSQL alone takes it unchecked and looks at the rows later, without keeping writers out. */
function safeWay(dialect: Dialect, { of, constraint }: ConstraintOnRows<'foreign key'>): string[] {
  const { name, columns, references, onDelete, onUpdate } = constraint;
  if (dialect !== 'postgresql' || name === null) return [];
  const table = tableIdentifier(dialect, of);
  const key = identifier(dialect, name);
  const to = references.columns.length === 0 ? '' : ` (${identifiers(dialect, references.columns)})`;
  const actions = [
    ...(onDelete === 'no action' ? [] : [` ON DELETE ${onDelete.toUpperCase()}`]),
    ...(onUpdate === 'no action' ? [] : [` ON UPDATE ${onUpdate.toUpperCase()}`]),
  ].join('');
  const refers = `FOREIGN KEY (${identifiers(dialect, columns)}) REFERENCES ${tableIdentifier(dialect, references)}${to}`;
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${key} ${refers}${actions} NOT VALID;`,
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${key};`,
  ];
}
