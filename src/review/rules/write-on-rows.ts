import { shownName } from '../../sql/built/names.js';
import type { BuiltTable } from '../../sql/built/schema.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { mayMeetRows } from '../rows.js';
import type { ReviewRule } from '../rule.js';
import { listed } from '../text.js';
import { assignedTo, isDistinctText } from '../values.js';

export const writeOnRows: ReviewRule = {
  name: 'review/write-on-rows',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'Rows are made of other rows (INSERT … SELECT), or their unique key is changed (UPDATE), without a word on rows that break a key.',
    why: 'On empty tables it does nothing and always works. With rows the migration fails as soon as two have the same key, one is there already, or one refers to nothing.',
    bad: `INSERT INTO "members" ("user_id", "team_id") SELECT "id", "team_id" FROM "users";`,
    good: `INSERT INTO "members" ("user_id", "team_id") SELECT "id", "team_id" FROM "users" WHERE "team_id" IS NOT NULL
  ON CONFLICT DO NOTHING;`,
    accept: 'The SELECT was run where the migration will be applied, and none of its rows breaks a key.',
  },
  check(migration) {
    const { dialect } = migration;
    return stepsOf(migration, 'insert', 'update').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (table === null || saysConflict(dialect, operation)) return [];
      const keys =
        operation.kind === 'insert'
          ? keysFilled(table, operation)
          : keysChanged(migration, { ...step, operation }, table);
      if (keys.length === 0) return [];
      const shown = shownName(dialect, operation.schema, operation.table);
      const message =
        operation.kind === 'insert'
          ? `The INSERT into ${shown} makes rows of other rows: the migration fails if one of them breaks ${listed(keys, 3)}.`
          : `The UPDATE of ${shown} gives its rows new keys: the migration fails if one breaks ${listed(keys, 3)}.`;
      return [
        {
          operation,
          target: shown,
          message,
          fix: 'Look at the values that it makes where the migration will be applied; leave out the rows that break a key.',
        },
      ];
    });
  },
};

const names = {
  'primary key': 'the primary key',
  unique: 'the unique key',
  'foreign key': 'the reference',
  'not null': 'the required column',
};

/** The unique keys with a column that an UPDATE gives other values, where the table may have rows. */
function keysChanged(migration: ReviewedMigration, step: Step<OperationOf<'update'>>, table: BuiltTable): string[] {
  const { dialect } = migration;
  const { operation } = step;
  if (!mayMeetRows(migration, step, table)) return [];
  const isChanged = (column: string | null): boolean => {
    if (column === null || !operation.columns.includes(column)) return false;
    return !isDistinctText(assignedTo(dialect, operation, column) ?? []);
  };
  return [
    ...table.constraints.flatMap((constraint) =>
      (constraint.type === 'unique' || constraint.type === 'primary key') && constraint.columns.some(isChanged)
        ? [`${names[constraint.type]} (${constraint.columns.join(', ')})`]
        : [],
    ),
    ...table.indexes.flatMap(({ unique, name, columns }) => (unique && columns.some(isChanged) ? [name] : [])),
  ];
}

/** ON CONFLICT, OR IGNORE, INSERT IGNORE, ON DUPLICATE KEY: whatever it says, somebody thought of it. */
function saysConflict(dialect: Parameters<typeof tokenize>[0], { text }: Operation): boolean {
  const tokens = tokenize(dialect, text);
  // Further on, replace is a function.
  if (tokens.slice(0, 3).some((token) => isWord(token, 'ignore', 'replace'))) return true;
  return tokens.some((token) => isWord(token, 'conflict', 'duplicate'));
}

/** The keys of a table all of whose columns are given: those that the database fills in are right. */
function keysFilled({ constraints, indexes }: BuiltTable, { columns, source }: OperationOf<'insert'>): string[] {
  if (source !== 'select') return [];
  const isGiven = (key: readonly (string | null)[]): boolean =>
    columns.length === 0 || key.every((column) => column !== null && columns.includes(column));
  const ofConstraints = constraints.flatMap((constraint) => {
    if (constraint.type === 'check' || constraint.type === 'exclude' || !isGiven(constraint.columns)) return [];
    return [`${names[constraint.type]} (${constraint.columns.join(', ')})`];
  });
  const ofIndexes = indexes.flatMap(({ unique, name, columns: key }) => (unique && isGiven(key) ? [name] : []));
  return [...ofConstraints, ...ofIndexes];
}
