import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findColumn, findTable } from '../../sql/built/schema.js';
import type { OfTable, Operation } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { columnChanges, isNewColumn } from '../column-changes.js';
import type { ReviewRule, Risk } from '../rule.js';

export const dropNotNull: ReviewRule = {
  name: 'review/drop-not-null',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column that had no nulls may have them from here on.',
    why: 'Code that is still running was written for a value in every row: as soon as the new release writes the first null, the old one reads it and may fail on it.',
    bad: `ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL;`,
    good: `-- First the release that can read nulls, then the migration, then the release that writes them.
ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL;`,
    accept: 'No running release fails on a null, or none writes one before the old release is gone.',
  },
  check(migration) {
    const { dialect, after } = migration;
    return columnChanges(migration).flatMap(({ step, table, before, after: now }) => {
      if (!before.notNull || now.notNull || isNewColumn(migration, step.operation, table, before.name)) return [];
      const last = findColumn(after, findTable(after, table), now.name);
      if (last === null || last.notNull) return [];
      const target = `${shownName(dialect, table.schema, table.table)}.${now.name}`;
      const key = dialect === 'postgresql' ? primaryKeyOver(step.before, table, now.name) : null;
      if (key !== null) return [inPrimaryKey(step.operation, table, target, key)];
      return [
        {
          operation: step.operation,
          target,
          message: `${target} may be null from here on: code that is still running was written for a value in every row.`,
          fix: 'Release the code that reads nulls first, and the code that writes them last.',
        },
      ];
    });
  },
};

/** The name of the primary key that has the column; `null` where none has it. */
function primaryKeyOver(schema: BuiltSchema, of: OfTable, column: string): string | null {
  const keys = findTable(schema, of)?.constraints.filter(({ type }) => type === 'primary key') ?? [];
  return keys.find((key) => key.type === 'primary key' && key.columns.includes(column))?.name ?? null;
}

/** drizzle-kit 0.31 leaves the statement that drops the primary key of one column to the reader, in a comment. */
function inPrimaryKey(operation: Operation, of: OfTable, target: string, key: string): Risk {
  return {
    operation,
    target,
    severity: 'error',
    message: `${target} is to accept nulls while it is in the primary key ${key}: PostgreSQL refuses that.`,
    fix: 'Drop the primary key first.',
    statements: [
      `ALTER TABLE ${tableIdentifier('postgresql', of)} DROP CONSTRAINT ${identifier('postgresql', key)};`,
      `${operation.text};`,
    ],
  };
}
