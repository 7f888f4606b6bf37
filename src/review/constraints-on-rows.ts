import { type BuiltTable, findTable } from '../sql/built/schema.js';
import type { Operation, OperationOf, TableName } from '../sql/operation.js';
import type { Constraint } from '../sql/table-parts.js';
import { type ReviewedMigration, type Step, tableBefore } from './migration.js';
import { mayMeetRows, needsEmptyTable } from './rows.js';

/** A constraint that a migration puts on a table which may have rows. */
export interface ConstraintOnRows<Type extends Constraint['type'] = Constraint['type']> {
  step: Step<OperationOf<'add constraint' | 'add column' | 'modify column' | 'rebuild table'>>;
  /** The table as the statement names it. */
  of: TableName;
  /** As it is before the statement; `null` where no statement so far made it. */
  before: BuiltTable | null;
  /** As it is after it. */
  after: BuiltTable | null;
  constraint: Extract<Constraint, { type: Type }>;
}

/**
 * The constraints that a migration puts on rows that are there: by themselves, at a column that it adds or defines
 * anew, or in a table's rebuild. Those that leave the rows alone (NOT VALID) are not among them.
 */
export function constraintsOnRows<Type extends Constraint['type']>(
  migration: ReviewedMigration,
  type: Type,
): ConstraintOnRows<Type>[] {
  return migration.steps.flatMap((step) => {
    const { operation } = step;
    if (!puts(operation)) return [];
    const of = { schema: operation.schema, table: operation.table };
    const before = tableBefore(step, of);
    if (!mayMeetRows(migration, step, before)) return [];
    if (type !== 'primary key' && needsEmptyTable(migration, step)) return [];
    return statedBy(operation).flatMap((constraint) =>
      isOfType(constraint, type) && !constraint.notValid
        ? [{ step: { ...step, operation }, of, before, after: findTable(step.after, of), constraint }]
        : [],
    );
  });
}

type Putting = ConstraintOnRows['step']['operation'];

function puts(operation: Operation): operation is Putting {
  return ['add constraint', 'add column', 'modify column', 'rebuild table'].includes(operation.kind);
}

function statedBy(operation: Putting): Constraint[] {
  switch (operation.kind) {
    case 'add constraint':
      return [operation.constraint];
    case 'rebuild table':
      return [...operation.columns.flatMap(({ constraints }) => constraints), ...operation.constraints];
    default:
      return operation.definition.constraints;
  }
}

function isOfType<Type extends Constraint['type']>(
  constraint: Constraint,
  type: Type,
): constraint is Extract<Constraint, { type: Type }> {
  return constraint.type === type;
}

/** What an approval names it by: its name, or the columns where the engine makes one up. */
export function constraintTarget(table: string, constraint: Constraint, name: string | null = constraint.name): string {
  if (name !== null) return name;
  return 'columns' in constraint && constraint.columns.length > 0 ? `${table}.${constraint.columns.join(',')}` : table;
}
