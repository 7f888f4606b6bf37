import type { Dialect } from '../../project/dialects.js';
import { columnKey, shownName, tableKey } from '../../sql/built/names.js';
import type { BuiltEnum, BuiltSchema, BuiltTable } from '../../sql/built/schema.js';
import { elementType } from '../../sql/element-type.js';
import type { TableName } from '../../sql/operation.js';
import { identifier, literal, tableIdentifier } from '../../sql/quote.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { columnChanges } from '../column-changes.js';
import { isOfType, listsWith } from '../enum-type.js';

import { mayHaveRows, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const enumValueRemoved: ReviewRule = {
  name: 'review/enum-value-removed',
  severity: 'error',
  dialects: ['postgresql', 'mysql'],
  docs: {
    what: 'An enum loses a value that it had.',
    why: 'A release that is still running and writes the value, or compares with it, fails. Rows that have it are in the way: PostgreSQL refuses to bring them into the type that is made anew, and so does MySQL in strict mode; without strict mode it makes them empty. Where such rows are an error of `review/failing-cast`, this is a warning. A value that is renamed by ALTER TYPE … RENAME VALUE is not found here.',
    bad: `DROP TYPE "mood";
CREATE TYPE "mood" AS ENUM ('happy', 'sad');`,
    good: `-- Release 1: nothing writes the value any more, and no row has it:
UPDATE "people" SET "mood" = 'sad' WHERE "mood" = 'grumpy';
-- Release 2: the type without it.`,
    accept: 'No running release writes the value, and no row has it: a query on the production database said so.',
  },
  check(migration) {
    return migration.dialect === 'mysql' ? inColumns(migration) : inTypes(migration);
  },
};

function inTypes(migration: ReviewedMigration): Risk[] {
  const { before, after } = migration;
  const created = stepsOf(migration, 'create enum');
  return [...before.enums].flatMap(([key, old]) => {
    const now = after.enums.get(key);
    const made = created.find(({ operation }) => tableKey('postgresql', operation.schema, operation.name) === key);
    if (now === undefined || made === undefined) return [];
    const removed = old.values.filter((value) => !now.values.includes(value) && !isRenamed(migration, key, value));
    if (removed.length === 0) return [];
    const target = shownName('postgresql', old.schema, old.name);
    const statements = columnsOf(before, old).map(({ table, column, isList }) => {
      const of = { schema: table.schema, table: table.name };
      return isList ? listsWith(of, column, removed) : rowsWith('postgresql', of, column, removed);
    });
    const message = messageOf(`Enum ${target}`, removed);
    const isOfCast = stepsOf(migration, 'alter column type').some(
      (step) => isOfType(step.operation.type, old.schema, old.name) && meetsRows(migration, step, step.operation),
    );
    const severity = isOfCast ? 'warning' : 'error';
    return [{ operation: made.operation, target, message, severity, fix, statements }];
  });
}

function inColumns(migration: ReviewedMigration): Risk[] {
  return columnChanges(migration).flatMap(({ step, table, before, after }) => {
    const now = valuesIn(after.type);
    const removed = now === null ? [] : (valuesIn(before.type) ?? []).filter((value) => !now.includes(value));
    if (removed.length === 0) return [];
    const target = `${shownName('mysql', table.schema, table.table)}.${before.name}`;
    const statements = [rowsWith('mysql', table, before.name, removed)];
    const severity = meetsRows(migration, step, { ...table, column: before.name }) ? 'warning' : 'error';
    return [{ operation: step.operation, target, message: messageOf(target, removed), severity, fix, statements }];
  });
}

/** Whether rows that have the value may be there, which the migration has not given another. */
function meetsRows(
  migration: ReviewedMigration,
  step: Step,
  { column, ...of }: TableName & { column: string },
): boolean {
  const { dialect } = migration;
  const isUpdated = stepsOf(migration, 'update').some(
    ({ operation }) =>
      tableKey(dialect, operation.schema, operation.table) === tableKey(dialect, of.schema, of.table) &&
      operation.columns.some((name) => columnKey(dialect, name) === columnKey(dialect, column)),
  );
  return !isUpdated && mayHaveRows(migration, tableBefore(step, of));
}

const fix = 'Stop writing it in one release, give its rows another value, and take it out in the next.';

function messageOf(what: string, removed: string[]): string {
  const isOne = removed.length === 1;
  return `${what} loses the ${isOne ? 'value' : 'values'} ${listed(removed)}: rows that have ${isOne ? 'it' : 'one'} are in the way, and code that writes ${isOne ? 'it' : 'one'} fails.`;
}

/** The values of `enum('a','b')`; `null` for another type. */
function valuesIn(type: string): string[] | null {
  const tokens = tokenize('mysql', type);
  return isWord(tokens[0], 'enum') ? tokens.filter(({ kind }) => kind === 'string').map(({ value }) => value) : null;
}

function columnsOf(
  schema: BuiltSchema,
  { schema: of, name }: BuiltEnum,
): { table: BuiltTable; column: string; isList: boolean }[] {
  return [...schema.tables.values()].flatMap((table) =>
    table.columns
      .filter(({ type }) => isOfType(type, of, name))
      .map((column) => ({ table, column: column.name, isList: elementType(column.type).list !== '' })),
  );
}

/** How many rows are in the way, and what they have. */
function rowsWith(dialect: Dialect, table: TableName, column: string, values: string[]): string {
  const name = identifier(dialect, column);
  const list = values.map((value) => literal(dialect, value)).join(', ');
  return `SELECT ${name}, count(*) FROM ${tableIdentifier(dialect, table)} WHERE ${name} IN (${list}) GROUP BY ${name};`;
}

function isRenamed({ steps }: ReviewedMigration, key: string, value: string): boolean {
  return steps.some(
    ({ operation }) =>
      operation.kind === 'rename enum value' &&
      operation.value === value &&
      tableKey('postgresql', operation.schema, operation.name) === key,
  );
}
