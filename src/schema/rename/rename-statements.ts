import type { Dialect } from '../../project/dialects.js';
import type { Snapshot } from '../protocol.js';
import { canonical } from '../snapshots.js';
import { collections, type Json, objectAt, type Rename, renamedSnapshot, tableKey } from './renamed-snapshot.js';

/** What a rename takes on the 0.x line. */
export interface RenamePlan {
  statements: string[];
  /**
   * The schema after these statements. What leads from there to the new one is drizzle-kit's own: indexes and keys
   * that an engine cannot rename.
   */
  between: Snapshot;
}

/** Why a rename cannot be written as one. */
export interface NotARename {
  reason: string;
}

/**
 * The statements of a rename between two snapshots of drizzle-kit 0.31. Its own differ cannot be used: it drops and
 * adds every constraint whose name follows from the renamed one, on PostgreSQL and MySQL in an order that fails where
 * a foreign key needs them, and on SQLite it rebuilds the tables, whose DROP TABLE empties their children (0.31.11).
 */
export function renameStatements(
  from: Snapshot,
  to: Snapshot,
  rename: Rename,
  dialect: Dialect,
): RenamePlan | NotARename {
  const after = renamedSnapshot(from, rename, dialect);
  const views = changedView(from, after, rename, dialect);
  if (views !== null) return { reason: `the view ${views} selects from it` };
  const statements = [renameStatement(rename, dialect)];
  const expected: Json = { ...objectAt(after.tables) };
  const between: Json = { ...objectAt(to.tables) };
  const guard =
    dialect === 'mysql' && rename.kind === 'column' ? checksAround(from, to, rename) : { before: [], after: [] };
  if ('reason' in guard) return guard;
  for (const [key, value] of Object.entries(objectAt(after.tables))) {
    const wanted = objectAt(objectAt(to.tables)[key]);
    const table: Json = { ...objectAt(value) };
    const kept: Json = { ...wanted };
    for (const collection of collections) {
      if (!(collection in table)) continue;
      const members = objectAt(table[collection]);
      const renamed = pairs(members, objectAt(wanted[collection]));
      for (const [old, name] of renamed) {
        const sql = renameObject(dialect, collection, ownerOf(table), old, name);
        if (sql !== null) statements.push(sql);
        else if (needsNewObject(dialect, collection)) kept[collection] = replaced(kept[collection], name, old);
      }
      table[collection] = withNames(members, renamed);
    }
    const identity = renameSequences(table, wanted, dialect);
    statements.push(...identity.statements);
    expected[key] = { ...table, columns: identity.columns };
    between[key] = kept;
  }
  if (canonical({ ...after, tables: expected }) !== canonical(to))
    return { reason: 'it would change more than the name' };
  return { statements: [...guard.before, ...statements, ...guard.after], between: { ...to, tables: between } };
}

const quoteOf = (dialect: Dialect): string => (dialect === 'postgresql' ? '"' : '`');

/** A name, with that of its schema where it has one, as SQL. */
function named(dialect: Dialect, schema: unknown, name: string): string {
  const quote = quoteOf(dialect);
  const one = (text: string): string => quote + text.replaceAll(quote, quote + quote) + quote;
  return dialect === 'postgresql' && typeof schema === 'string' && schema !== ''
    ? `${one(schema)}.${one(name)}`
    : one(name);
}

function renameStatement(rename: Rename, dialect: Dialect): string {
  const { schema, from, to } = rename;
  const name = (text: string): string => named(dialect, null, text);
  if (rename.kind === 'column')
    return `ALTER TABLE ${named(dialect, schema, rename.table)} RENAME COLUMN ${name(from)} TO ${name(to)};`;
  if (dialect === 'mysql') return `RENAME TABLE ${name(from)} TO ${name(to)};`;
  return `ALTER TABLE ${named(dialect, schema, from)} RENAME TO ${name(to)};`;
}

type Collection = (typeof collections)[number];
type Owner = { schema: unknown; name: string };

const ownerOf = (table: Json): Owner => ({ schema: table.schema, name: String(table.name) });

/** The statement that renames what belongs to a table; null where the engine has none, or has no name for it. */
function renameObject(dialect: Dialect, collection: Collection, owner: Owner, from: string, to: string): string | null {
  const table = named(dialect, owner.schema, owner.name);
  const name = (text: string): string => named(dialect, null, text);
  if (dialect === 'postgresql') {
    // PostgreSQL cuts names at 63 bytes, where old and new may be the same.
    if (cut(from) === cut(to)) return null;
    if (collection === 'indexes') return `ALTER INDEX ${named(dialect, owner.schema, from)} RENAME TO ${name(to)};`;
    if (collection === 'policies') return `ALTER POLICY ${name(from)} ON ${table} RENAME TO ${name(to)};`;
    return `ALTER TABLE ${table} RENAME CONSTRAINT ${name(from)} TO ${name(to)};`;
  }
  if (dialect === 'mysql' && (collection === 'indexes' || collection === 'uniqueConstraints'))
    return `ALTER TABLE ${table} RENAME INDEX ${name(from)} TO ${name(to)};`;
  return null;
}

