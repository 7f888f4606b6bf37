import type { BuiltTable } from '../sql/built/schema.js';
import { findTable } from '../sql/built/schema.js';
import type { OperationOf } from '../sql/operation.js';
import type { Constraint } from '../sql/table-parts.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from './migration.js';

/** A constraint that a statement adds to a table that is there, by itself or with a column. */
export interface AddedConstraint {
  step: Step<OperationOf<'add constraint' | 'add column'>>;
  /** As the statement finds it. */
  table: BuiltTable | null;
  constraint: Constraint;
  /** The one that the engine gives it where the statement gives none. */
  name: string;
  /** The column that is added with it; null where it stands alone. */
  column: string | null;
}

/** The constraints that the statements of a migration add to tables. */
export function addedConstraints(migration: ReviewedMigration): AddedConstraint[] {
  return stepsOf(migration, 'add constraint', 'add column').flatMap((step) => {
    const { operation } = step;
    const table = tableBefore(step, operation);
    const isAlone = operation.kind === 'add constraint';
    const constraints = isAlone ? [operation.constraint] : operation.definition.constraints;
    const column = isAlone ? null : operation.column;
    const named = newConstraints(step, table);
    return constraints.map((constraint, at) => ({
      step,
      table,
      constraint,
      name: constraint.name ?? named[at]?.name ?? constraint.type.replace(' ', '_'),
      column,
    }));
  });
}

function newConstraints({ operation, after }: AddedConstraint['step'], before: BuiltTable | null): Constraint[] {
  return findTable(after, operation)?.constraints.slice(before?.constraints.length ?? 0) ?? [];
}
