import type { Dialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import { applyOperation } from '../sql/built/apply.js';
import { type BuiltSchema, type BuiltTable, findTable } from '../sql/built/schema.js';
import type { Operation, OperationKind, OperationOf, TableName } from '../sql/operation.js';
import type { Filled } from './filled.js';
import type { Server } from './server.js';

/** One operation with the schema that it finds. */
export interface Step<Of extends Operation = Operation> {
  operation: Of;
  before: BuiltSchema;
  after: BuiltSchema;
  /** It stands in a DO block, and may be skipped there. */
  inBlock: boolean;
}

/** What the release uses that runs while a migration is applied: the schema files of the base branch. */
export interface Released {
  /** As it is called in messages: `origin/main`. */
  branch: string;
  /** The migrations that the branch has already. */
  tags: ReadonlySet<string>;
  /** Where its schema files have a table, or a column of one; `null` where they do not. */
  placeOf(table: TableName, column: string | null): { path: string; line: number } | null;
}

/** A migration as rules see it: its operations in their order, and the schema around each. */
export interface ReviewedMigration {
  tag: string;
  dialect: Dialect;
  line: KitLine;
  /** The server that it will be applied on; `null` where the settings do not say. */
  server: Server | null;
  sql: string;
  steps: Step[];
  /** The schema that the migrations before it build. */
  before: BuiltSchema;
  after: BuiltSchema;
  /** What the migrations before it filled in. */
  filled: Filled;
  /** `null` where the migration is on the base branch already, or there is no such branch. */
  released: Released | null;
  /** `lockstep NAME` as one types it in this project. */
  lockstep: (command: string) => string;
}

/** The steps of a migration that starts from `before`. A DO block is a step, and so is each statement in it. */
export function stepsFrom(before: BuiltSchema, operations: Operation[], tag: string): Step[] {
  const steps: Step[] = [];
  let schema = before;
  for (const operation of operations) {
    const after = applyOperation(schema, operation, tag);
    steps.push({ operation, before: schema, after, inBlock: false });
    if (operation.kind === 'do block') {
      let inside = schema;
      for (const inner of operation.operations) {
        const next = applyOperation(inside, inner, tag);
        steps.push({ operation: inner, before: inside, after: next, inBlock: true });
        inside = next;
      }
    }
    schema = after;
  }
  return steps;
}

/** The steps that are of one of these kinds, in their order. */
export function stepsOf<Kind extends OperationKind>(
  migration: ReviewedMigration,
  ...kinds: Kind[]
): Step<OperationOf<Kind>>[] {
  return migration.steps.flatMap(({ operation, ...around }) =>
    isOneOf(operation, kinds) ? [{ operation, ...around }] : [],
  );
}

function isOneOf<Kind extends OperationKind>(operation: Operation, kinds: Kind[]): operation is OperationOf<Kind> {
  return kinds.some((kind) => kind === operation.kind);
}

/** The table that an operation is about, as the operation finds it; `null` where no statement so far made it. */
export function tableBefore({ before }: Pick<Step, 'before'>, of: TableName): BuiltTable | null {
  return findTable(before, of);
}

/** Whether the migration itself made the table: nobody uses it yet, so nobody waits for it. */
export function isNew({ tag }: ReviewedMigration, table: BuiltTable | null): boolean {
  return table?.madeBy === tag;
}

/** Whether there may be rows in it: not where the migration made or emptied it, and wrote none since. */
export function mayHaveRows({ tag }: ReviewedMigration, table: BuiltTable | null): boolean {
  return table?.emptySince !== tag;
}
