import type { Dialect } from '../../project/dialects.js';
import type { Snapshot } from '../protocol.js';

/** One table or column that gets another name in the database. `schema` is null for the default one. */
export type Rename =
  | { kind: 'table'; schema: string | null; from: string; to: string }
  | { kind: 'column'; schema: string | null; table: string; from: string; to: string };

export type Json = Record<string, unknown>;

/** A JSON value as an object; empty where it is none. */
export const objectAt = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};

/** The collections of a table whose members drizzle-kit 0.31 keeps by their names. `checkConstraint` is MySQL's. */
export const collections = [
  'indexes',
  'uniqueConstraints',
  'foreignKeys',
  'compositePrimaryKeys',
  'checkConstraints',
  'checkConstraint',
  'policies',
] as const;

/** The key of a table in a snapshot of drizzle-kit 0.31. */
export const tableKey = (dialect: Dialect, schema: string | null, name: string): string =>
  dialect === 'postgresql' ? `${schema ?? 'public'}.${name}` : name;

/**
 * A snapshot of drizzle-kit 0.31 after a rename, as the database has it then: what refers to the table or the column
 * follows, constraints and indexes keep the names they have.
 */
export function renamedSnapshot(snapshot: Snapshot, rename: Rename, dialect: Dialect): Snapshot {
  const table = rename.kind === 'table' ? rename.from : rename.table;
  const target = tableKey(dialect, rename.schema, table);
  const tables: Json = {};
  for (const [key, value] of Object.entries(objectAt(snapshot.tables))) {
    const isTarget = key === target;
    const renamed = renamedTable(objectAt(value), isTarget, rename, table);
    const name = isTarget && rename.kind === 'table' ? tableKey(dialect, rename.schema, rename.to) : key;
    tables[name] = renamed;
  }
  const views: Json = {};
  for (const [key, value] of Object.entries(objectAt(snapshot.views))) {
    views[key] = mapText(value, (text) => renamedText(text, rename, table, false));
  }
  const own = objectAt(objectAt(objectAt(snapshot.tables)[target]).indexes);
  const internal = renamedInternal(objectAt(snapshot.internal), new Set(Object.keys(own)), rename, table);
  return {
    ...snapshot,
    tables,
    ...('views' in snapshot ? { views } : {}),
    ...('internal' in snapshot ? { internal } : {}),
  };
}

/** SQLite and MySQL note there by its text which part of an index is an expression. */
function renamedInternal(internal: Json, own: ReadonlySet<string>, rename: Rename, table: string): Json {
  if (!('indexes' in internal)) return internal;
  const indexes = mapEntries(internal.indexes, (name, value) => {
    const index = objectAt(value);
    const inside = own.has(name) && rename.kind === 'column';
    const columns = mapEntries(index.columns, (text, note) => [renamedText(text, rename, table, inside), note]);
    return [name, { ...index, columns }];
  });
  return { ...internal, indexes };
}

function renamedTable(table: Json, isTarget: boolean, rename: Rename, name: string): Json {
  const text = (value: unknown): unknown =>
    mapText(value, (one) => renamedText(one, rename, name, isTarget && rename.kind === 'column'));
  const column = (one: unknown): unknown =>
    isTarget && rename.kind === 'column' && one === rename.from ? rename.to : one;
  const result: Json = { ...table };
  if (isTarget && rename.kind === 'table') result.name = rename.to;
  result.columns = mapEntries(table.columns, (key, value) => {
    const own = objectAt(value);
    const renamed = { ...own, ...(isTarget ? { name: column(own.name) } : {}) };
    for (const field of ['generated', 'default'])
      if (field in own) Object.assign(renamed, { [field]: text(own[field]) });
    return [String(isTarget ? column(key) : key), renamed];
  });
  for (const collection of collections) {
    if (!(collection in table)) continue;
    result[collection] = mapEntries(table[collection], (key, value) => {
      const own = objectAt(value);
      const member: Json = {};
      for (const [field, content] of Object.entries(own)) member[field] = field === 'name' ? content : text(content);
      if (collection === 'indexes') member.columns = indexColumns(own.columns, column, text);
      else if (Array.isArray(own.columns)) member.columns = own.columns.map(column);
      if (collection === 'foreignKeys') Object.assign(member, renamedKey(own, isTarget, rename, name, column));
      return [key, member];
    });
  }
  return result;
}

/** PostgreSQL has objects with an expression, the others names. */
function indexColumns(columns: unknown, column: (one: unknown) => unknown, text: (one: unknown) => unknown): unknown {
  if (!Array.isArray(columns)) return columns;
  return columns.map((one) => {
    if (typeof one === 'string') return column(one) === one ? text(one) : column(one);
    const part = objectAt(one);
    return { ...part, expression: part.isExpression === true ? text(part.expression) : column(part.expression) };
  });
}

function renamedKey(
  key: Json,
  isTarget: boolean,
  rename: Rename,
  name: string,
  column: (one: unknown) => unknown,
): Json {
  const schema = typeof key.schemaTo === 'string' && key.schemaTo !== '' ? key.schemaTo : 'public';
  const refers = key.tableTo === name && (rename.schema ?? 'public') === schema;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    tableFrom: isTarget && rename.kind === 'table' ? rename.to : key.tableFrom,
    tableTo: refers && rename.kind === 'table' ? rename.to : key.tableTo,
    columnsFrom: list(key.columnsFrom).map(column),
    columnsTo: list(key.columnsTo).map((one) =>
      refers && rename.kind === 'column' && one === rename.from ? rename.to : one,
    ),
  };
}

/** SQL text after the rename. drizzle-kit writes names in both kinds of quotes, in SQLite's checks too (0.31.11). */
function renamedText(text: string, rename: Rename, table: string, inside: boolean): string {
  return ['"', '`'].reduce((now, quote) => {
    const name = (one: string): string => `${quote}${one}${quote}`;
    if (rename.kind === 'table') return now.replaceAll(name(table), name(rename.to));
    const from = `${name(table)}.${name(rename.from)}`;
    const qualified = now.replaceAll(from, `${name(table)}.${name(rename.to)}`);
    // In a table's own expressions, and in a view that speaks of it, a name without the table's is its column too.
    if (!inside && !qualified.includes(name(table))) return qualified;
    return qualified.replaceAll(new RegExp(`(?<!\\.)${escaped(name(rename.from))}`, 'g'), name(rename.to));
  }, text);
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapText(item, change)]));
}

function mapEntries(value: unknown, change: (key: string, value: unknown) => [string, unknown]): Json {
  return Object.fromEntries(Object.entries(objectAt(value)).map(([key, item]) => change(key, item)));
}
