import { LockstepError } from '../errors.js';
import { nearest } from '../scaffold/nearest.js';
import type { TableProperty } from '../schema/source/index.js';
import { shownName } from '../sql/built/names.js';
import { type BuiltSchema, type BuiltTable, findColumn, findTable } from '../sql/built/schema.js';
import { propertyOf, type SchemaTable, type SchemaTables, tableNamed } from './schema-tables.js';

/** The table, or the column of it, that somebody asks about. */
export interface Subject {
  /** As the database names it: `users`, `billing.invoices`. */
  table: { schema: string | null; name: string };
  /** As the database names it; `null` for the table as a whole. */
  column: string | null;
  /** What the migrations build; `null` where they have not got it. */
  built: BuiltTable | null;
  /** What the schema files have; `null` where they have not got it. */
  source: SchemaTable | null;
  /** Of the column. */
  property: TableProperty | null;
}

interface KnownTable {
  table: { schema: string | null; name: string };
  built: BuiltTable | null;
  source: SchemaTable | null;
}

/**
 * What is meant by `users`, `users.email`, `billing.invoices.total`: the names of the database, or those of the code.
 *
 * @throws LockstepError (exit 2) with the nearest names where there is no such table or column, or several.
 */
export function subjectOf(typed: string, built: BuiltSchema, schema: SchemaTables): Subject {
  const tables = knownTables(built, schema);
  const whole = tables.filter((table) => namesOf(table, built).includes(typed));
  if (whole.length > 0) return { ...only(typed, whole, built), column: null, property: null };
  const cut = typed.lastIndexOf('.');
  const first = typed.slice(0, Math.max(cut, 0));
  const owners = tables.filter((table) => namesOf(table, built).includes(first));
  if (owners.length === 0) throw noTable(typed, tables, built);
  return withColumn(only(first, owners, built), typed.slice(cut + 1), built);
}

function knownTables(built: BuiltSchema, schema: SchemaTables): KnownTable[] {
  const { dialect } = built;
  const ofMigrations = [...built.tables.values()].map((table) => ({
    table: { schema: table.schema, name: table.name },
    built: table,
    source: tableNamed(schema, dialect, { schema: table.schema, table: table.name }),
  }));
  const ofFiles = schema.tables
    .filter(({ schema: of, name }) => findTable(built, { schema: of, table: name }) === null)
    .map((source) => ({ table: { schema: source.schema, name: source.name }, built: null, source }));
  return [...ofMigrations, ...ofFiles];
}

function namesOf({ table, source }: KnownTable, { dialect }: BuiltSchema): string[] {
  const shown = shownName(dialect, table.schema, table.name);
  const usual = dialect === 'postgresql' && shown === table.name ? [`public.${table.name}`] : [];
  return [shown, ...usual, ...(source?.table.exportName ? [source.table.exportName] : [])];
}

/** The name in the database decides over that of an export. */
function only(typed: string, found: KnownTable[], { dialect }: BuiltSchema): KnownTable {
  const named = found.filter(({ table }) => shownName(dialect, table.schema, table.name) === typed);
  const [first, ...others] = named.length > 0 ? named : found;
  if (first === undefined || others.length > 0) {
    const names = found.map(({ table }) => shownName(dialect, table.schema, table.name));
    throw new LockstepError(`${typed} is the name of ${found.length} tables.`, {
      fix: `Say which one, as the database names it: ${names.join(' or ')}.`,
    });
  }
  return first;
}

function withColumn(known: KnownTable, typed: string, built: BuiltSchema): Subject {
  const { dialect } = built;
  const { table, source } = known;
  const byCode = source?.properties.find(({ property }) => property === typed) ?? null;
  const inDatabase =
    findColumn(built, known.built, typed) ??
    known.built?.columns.find(
      ({ name }) => source !== null && byCode !== null && propertyOf(source, dialect, name) === byCode,
    );
  const column = inDatabase?.name ?? byCode?.name ?? byCode?.property;
  if (column !== undefined) {
    return { ...known, column, property: (source && propertyOf(source, dialect, column)) ?? byCode };
  }
  const names = [
    ...(known.built?.columns.map(({ name }) => name) ?? []),
    ...(source?.properties.map(({ property }) => property) ?? []),
  ];
  const shown = shownName(dialect, table.schema, table.name);
  throw new LockstepError(`The table ${shown} has no column ${JSON.stringify(typed)}.`, {
    fix: meant(nearest(typed, [...new Set(names)]), `Columns: ${[...new Set(names)].join(', ')}.`),
  });
}

function noTable(typed: string, tables: KnownTable[], built: BuiltSchema): LockstepError {
  const names = tables.flatMap((table) => namesOf(table, built));
  const shown = tables.map(({ table }) => shownName(built.dialect, table.schema, table.name));
  const word = typed.includes('.') ? typed.slice(0, typed.indexOf('.')) : typed;
  return new LockstepError(`There is no table ${JSON.stringify(typed)} in the migrations or the schema files.`, {
    fix: meant(
      nearest(word, [...new Set(names)]),
      shown.length > 0 ? `Tables: ${shown.join(', ')}.` : 'Make one: lockstep new table NAME [FIELD…]',
    ),
  });
}

function meant(near: string[], all: string): string {
  return near.length === 0 ? all : `Did you mean ${near.join(', ')}? ${all}`;
}
