import type { AddedConstraint } from '../added-constraints.js';

/**
 * Whether PostgreSQL reads the rows that are there to add a constraint (seen by the scans of 15.20). A foreign key that
 * comes with a column without a default is not looked up: the column is null in every row.
 */
export function scansRows({ step, constraint }: Pick<AddedConstraint, 'step' | 'constraint'>): boolean {
  if (constraint.notValid) return false;
  const { operation } = step;
  if (constraint.type !== 'foreign key' || operation.kind !== 'add column') return true;
  const { default: value, autoIncrement, identity, generated } = operation.definition;
  return value !== null || autoIncrement || identity !== null || generated !== null;
}
