import { postgresqlName, shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findTable, referencesTo } from '../../sql/built/schema.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import type { Column } from '../../sql/table-parts.js';
import { tokenize } from '../../sql/tokens.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const cascade: ReviewRule = {
  name: 'review/cascade',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'DROP … CASCADE of a type, a function, a sequence, an extension or a constraint, with what falls.',
    why: 'PostgreSQL drops everything that depends on the object and says so in a notice only: the columns of a type with their values, the triggers and policies that call a function, the foreign keys that a unique constraint carries. What the statements of the history show is listed; there may be more.',
    bad: `DROP TYPE "status" CASCADE;`,
    good: `ALTER TABLE "orders" ALTER COLUMN "status" SET DATA TYPE text;
DROP TYPE "status";`,
    accept: 'All that falls is known and not needed. On a copy of the database, DROP without CASCADE lists it.',
  },
  check(migration) {
    return stepsOf(
      migration,
      'drop type',
      'drop domain',
      'drop function',
      'drop procedure',
      'drop sequence',
      'drop extension',
      'drop constraint',
    ).flatMap(({ operation, before }): Risk[] => {
      if (!operation.cascade) return [];
      const target =
        operation.kind === 'drop constraint'
          ? (operation.name ?? '')
          : shownName('postgresql', operation.schema, operation.name);
      const falls = dependsOn(before, operation);
      const what = `${operation.kind.slice('drop '.length)} ${target}`;
      if (falls.length > 0) {
        const message = `Dropping ${what} with CASCADE also drops ${listed(falls)}.`;
        return [
          { operation, target, message, fix: 'Drop or change by name what depends on it, then it without CASCADE.' },
        ];
      }
      // All that may depend on these is in the schema that the statements build.
      if (isFollowed(operation) && !before.isPartial) return [];
      const message = `Dropping ${what} with CASCADE drops whatever depends on it, and what that is cannot be read off the history.`;
      return [
        {
          operation,
          target,
          message,
          severity: 'warning',
          fix: 'Drop it without CASCADE: PostgreSQL then lists what depends on it.',
        },
      ];
    });
  },
};

function isFollowed({ kind }: Operation): boolean {
  return kind === 'drop type' || kind === 'drop constraint' || kind === 'drop sequence';
}

type Dropped = OperationOf<
  | 'drop type'
  | 'drop domain'
  | 'drop function'
  | 'drop procedure'
  | 'drop sequence'
  | 'drop extension'
  | 'drop constraint'
>;

function dependsOn(schema: BuiltSchema, operation: Dropped): string[] {
  switch (operation.kind) {
    case 'drop type':
    case 'drop domain':
      return columnsWith(schema, ({ type }) => names(type, operation.name)).map((column) => `column ${column}`);
    case 'drop constraint':
      return keysOn(schema, operation);
    default:
      return columnsWith(
        schema,
        (column, table) =>
          names(column.default ?? '', operation.name) ||
          (column.autoIncrement && operation.name === postgresqlName(table, [column.name], 'seq')),
      ).map((column) => `the default of ${column}`);
  }
}

function columnsWith(schema: BuiltSchema, isIt: (column: Column, table: string) => boolean): string[] {
  return [...schema.tables.values()].flatMap((table) =>
    table.columns
      .filter((column) => isIt(column, table.name))
      .map(({ name }) => `${shownName('postgresql', table.schema, table.name)}.${name}`),
  );
}

/** Whether an expression or a type names an object; a sequence stands in a string: `nextval('orders_id_seq')`. */
function names(text: string, name: string): boolean {
  return tokenize('postgresql', text).some(
    ({ kind, value }) =>
      kind !== 'symbol' && kind !== 'number' && value.split('.').at(-1)?.replaceAll('"', '') === name,
  );
}

/** The foreign keys that refer to the columns of a primary key or unique constraint. */
function keysOn(schema: BuiltSchema, operation: OperationOf<'drop constraint'>): string[] {
  const table = findTable(schema, operation);
  const dropped = table?.constraints.find(({ name }) => name === operation.name);
  if (table === null || dropped === undefined) return [];
  if (dropped.type !== 'primary key' && dropped.type !== 'unique') return [];
  const own = [...dropped.columns].sort();
  return referencesTo(schema, table)
    .filter(({ key }) => {
      const { columns } = key.references;
      return columns.length === 0 ? dropped.type === 'primary key' : [...columns].sort().join() === own.join();
    })
    .map(({ table: from, key }) => `foreign key ${key.name} of ${shownName('postgresql', from.schema, from.name)}`);
}
