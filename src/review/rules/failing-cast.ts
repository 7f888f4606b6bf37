import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, findColumn, findEnum, findTable } from '../../sql/built/schema.js';
import { elementType } from '../../sql/element-type.js';
import { isLossless, typeOf } from '../../sql/lossless.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, literal, tableIdentifier } from '../../sql/quote.js';
import type { Column } from '../../sql/table-parts.js';
import { mayFail } from '../casts/mysql.js';
import { type Cast, castOf, isNoList, isTextType } from '../casts/postgresql.js';
import { listsWith } from '../enum-type.js';
import { type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import { nullsIn } from '../nulls.js';
import { isPrepared, mayMeetRows } from '../rows.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';
import { isPlainCast, typeOfDefault } from '../values.js';

export const failingCast: ReviewRule = {
  name: 'review/failing-cast',
  severity: 'error',
  dialects: ['postgresql', 'mysql'],
  docs: {
    what: 'A column changes to a type that does not take every value of the old one, or that PostgreSQL does not convert to.',
    why: 'The migration fails on the first value that does not fit: a text that is no number, a number with too many digits, a text that is too long, an enum value that the new type has not. Where PostgreSQL has no automatic cast and the statement no USING, it fails on an empty table too. SQLite keeps the values as they are.',
    bad: `ALTER TABLE "orders" ALTER COLUMN "number" SET DATA TYPE integer USING "number"::integer;`,
    good: `-- A column beside it, filled by what can be read; the old one goes in a later release.
ALTER TABLE "orders" ADD COLUMN "number_new" integer;
UPDATE "orders" SET "number_new" = "number"::integer WHERE "number" ~ '^[0-9]{1,9}$';`,
    accept: 'Every value fits the new type, wherever the migration will be applied.',
  },
  check(migration) {
    return migration.dialect === 'postgresql' ? postgresqlRisks(migration) : mysqlRisks(migration);
  },
};

function postgresqlRisks(migration: ReviewedMigration): Risk[] {
  return stepsOf(migration, 'alter column type').flatMap((step) => {
    const { operation, before } = step;
    const table = tableBefore(step, operation);
    const column = findColumn(before, table, operation.column);
    if (column === null || operation.type === '') return [];
    const to = typeOf('postgresql', operation.type);
    const cast = castBetween(before, column.type, operation.type);
    if (cast === 'refused') {
      const value = refusedValue(before, column, operation.type);
      if (operation.using === null) return [refused(migration, step, column.type, value !== null)];
      if (value !== null) return [refusedDefault(migration, step, value)];
    }
    if (!mayMeetRows(migration, step, table) || nullsIn(migration, step, operation, operation.column) === 'every')
      return [];
    if (cast === 'safe' || cast === 'unknown') return [];
    // USING with a cast to varchar(n) cuts what is too long, and does not fail.
    if (cast === 'may fail' && operation.using !== null && ['varchar', 'char'].includes(to.name)) return [];
    const removed = removedValues(migration, step);
    if (removed !== null && removed.length === 0) return [];
    return [risk(migration, step, column.type, removed)];
  });
}

function castBetween(schema: BuiltSchema, from: string, to: string): Cast {
  const [old, now] = [elementType(from), elementType(to)];
  const isList = { from: old.list !== '', to: now.list !== '' };
  // A list is cast element by element; as a text it is any text.
  if (isList.from && isList.to) return castBetween(schema, old.element, now.element);
  const single = isList.from ? to : from;
  const isKnown = isNoList(typeOf('postgresql', single)) || findEnum(schema, single) !== null;
  if (isList.to || (isList.from && !isTextType(typeOf('postgresql', to)))) return isKnown ? 'refused' : 'unknown';
  const enums = { from: findEnum(schema, from), to: findEnum(schema, to) };
  if (enums.from !== null && enums.from === enums.to) return 'safe';
  const isEnum = { from: enums.from !== null, to: enums.to !== null };
  return castOf({ from: typeOf('postgresql', from), to: typeOf('postgresql', to), isEnum });
}

/** The default of a column that has no automatic cast to a type, and the type that it is of; `null` where it has one. */
function refusedValue(schema: BuiltSchema, { type, default: value }: Column, to: string) {
  const from = value === null ? null : typeOfDefault(type, value);
  return from !== null && castBetween(schema, from, to) === 'refused' ? { value, from } : null;
}

/** A cast that is not automatic, without USING: not even tried. */
function refused(
  migration: ReviewedMigration,
  step: Step<OperationOf<'alter column type'>>,
  from: string,
  hasRefusedDefault: boolean,
): Risk {
  const { operation } = step;
  const { target, name, table } = namesOf(migration, operation);
  const isIntoList = elementType(operation.type).list !== '' && elementType(from).list === '';
  const value = isIntoList ? `ARRAY[${name}]` : name;
  const converting = `ALTER TABLE ${table} ALTER COLUMN ${name} SET DATA TYPE ${operation.type} USING ${value}::${operation.type};`;
  return {
    operation,
    target,
    message: `${target} cannot become ${operation.type}: PostgreSQL has no automatic cast from ${from}, and refuses the statement whether there are rows or not.`,
    fix: 'Say how the values are converted (USING), or fill a new column.',
    statements: hasRefusedDefault ? aroundDefault(table, name, converting) : [converting],
  };
}

/** USING converts the values, and not the default. */
function refusedDefault(
  migration: ReviewedMigration,
  step: Step<OperationOf<'alter column type'>>,
  { value, from }: { value: string | null; from: string },
): Risk {
  const { operation } = step;
  const { target, name, table } = namesOf(migration, operation);
  const text = operation.text.endsWith(';') ? operation.text : `${operation.text};`;
  return {
    operation,
    target,
    message: `The default of ${target} (${value}) cannot become ${operation.type}: PostgreSQL has no automatic cast from ${from}, and USING is for the rows only. It refuses the statement whether there are rows or not.`,
    fix: 'Drop the default before it, and set it anew behind it.',
    statements: aroundDefault(table, name, text),
  };
}

function aroundDefault(table: string, name: string, statement: string): string[] {
  return [
    `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT;`,
    statement,
    `ALTER TABLE ${table} ALTER COLUMN ${name} SET DEFAULT /* value */;`,
  ];
}

function mysqlRisks(migration: ReviewedMigration): Risk[] {
  return stepsOf(migration, 'modify column').flatMap((step) => {
    const { operation, before } = step;
    const table = tableBefore(step, operation);
    const column = findColumn(before, table, operation.column);
    if (column === null || !mayMeetRows(migration, step, table)) return [];
    const { type } = operation.definition;
    if (isLossless('mysql', column.type, type) || !mayFail(typeOf('mysql', column.type), typeOf('mysql', type)))
      return [];
    return nullsIn(migration, step, operation, operation.column) === 'every'
      ? []
      : [risk(migration, step, column.type, null)];
  });
}

function risk(
  migration: ReviewedMigration,
  step: Step<OperationOf<'alter column type' | 'modify column'>>,
  from: string,
  removed: string[] | null,
): Risk {
  const { operation } = step;
  const { target, name, table } = namesOf(migration, operation);
  const to = operation.kind === 'modify column' ? operation.definition.type : operation.type;
  const isOwn = operation.kind === 'alter column type' && operation.using !== null && !isPlainCast(operation.using);
  const values = (removed ?? []).map((value) => literal(migration.dialect, value)).join(', ');
  return {
    operation,
    target,
    message:
      removed === null
        ? `${target} changes from ${from} to ${to}: the migration fails on a value that does not fit.`
        : `${target} changes to ${to} without ${listed(removed)}: the migration fails if a row has ${removed.length === 1 ? 'that value' : 'one of those values'}.`,
    severity: isOwn || isPrepared(migration, step, operation, [operation.column]) ? 'warning' : 'error',
    fix:
      removed === null
        ? 'Fill a new column of that type with what can be converted, and drop the old one in a later release.'
        : 'Give the rows that have it another value first.',
    statements:
      removed === null
        ? [`SELECT ${name}, count(*) FROM ${table} GROUP BY ${name} ORDER BY 2 DESC;`]
        : elementType(to).list !== ''
          ? [listsWith(operation, operation.column, removed)]
          : [
              `SELECT count(*) FROM ${table} WHERE ${name} IN (${values});`,
              `UPDATE ${table} SET ${name} = /* value */ WHERE ${name} IN (${values});`,
            ],
  };
}

function namesOf({ dialect }: ReviewedMigration, operation: OperationOf<'alter column type' | 'modify column'>) {
  const shown = shownName(dialect, operation.schema, operation.table);
  return {
    target: `${shown}.${operation.column}`,
    name: identifier(dialect, operation.column),
    table: tableIdentifier(dialect, operation),
  };
}

/**
 * The values that rows may have of the enum that the column had when the migration began, and that the new type lacks:
 * drizzle-kit changes an enum by way of text. `null` where the column was no enum then, or becomes none.
 */
function removedValues(migration: ReviewedMigration, { operation, before }: Step<OperationOf<'alter column type'>>) {
  const old = typeBefore(migration.before, operation);
  const now = findEnum(before, elementType(operation.type).element);
  if (old === null || now === null) return null;
  return old.values.filter((value) => !now.values.includes(value));
}

function typeBefore(schema: BuiltSchema, operation: OperationOf<'alter column type'>) {
  const column = findColumn(schema, findTable(schema, operation), operation.column);
  return column === null ? null : findEnum(schema, elementType(column.type).element);
}
