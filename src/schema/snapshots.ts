import type { Snapshot } from './protocol.js';

type Json = unknown;

/** Fields that say where a snapshot stands in the history and how it came about, not what the schema is. */
const positional = new Set(['id', 'prevId', 'prevIds', '_meta', 'renames', 'footprints', 'type']);

/** A snapshot's schema as text: equal texts mean equal schemas. Keys are sorted; ids and rename notes left out. */
export function canonical(snapshot: Snapshot): string {
  const { ddl, ...rest } = snapshot;
  const entities = Array.isArray(ddl) ? ddl.map((entity) => JSON.stringify(sorted(entity))).sort() : [];
  return JSON.stringify([sorted(rest, true), entities]);
}

function sorted(value: Json, top = false): Json {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(top && positional.has(key)))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/**
 * `from` without what `to` does not have. Between `from` and it there are only drops, between it and `to` no drop of
 * a kind that could be half of a rename: so the differ, asked twice, never has a question.
 */
export function withoutDropped(from: Snapshot, to: Snapshot): { snapshot: Snapshot; ambiguous: boolean } {
  return Array.isArray(from.ddl) ? withoutDroppedEntities(from, to) : withoutDroppedMembers(from, to);
}

/** The collections of a snapshot whose members drizzle-kit 0.31 asks about: added and dropped at once may be a rename. */
const renameable = ['tables', 'enums', 'schemas', 'sequences', 'roles', 'policies', 'views'];
/** The same inside a table. */
const renameableInTable = ['columns', 'policies'];

function withoutDroppedMembers(from: Snapshot, to: Snapshot): { snapshot: Snapshot; ambiguous: boolean } {
  let ambiguous = false;
  const keep = (before: Json, after: Json): Record<string, Json> => {
    const old = asRecord(before);
    const wanted = asRecord(after);
    const dropped = Object.keys(old).some((key) => !(key in wanted));
    const added = Object.keys(wanted).some((key) => !(key in old));
    if (dropped && added) ambiguous = true;
    return Object.fromEntries(Object.entries(old).filter(([key]) => key in wanted));
  };
  const snapshot: Snapshot = { ...from };
  for (const collection of renameable) {
    if (collection in from) snapshot[collection] = keep(from[collection], to[collection]);
  }
  const tables: Record<string, Json> = {};
  for (const [name, table] of Object.entries(asRecord(snapshot.tables))) {
    const other = asRecord(asRecord(to.tables)[name]);
    const kept: Record<string, Json> = { ...asRecord(table) };
    for (const collection of renameableInTable) {
      if (collection in kept) kept[collection] = keep(kept[collection], other[collection]);
    }
    tables[name] = kept;
  }
  if ('tables' in from) snapshot.tables = tables;
  return { snapshot, ambiguous };
}

/** The kinds of entities of 1.0 whose rename is a question; keys and indexes follow their columns. */
const renameableEntities = new Set([
  'tables',
  'columns',
  'enums',
  'schemas',
  'sequences',
  'roles',
  'policies',
  'privileges',
  'views',
]);

function withoutDroppedEntities(from: Snapshot, to: Snapshot): { snapshot: Snapshot; ambiguous: boolean } {
  const old = entitiesOf(from);
  const wanted = entitiesOf(to);
  const isGone = ([key, entity]: [string, Record<string, Json>]): boolean =>
    !wanted.has(key) && renameableEntities.has(String(entity.entityType));
  const dropped = new Set([...old].filter(isGone).map(([, entity]) => groupOf(entity)));
  const added = [...wanted].filter(([key]) => !old.has(key)).map(([, entity]) => groupOf(entity));
  const goneTables = new Set([...old].filter((entry) => isGone(entry)).map(([, entity]) => tableOf(entity, 'name')));
  const kept = [...old]
    .filter((entry) => !isGone(entry) && !goneTables.has(tableOf(entry[1], 'table')))
    .map(([, entity]) => entity);
  return { snapshot: { ...from, ddl: kept }, ambiguous: added.some((group) => dropped.has(group)) };
}

/** The entities of a 1.0 snapshot by what identifies them. */
export function entitiesOf(snapshot: Snapshot): Map<string, Record<string, Json>> {
  const entities = Array.isArray(snapshot.ddl) ? snapshot.ddl.filter(isRecord) : [];
  return new Map(entities.map((entity) => [JSON.stringify([groupOf(entity), entity.name]), entity]));
}

/** A table by the field of an entity that names it; of entities that are no part of a table none. */
function tableOf(entity: Record<string, Json>, field: 'name' | 'table'): string {
  if (field === 'name' && entity.entityType !== 'tables') return '';
  return entity[field] === undefined ? '-' : JSON.stringify([entity.schema ?? null, entity[field]]);
}

function groupOf(entity: Record<string, Json>): string {
  return JSON.stringify([entity.entityType, entity.schema ?? null, entity.table ?? null]);
}

/**
 * Branches of the 1.0 line together: what each changed since their common ancestor, applied to that. Where two changed
 * the same entity the later one stands; that such branches conflict is for a rule to say.
 */
export function mergedEntities(base: Snapshot, leaves: Snapshot[]): Snapshot {
  const start = entitiesOf(base);
  const merged = new Map(start);
  for (const leaf of leaves) {
    const entities = entitiesOf(leaf);
    for (const key of start.keys()) if (!entities.has(key)) merged.delete(key);
    for (const [key, entity] of entities) {
      if (JSON.stringify(sorted(entity)) !== JSON.stringify(sorted(start.get(key)))) merged.set(key, entity);
    }
  }
  return { ...(leaves.at(-1) ?? base), ddl: [...merged.values()] };
}

function asRecord(value: Json): Record<string, Json> {
  return isRecord(value) ? value : {};
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
