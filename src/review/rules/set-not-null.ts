import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import type { OfTable } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { filledBy } from '../filled.js';
import { type ReviewedMigration, type Step, tableBefore } from '../migration.js';
import { notNullSteps } from '../not-null-steps.js';
import { nullsIn } from '../nulls.js';
import { isPrepared, mayMeetRows } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';

export const setNotNull: ReviewRule = {
  name: 'review/set-not-null',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column becomes required whose rows may hold nulls.',
    why: 'The migration fails on the first row without a value. A warning where an UPDATE of the same migration fills the column in with something that may be null again.',
    bad: `ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;`,
    good: `UPDATE "users" SET "name" = '' WHERE "name" IS NULL;
ALTER TABLE "users" ADD CONSTRAINT "users_name_not_null" CHECK ("name" IS NOT NULL) NOT VALID;
-- In a migration of its own:
ALTER TABLE "users" VALIDATE CONSTRAINT "users_name_not_null";
ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "users" DROP CONSTRAINT "users_name_not_null";`,
    accept:
      'No row holds a null in it, wherever the migration will be applied: SELECT count(*) … WHERE … IS NULL says 0.',
  },
  check(migration) {
    return migration.steps.flatMap((step) =>
      columnsMadeRequired(migration, step).flatMap((column) => riskOf(migration, step, column)),
    );
  },
};

interface Required {
  of: OfTable;
  column: string;
  /** Its name before the statement: MySQL's CHANGE gives it another. */
  old: string;
}

function columnsMadeRequired({ dialect }: ReviewedMigration, { operation, before }: Step): Required[] {
  if (operation.kind === 'set not null') return [{ of: operation, column: operation.column, old: operation.column }];
  if (
    operation.kind === 'add constraint' &&
    operation.constraint.type === 'not null' &&
    !operation.constraint.notValid
  ) {
    return operation.constraint.columns.map((column) => ({ of: operation, column, old: column }));
  }
  // libSQL's ALTER COLUMN … TO leaves the rows alone that are there (libSQL on SQLite 3.45.1).
  if (operation.kind !== 'modify column' || dialect !== 'mysql' || !operation.definition.notNull) return [];
  const old = findColumn(before, tableBefore({ before }, operation), operation.column);
  return old === null ? [] : [{ of: operation, column: operation.definition.name, old: old.name }];
}

function riskOf(migration: ReviewedMigration, step: Step, { of, column, old }: Required): Risk[] {
  const { dialect, lockstep } = migration;
  const table = tableBefore(step, of);
  const nulls = nullsIn(migration, step, of, old);
  if (nulls === 'none' || !mayMeetRows(migration, step, table)) return [];
  const shown = shownName(dialect, of.schema, of.table);
  const target = `${shown}.${column}`;
  const said = {
    every: `${target} becomes required right after it was added without a value: the migration fails as soon as ${shown} has a row.`,
    some: `${target} becomes required: the migration fails if a row of ${shown} has no value in it.`,
    filled: `${target} becomes required: the migration fails where its UPDATE leaves a row of ${shown} without a value.`,
  };
  const { operation } = step;
  const type = operation.kind === 'modify column' ? operation.definition.type : '';
  const isMaybe = nulls === 'filled' || isPrepared(migration, step, of, [old]);
  const name = identifier(dialect, column);
  const fill = filledBy(migration.filled, dialect, of, old);
  return [
    {
      operation,
      target,
      message: said[nulls],
      severity: isMaybe ? 'warning' : 'error',
      fix:
        fill === null
          ? `Fill it in first: ${lockstep(`new backfill ${shellWord(shown)} ${shellWord(column)} --set "…" --as migration`)}`
          : `Look for rows without a value since ${fill} filled them in, with the first query; accept it where there is none.`,
      statements: [
        fill === null
          ? `UPDATE ${tableIdentifier(dialect, of)} SET ${name} = /* value */ WHERE ${name} IS NULL;`
          : `SELECT count(*) FROM ${tableIdentifier(dialect, of)} WHERE ${identifier(dialect, old)} IS NULL;`,
        ...notNullSteps(dialect, of, column, type),
      ],
    },
  ];
}
