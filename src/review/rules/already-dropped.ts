import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findTable } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { type ReviewedMigration, type Step, stepsOf } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const alreadyDropped: ReviewRule = {
  name: 'review/already-dropped',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A foreign key is dropped after DROP TABLE … CASCADE of the table that it refers to.',
    why: 'It went with that table: PostgreSQL finds no such constraint, and the migration fails wherever it is applied. drizzle-kit 0.31 writes the statements in this order.',
    bad: `DROP TABLE "orgs" CASCADE;
ALTER TABLE "users" DROP CONSTRAINT "users_org_id_orgs_id_fk";`,
    good: `ALTER TABLE "users" DROP CONSTRAINT "users_org_id_orgs_id_fk";
DROP TABLE "orgs";`,
    accept: 'Never: it cannot be applied.',
  },
  check: (migration) => stepsOf(migration, 'drop constraint').flatMap((step) => riskOf(migration, step)),
};

function riskOf(migration: ReviewedMigration, { operation, before }: Step<OperationOf<'drop constraint'>>): Risk[] {
  const { name: target, ifExists } = operation;
  if (target === null || ifExists || hasConstraint(before, operation)) return [];
  const at = migration.steps.findIndex((step) => step.operation === operation);
  const cascade = migration.steps
    .slice(0, at)
    .find((step) => hasConstraint(step.before, operation) && !hasConstraint(step.after, operation))?.operation;
  if (cascade?.kind !== 'drop table' || !cascade.cascade || findTable(before, operation) === null) return [];
  const dropped = shownName('postgresql', cascade.schema, cascade.table);
  return [
    {
      operation,
      target,
      message: `${target} has gone with ${dropped} (CASCADE): PostgreSQL does not find it, and the migration fails.`,
      fix: `Move the statement in front of the one that drops ${dropped}.`,
      statements: [`${operation.text};`, `${cascade.text};`],
    },
  ];
}

function hasConstraint(schema: BuiltSchema, operation: OperationOf<'drop constraint'>): boolean {
  return findTable(schema, operation)?.constraints.some(({ name }) => name === operation.name) ?? false;
}
