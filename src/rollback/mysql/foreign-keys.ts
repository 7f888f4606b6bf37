import type { Identity, KeptTable, Pairing } from './identity.js';
import { beginsWith, columnOf, isSame, keyOf, type Model, type ModelForeignKey, type ModelTable } from './model.js';

export interface TableForeignKey {
  table: ModelTable;
  key: ModelForeignKey;
}

export interface ForeignKeyChanges {
  /** Of the schema after: they go first. */
  dropped: TableForeignKey[];
  /** Of the schema before: they come last. */
  added: TableForeignKey[];
  /** Of the schema after: they are there all the time, and the indexes that they use must be. */
  kept: TableForeignKey[];
}

/** Which foreign keys have to go and to come: those that differ, and those that another change needs out of its way. */
export function foreignKeyChanges(
  before: Model,
  after: Model,
  pairing: Pairing,
  identity: Identity,
): ForeignKeyChanges {
  const changes: ForeignKeyChanges = { dropped: [], added: [], kept: [] };
  for (const kept of pairing.kept) {
    const remaining = [...kept.before.foreignKeys];
    for (const key of kept.after.foreignKeys) {
      const text = identity.foreignKey(after, kept.after, key);
      const at = remaining.findIndex((old) => identity.foreignKey(before, kept.before, old) === text);
      const old = at === -1 ? undefined : remaining[at];
      const own = { table: kept.after, key };
      if (old === undefined) changes.dropped.push(own);
      else {
        remaining.splice(at, 1);
        if (hasNewType(kept, key.columns) || hasNewTarget(pairing, after, key) || lacksIndex(kept, old, identity)) {
          changes.dropped.push(own);
          changes.added.push({ table: kept.before, key: old });
        } else changes.kept.push(own);
      }
    }
    changes.added.push(...remaining.map((key) => ({ table: kept.before, key })));
  }
  for (const table of pairing.lost.filter(({ isPartial }) => !isPartial)) {
    changes.added.push(...table.foreignKeys.map((key) => ({ table, key })));
  }
  return changes;
}

/** "Cannot change column: used in a foreign key constraint", on either side of it. */
function hasNewType({ after, columns }: KeptTable, names: readonly string[]): boolean {
  return names.some((name) => {
    const column = columnOf(after, name);
    const both = columns.kept.find((pair) => pair.after === column);
    if (both === undefined) return false;
    const [old, now] = [both.before.definition, both.after.definition];
    return old.type !== now.type || old.collation !== now.collation;
  });
}

function hasNewTarget({ kept }: Pairing, after: Model, { references }: ModelForeignKey): boolean {
  const target = after.tables.get(keyOf(references));
  const both = kept.find((pair) => pair.after === target);
  return both !== undefined && hasNewType(both, references.columns);
}

/**
 * The index that the server had made for it is gone, because another one could do its work. Made as any index it would
 * not be taken away again: only the foreign key brings it back as it was.
 */
function lacksIndex({ before, after }: KeptTable, key: ModelForeignKey, identity: Identity): boolean {
  const made = before.indexes.find((index) => index.isGenerated && isMadeFor(index, key));
  if (made === undefined) return false;
  const text = identity.index(before, made);
  return !after.indexes.some((index) => identity.index(after, index) === text);
}

/** Whether the server makes this index when it adds the foreign key. */
export function isMadeFor(index: ModelTable['indexes'][number], key: ModelForeignKey): boolean {
  const isNamed = key.isUnnamed || isSame(index.name, key.name);
  return isNamed && index.parts.length === key.columns.length && beginsWith(index, key.columns);
}

/** New tables in an order in which none is dropped that another one refers to; what refers in a circle is cut first. */
export function dropOrder(made: readonly ModelTable[]): { cut: TableForeignKey[]; tables: ModelTable[] } {
  const cut: TableForeignKey[] = [];
  const tables: ModelTable[] = [];
  let waiting = [...made].reverse();
  const isCut = (key: ModelForeignKey): boolean => cut.some((other) => other.key === key);
  const refersTo = (from: ModelTable, to: ModelTable): ModelForeignKey[] =>
    from === to ? [] : from.foreignKeys.filter((key) => !isCut(key) && keyOf(key.references) === keyOf(to));
  while (waiting.length > 0) {
    const free = waiting.find((table) => waiting.every((other) => refersTo(other, table).length === 0));
    const [first] = waiting;
    if (first === undefined) break;
    if (free === undefined) {
      for (const table of waiting) cut.push(...refersTo(table, first).map((key) => ({ table, key })));
    } else {
      tables.push(free);
      waiting = waiting.filter((table) => table !== free);
    }
  }
  return { cut, tables };
}
