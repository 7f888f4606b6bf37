import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import { isNew, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const unknownBefore: ReviewRule = {
  name: 'review/unknown-before',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column is given another type, or a table is built anew, and neither a statement nor a snapshot before says what it was.',
    why: 'Whether values are cut, refused or lost depends on what the column was. The history does not make the table: it was made by hand or by `push`, a migration before could not be read, or its snapshot is missing or of a version that is not known.',
    bad: `-- no migration before makes "legacy"
ALTER TABLE "legacy" ALTER COLUMN "code" SET DATA TYPE varchar(10);`,
    good: `-- let the history begin with what is there: drizzle-kit pull, or a first migration and
-- lockstep baseline
ALTER TABLE "legacy" ALTER COLUMN "code" SET DATA TYPE varchar(10);`,
    accept: 'Somebody has looked at the table in the database, and says in the reason what it was.',
  },
  check(migration) {
    const { dialect } = migration;
    const columns = stepsOf(migration, 'alter column type', 'modify column').flatMap((step) => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (isNew(migration, table) || findColumn(before, table, operation.column) !== null) return [];
      const target = `${shownName(dialect, operation.schema, operation.table)}.${operation.column}`;
      return [{ operation, target, message: `${target} changes, ${unknown}` }];
    });
    const tables = stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (table !== null && !table.isPartial) return [];
      const target = shownName(dialect, operation.schema, operation.table);
      return [{ operation, target, message: `${target} is built anew, ${unknown}` }];
    });
    return [...columns, ...tables];
  },
};

const unknown =
  'and no migration or snapshot before says what it was: whether values are cut, refused or lost is not known. A person has to look.';
