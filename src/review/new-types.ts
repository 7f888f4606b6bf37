import type { OfTable } from '../sql/operation.js';
import type { ReviewedMigration, Step } from './migration.js';

/** A column that a statement gives a type. */
export interface NewType {
  step: Step;
  of: OfTable;
  column: string;
  type: string;
}

/** The types that a migration gives: to columns of new tables, to new columns, to columns that change. */
export function newTypes({ steps }: ReviewedMigration): NewType[] {
  return steps.flatMap((step): NewType[] => {
    const { operation } = step;
    switch (operation.kind) {
      case 'create table':
        return operation.temporary
          ? []
          : operation.columns.map(({ name, type }) => ({ step, of: operation, column: name, type }));
      case 'add column':
        return [{ step, of: operation, column: operation.column, type: operation.definition.type }];
      case 'alter column type':
        return [{ step, of: operation, column: operation.column, type: operation.type }];
      default:
        return [];
    }
  });
}
