import { type Catalog, type CatalogObject, type Fact, keyOf } from './catalog.js';

/** What of a live database is looked at. */
export interface Scope {
  /** Schemas besides those that the migrations build in: `schemaFilter` of the config. */
  schemas?: string[];
  /** Whether a table is the project's: `tablesFilter` of the config. */
  isOwnTable?: (name: string) => boolean;
  /** Roles that get privileges on whatever is made: the platform's, not the migrations'. */
  grantees?: string[];
}

export interface Comparable {
  expected: Catalog;
  found: Catalog;
  /** Schemas of the database that no migration builds in, sorted: left out. */
  otherSchemas: string[];
  /** Takes the same out of another catalog of the engine that `expected` is from. */
  narrow(catalog: Catalog): Catalog;
}

/**
 * Takes out of two catalogs what says nothing about a database being as its migrations build it: roles, lockstep's own
 * tables, schemas, extensions and event triggers that a platform brought along, privileges of roles that no migration
 * names, partitions that were added at run time.
 *
 * @param expected what the migrations build, as an engine of our own has it.
 * @param found what the live database has.
 */
export function comparable(expected: Catalog, found: Catalog, scope: Scope = {}): Comparable {
  const wanted = new Set(['public', ...schemasOf(expected), ...(scope.schemas ?? [])]);
  const otherSchemas = schemasOf(found).filter((schema) => !wanted.has(schema));
  const others = new Set(otherSchemas);
  const roles = new Set(granteesOf(expected).filter((role) => !(scope.grantees ?? []).includes(role)));
  const isOwn = (object: CatalogObject): boolean => {
    if (object.kind === 'role' || others.has(schemaOf(object) ?? '')) return false;
    const table = object.table ?? (object.kind === 'table' ? object.name : null);
    return table === null || !table.startsWith('__lockstep_');
  };
  const narrow = (catalog: Catalog): Catalog =>
    new Map([...catalog].flatMap(([key, object]) => (isOwn(object) ? [[key, trimmed(object, roles)]] : [])));
  const outside = tablesLeftOut(expected, found, scope);
  const live = [...narrow(found)].filter(([key, object]) => {
    const isBrought = object.kind === 'extension' || object.kind === 'event trigger';
    return (!isBrought || expected.has(key)) && !outside.has(tableKey(object) ?? '');
  });
  return { expected: narrow(expected), found: new Map(live), otherSchemas, narrow };
}

/** Live tables that no migration makes: partitions of one that it does, and what is not the project's. */
function tablesLeftOut(expected: Catalog, found: Catalog, { isOwnTable }: Scope): Set<string> {
  const left = new Set<string>();
  for (const [key, object] of found) {
    if (object.kind !== 'table' || expected.has(key)) continue;
    const isPartition = (object.facts['partition bound'] ?? null) !== null;
    const isOther = isOwnTable !== undefined && !isOwnTable(object.name);
    if (isPartition || isOther) left.add(key);
  }
  return left;
}

function tableKey({ kind, schema, table, name }: CatalogObject): string | null {
  const owner = kind === 'table' ? name : table;
  return owner === null ? null : keyOf({ kind: 'table', schema, table: null, name: owner });
}

/** Every schema that has something in it, or stands for itself. */
function schemasOf(catalog: Catalog): string[] {
  const schemas = [...catalog.values()].map(({ kind, schema, name }) => (kind === 'schema' ? name : schema));
  return [...new Set(schemas.filter((schema) => schema !== null))].sort();
}

/** A comment names what it is on: `auth.users`, `"my schema".t`. */
function schemaOf({ kind, schema, name, besides }: CatalogObject): string | null {
  if (kind === 'schema') return name;
  if (kind !== 'comment') return schema;
  const [, quoted, plain] = /^(?:"((?:[^"]|"")+)"|(\w+))/.exec(String(besides.identity ?? '')) ?? [];
  const inTrigger = / on (?:"((?:[^"]|"")+)"|(\w+))\./.exec(String(besides.identity ?? ''));
  return inTrigger?.[1] ?? inTrigger?.[2] ?? quoted ?? plain ?? null;
}

/** The roles that something was granted to, PUBLIC aside. */
function granteesOf(catalog: Catalog): string[] {
  const entries = [...catalog.values()].flatMap(({ facts }) => listOf(facts.privileges));
  return [...new Set(entries.map(roleIn))].filter((role) => role !== 'public');
}

function trimmed(object: CatalogObject, roles: ReadonlySet<string>): CatalogObject {
  const facts: Record<string, Fact> = { ...object.facts };
  // A platform has its extensions in a schema of its own.
  if (object.kind === 'extension') delete facts.schema;
  if (Array.isArray(facts.privileges)) {
    // What PUBLIC may do in the schema public differs between servers that were upgraded and new ones.
    const isKept = (role: string): boolean => roles.has(role) || (role === 'public' && object.kind !== 'schema');
    facts.privileges = facts.privileges.filter((entry) => isKept(roleIn(entry)));
  }
  return { ...object, facts };
}

/** `app SELECT with grant option`: the role's name may hold blanks, a privilege has none. */
function roleIn(entry: string): string {
  return entry.replace(/ with grant option$/, '').replace(/ \S+$/, '');
}

function listOf(fact: Fact | undefined): string[] {
  return Array.isArray(fact) ? fact : [];
}
