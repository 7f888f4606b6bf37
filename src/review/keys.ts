import { columnKey, tableKey } from '../sql/built/names.js';
import { type BuiltSchema, type BuiltTable, findTable } from '../sql/built/schema.js';
import type { TableName } from '../sql/operation.js';
import type { Constraint } from '../sql/table-parts.js';
import { isSymbol } from '../sql/token-ranges.js';
import { type Token, tokenize } from '../sql/tokens.js';
import type { ReviewedMigration, Step } from './migration.js';

type ForeignKey = Extract<Constraint, { type: 'foreign key' }>;

/** The states of a table in which its rows were: before the migration, and before the step. */
function statesOf({ before }: ReviewedMigration, step: Step, of: TableName): BuiltTable[] {
  return [findTable(before, of), findTable(step.before, of)].filter((table) => table !== null);
}

/** Whether a key that the rows met until now leaves no two rows with the same values in these columns. */
export function isUniqueAlready(
  migration: ReviewedMigration,
  step: Step,
  of: TableName,
  columns: readonly string[],
): boolean {
  const wanted = new Set(columns.map((column) => columnKey(migration.dialect, column)));
  const covers = (key: readonly (string | null)[]): boolean =>
    key.length > 0 && key.every((column) => column !== null && wanted.has(columnKey(migration.dialect, column)));
  return statesOf(migration, step, of).some(
    ({ constraints, indexes }) =>
      constraints.some(
        (constraint) =>
          (constraint.type === 'primary key' || constraint.type === 'unique') &&
          !(constraint.parts ?? []).some(({ text }) => text.includes('(')) &&
          covers(constraint.columns),
      ) || indexes.some(({ unique, where, columns: key }) => unique && where === null && covers(key)),
  );
}

/** Whether the rows met the same foreign key until now: it is made again, to change its name or what it does. */
export function isForeignKeyAlready(
  migration: ReviewedMigration,
  step: Step,
  of: TableName,
  { columns, references }: ForeignKey,
): boolean {
  const { dialect } = migration;
  const same = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length &&
    one.every((name, at) => columnKey(dialect, name) === columnKey(dialect, other[at] ?? ''));
  const to = tableKey(dialect, references.schema, references.table);
  const referred = referredColumns(step.before, references);
  return statesOf(migration, step, of).some(({ constraints }) =>
    constraints.some(
      (constraint) =>
        constraint.type === 'foreign key' &&
        !constraint.notValid &&
        same(constraint.columns, columns) &&
        tableKey(dialect, constraint.references.schema, constraint.references.table) === to &&
        same(referredColumns(step.before, constraint.references), referred),
    ),
  );
}

/** The columns that a foreign key refers to: those of the primary key where it names none. */
export function referredColumns(schema: BuiltSchema, references: ForeignKey['references']): string[] {
  if (references.columns.length > 0) return references.columns;
  const key = findTable(schema, references)?.constraints.find(({ type }) => type === 'primary key');
  return key?.type === 'primary key' ? key.columns : [];
}

/** Whether the rows met the same condition until now. */
export function isCheckedAlready(migration: ReviewedMigration, step: Step, of: TableName, expression: string): boolean {
  const { dialect } = migration;
  const plain = (text: string): string => withoutQualifiers(tokenize(dialect, text)).join(' ');
  return statesOf(migration, step, of).some(({ constraints }) =>
    constraints.some(
      (constraint) =>
        constraint.type === 'check' && !constraint.notValid && plain(constraint.expression) === plain(expression),
    ),
  );
}

/** A rebuild's checks name the new table, which has another name while the rows are copied. */
function withoutQualifiers(tokens: readonly Token[]): string[] {
  return tokens
    .filter((token, at) => !isSymbol(token, '.') && !isSymbol(tokens[at + 1], '.'))
    .map(({ value }) => value);
}
