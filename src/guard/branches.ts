import { canonical, entitiesOf } from '../schema/snapshots.js';

type Json = Record<string, unknown>;

/**
 * What two branches of the 1.0 line both change, so that the order in which their migrations run matters; `null` when
 * they can run in either order. By the entities of their snapshots since the common one.
 *
 * @param base `null` for the empty schema.
 */
export function commonChange(base: Json | null, left: Json, right: Json, dialect: string): string | null {
  const old = entitiesOf(base ?? {});
  const ours = changes(old, entitiesOf(left));
  const theirs = changes(old, entitiesOf(right));
  for (const [key, change] of ours) if (theirs.has(key)) return describe(change.entity);
  return reach(ours, theirs, dialect) ?? reach(theirs, ours, dialect);
}

interface Change {
  entity: Json;
  kind: 'added' | 'dropped' | 'altered';
}

function changes(before: Map<string, Json>, after: Map<string, Json>): Map<string, Change> {
  const found = new Map<string, Change>();
  for (const [key, entity] of after) {
    const old = before.get(key);
    if (old === undefined) found.set(key, { entity, kind: 'added' });
    else if (canonical({ ddl: [old] }) !== canonical({ ddl: [entity] })) found.set(key, { entity, kind: 'altered' });
  }
  for (const [key, entity] of before) if (!after.has(key)) found.set(key, { entity, kind: 'dropped' });
  return found;
}

/** What of `others` a drop in `own`, or a table that SQLite has to build anew for `own`, would take with it. */
function reach(own: Map<string, Change>, others: Map<string, Change>, dialect: string): string | null {
  for (const { entity, kind } of own.values()) {
    const rebuilt = dialect === 'sqlite' && rebuilds(entity, kind, own);
    for (const { entity: other } of others.values()) {
      if (rebuilt && isOf(other, entity.table, entity.schema)) return describe(other);
      if (kind !== 'dropped') continue;
      if (entity.entityType === 'tables' && isUnder(other, entity)) return describe(other);
      if (entity.entityType === 'columns' && usesColumn(other, entity)) return describe(other);
    }
  }
  return null;
}

/** SQLite alters little in place: the table is made again with the columns that the branch knows, and copied. */
function rebuilds(entity: Json, kind: Change['kind'], own: Map<string, Change>): boolean {
  const table = entity.table;
  if (typeof table !== 'string' || entity.entityType === 'indexes') return false;
  if (entity.entityType === 'columns' && kind !== 'altered') return false;
  // Of a table that the branch itself makes or drops, nothing is built anew.
  return ![...own.values()].some(
    (change) => change.entity.entityType === 'tables' && change.entity.name === table && change.kind !== 'altered',
  );
}

function isOf(entity: Json, table: unknown, schema: unknown): boolean {
  return entity.table === table && entity.schema === schema;
}

function isUnder(other: Json, table: Json): boolean {
  return isOf(other, table.name, table.schema) || (other.entityType === 'fks' && other.tableTo === table.name);
}

function usesColumn(other: Json, column: Json): boolean {
  const names = (list: unknown): unknown[] =>
    Array.isArray(list) ? list.map((item) => (isJson(item) ? item.value : item)) : [];
  if (isOf(other, column.table, column.schema) && names(other.columns).includes(column.name)) return true;
  return other.tableTo === column.table && names(other.columnsTo).includes(column.name);
}

/** What a migration touches, as PostgreSQL snapshots of version 9 say it themselves (1.0.0-rc.5). */
interface Footprint {
  target: string;
  statement: string;
  /** Set where running the statement twice is the same as running it once. */
  sqlHash: unknown;
  writes: string[];
  sharedWrites: string[];
  reads: string[];
}

export function footprintsOf(snapshot: Json): Footprint[] {
  const strings = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : []);
  return (Array.isArray(snapshot.footprints) ? snapshot.footprints.filter(isJson) : []).map((footprint) => ({
    target: footprintTarget(strings(footprint.statementTarget)),
    statement: String(footprint.statementType),
    sqlHash: footprint.sqlHash,
    writes: strings(footprint.writes),
    sharedWrites: strings(footprint.sharedWrites),
    reads: strings(footprint.reads),
  }));
}

/** The same from footprints: what one writes the other neither writes nor reads, unless they do the same. */
export function commonFootprint(left: Footprint[], right: Footprint[]): string | null {
  const oneWay = (from: Footprint[], to: Footprint[]): string | null => {
    const touching = new Map<string, Footprint[]>();
    for (const footprint of to) {
      for (const node of [...footprint.writes, ...footprint.reads]) {
        touching.set(node, [...(touching.get(node) ?? []), footprint]);
      }
    }
    for (const footprint of from) {
      for (const node of [...footprint.writes, ...footprint.sharedWrites]) {
        const other = touching.get(node)?.find((candidate) => !isSame(footprint, candidate));
        if (other !== undefined) return footprint.target;
      }
    }
    return null;
  };
  return oneWay(left, right) ?? oneWay(right, left);
}

function isSame(a: Footprint, b: Footprint): boolean {
  return a.sqlHash !== undefined && a.statement === b.statement && a.sqlHash === b.sqlHash;
}

const kinds: Record<string, string> = {
  fks: 'foreign key',
  pks: 'primary key',
  uniques: 'unique constraint',
  checks: 'check constraint',
  indexes: 'index',
  policies: 'policy',
};

/** «the column users.name» */
function describe({ entityType, schema, table, name }: Json): string {
  const type = String(entityType);
  const parts = [schema === 'public' ? undefined : schema, table, name].filter((part) => typeof part === 'string');
  return `the ${kinds[type] ?? type.replace(/s$/, '')} ${parts.join('.')}`;
}

/** `["column", "public", "users", "name"]` */
function footprintTarget([kind = '', ...names]: string[]): string {
  return `the ${kind.replaceAll('_', ' ')} ${names.filter((name) => name !== 'public').join('.')}`;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
