import { type BuiltTable, findColumn, findTable } from '../../sql/built/schema.js';
import type { Operation, TableName } from '../../sql/operation.js';
import { isInUse } from '../in-use.js';
import { mayHaveRows, type ReviewedMigration, type Step } from '../migration.js';
import { fillsRows } from './add-column.js';
import { scansRows } from './constraint-scan.js';
import { notNullCheck } from './not-null-check.js';
import { typeChange } from './type-change.js';

/** A statement that takes the longer the more rows there are. */
export interface LongWork {
  /** The table whose rows it reads or writes. */
  table: TableName;
  /** As a message says it: `the rewrite of orders`. */
  what: 'rewrite' | 'check' | 'index' | 'change of rows';
}

/** What a step does for as long as the table has rows; `null` for a step that is over in a moment. */
export function longWork(migration: ReviewedMigration, step: Step): LongWork | null {
  const { operation, before } = step;
  if (!('table' in operation) || operation.table === null) return null;
  const of: TableName = { schema: operation.schema, table: operation.table };
  const table = findTable(before, of);
  const what = changesRows(operation)
    ? mayHaveRows(migration, table) && 'change of rows'
    : isInUse(migration, table) && ofTable(step, table);
  return what === false || what === null ? null : { table: of, what };
}

function changesRows(operation: Operation): boolean {
  return operation.kind === 'update' || operation.kind === 'delete' || operation.kind === 'merge';
}

function ofTable(step: Step, table: BuiltTable | null): LongWork['what'] | null {
  const { operation, before } = step;
  switch (operation.kind) {
    case 'create index':
      return operation.concurrently ? null : 'index';
    case 'add column': {
      const { definition } = operation;
      if (fillsRows(definition) !== null) return 'rewrite';
      const scans = definition.constraints.some((constraint) =>
        scansRows({ step: { ...step, operation }, constraint }),
      );
      return scans ? 'check' : null;
    }
    case 'alter column type': {
      const from = findColumn(before, table, operation.column)?.type ?? null;
      return typeChange(table, operation, from).does === 'nothing' ? null : 'rewrite';
    }
    case 'set not null': {
      if (findColumn(before, table, operation.column)?.notNull === true) return null;
      return table !== null && notNullCheck(table, operation.column) !== null ? null : 'check';
    }
    case 'add constraint': {
      const { constraint } = operation;
      if ('usingIndex' in constraint) return constraint.usingIndex === null ? 'index' : null;
      return constraint.notValid ? null : 'check';
    }
    case 'validate constraint':
      return 'check';
    case 'set expression':
      return 'rewrite';
    default:
      return null;
  }
}
