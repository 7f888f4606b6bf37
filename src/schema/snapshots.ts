import type { Snapshot } from './protocol.js';

type Json = unknown;

/** Fields that say where a snapshot stands in the history, not what the schema is. */
const positional = new Set(['id', 'prevId', 'prevIds', '_meta']);

/** A snapshot's schema as text: equal texts mean equal schemas. Keys are sorted; ids and rename notes left out. */
export function canonical(snapshot: Snapshot): string {
  return JSON.stringify(sorted(snapshot, true));
}

function sorted(value: Json, top = false): Json {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(top && positional.has(key)))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** The collections of a snapshot whose members drizzle-kit 0.31 asks about: added and dropped at once may be a rename. */
const renameable = ['tables', 'enums', 'schemas', 'sequences', 'roles', 'policies', 'views'];
/** The same inside a table. */
const renameableInTable = ['columns', 'policies'];

/**
 * `from` without what `to` does not have. Between `from` and it there are only drops, between it and `to` no drop of
 * a kind that could be half of a rename: so the differ, asked twice, never has a question.
 */
export function withoutDropped(from: Snapshot, to: Snapshot): { snapshot: Snapshot; ambiguous: boolean } {
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
  snapshot.tables = tables;
  return { snapshot, ambiguous };
}

function asRecord(value: Json): Record<string, Json> {
  return isRecord(value) ? value : {};
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