const cut = (name: string): string => Buffer.from(name).subarray(0, 63).toString();

/** What has a name in the database and cannot be renamed: MySQL's foreign keys, SQLite's indexes. */
function needsNewObject(dialect: Dialect, collection: Collection): boolean {
  if (dialect === 'mysql') return collection === 'foreignKeys' || collection === 'checkConstraint';
  return dialect === 'sqlite' && (collection === 'indexes' || collection === 'uniqueConstraints');
}

/** Members that are the same but for their names, old and new. */
function pairs(old: Json, wanted: Json): [string, string][] {
  const content = (value: unknown): string => {
    const { name: _, ...rest } = objectAt(value);
    return canonical(rest);
  };
  const gone = Object.entries(old).filter(([key]) => !(key in wanted));
  const added = Object.entries(wanted).filter(([key]) => !(key in old));
  return gone.flatMap(([key, value]): [string, string][] => {
    const at = added.findIndex(([, other]) => content(other) === content(value));
    const [found] = at === -1 ? [] : added.splice(at, 1);
    return found ? [[key, found[0]]] : [];
  });
}

function withNames(members: Json, renamed: [string, string][]): Json {
  const names = new Map(renamed);
  return Object.fromEntries(
    Object.entries(members).map(([key, value]) => {
      const name = names.get(key);
      return name === undefined ? [key, value] : [name, { ...objectAt(value), name }];
    }),
  );
}

/** The collection with one member under another name. */
const replaced = (members: unknown, from: string, to: string): Json => withNames(objectAt(members), [[from, to]]);

/** Identity columns own a sequence that is named after the table and the column. */
function renameSequences(table: Json, wanted: Json, dialect: Dialect): { statements: string[]; columns: Json } {
  const columns: Json = {};
  const statements: string[] = [];
  for (const [key, value] of Object.entries(objectAt(table.columns))) {
    const column = objectAt(value);
    const from = objectAt(column.identity).name;
    const to = objectAt(objectAt(objectAt(wanted.columns)[key]).identity).name;
    const differs = dialect === 'postgresql' && typeof from === 'string' && typeof to === 'string' && from !== to;
    columns[key] = differs ? { ...column, identity: { ...objectAt(column.identity), name: to } } : column;
    if (differs)
      statements.push(`ALTER SEQUENCE ${named(dialect, table.schema, from)} RENAME TO ${named(dialect, null, to)};`);
  }
  return { statements, columns };
}

/**
 * MySQL 8 refuses to rename a column that a check constraint uses: it goes before, and comes back after. So does one that
 * a generated column or an index of an expression uses (errors 3108 and 3837), which would be built anew.
 */
function checksAround(
  from: Snapshot,
  to: Snapshot,
  rename: Extract<Rename, { kind: 'column' }>,
): { before: string[]; after: string[] } | NotARename {
  const key = tableKey('mysql', rename.schema, rename.table);
  const old = objectAt(objectAt(from.tables)[key]);
  const wanted = objectAt(objectAt(to.tables)[key]);
  const mention = `\`${rename.from}\``;
  const generated = Object.values(objectAt(old.columns)).some((column) =>
    JSON.stringify(objectAt(column).generated ?? '').includes(mention),
  );
  if (generated) return { reason: 'a generated column is computed from it, which MySQL does not allow' };
  const [index] =
    Object.entries(objectAt(old.indexes)).find(([, value]) => {
      const { columns } = objectAt(value);
      // An expression stands in brackets; `total` desc is no expression to MySQL.
      return Array.isArray(columns) && columns.some((one) => /^\s*\(/.test(one) && String(one).includes(mention));
    }) ?? [];
  if (index !== undefined)
    return { reason: `the index ${index} is of an expression with it, which MySQL does not allow` };
  const table = named('mysql', null, rename.table);
  const names = Object.entries(objectAt(old.checkConstraint)).flatMap(([name, check]) =>
    String(objectAt(check).value).includes(mention) ? [name] : [],
  );
  return {
    before: names.map((name) => `ALTER TABLE ${table} DROP CONSTRAINT ${named('mysql', null, name)};`),
    after: names.map((name) => {
      const value = String(objectAt(objectAt(wanted.checkConstraint)[name]).value);
      return `ALTER TABLE ${table} ADD CONSTRAINT ${named('mysql', null, name)} CHECK(${value});`;
    }),
  };
}

/** A view that would not be the new one after the rename alone; its columns keep their names. */
function changedView(from: Snapshot, after: Snapshot, rename: Rename, dialect: Dialect): string | null {
  if (rename.kind === 'table' && dialect !== 'mysql') return null;
  const views = objectAt(after.views);
  const [name] =
    Object.entries(objectAt(from.views)).find(([key, view]) => JSON.stringify(view) !== JSON.stringify(views[key])) ??
    [];
  return name ?? null;
}
