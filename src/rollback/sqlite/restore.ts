import type { CatalogObject } from '../../database/catalog.js';
import type { Difference } from '../../database/difference.js';
import type { Undo } from '../undo.js';
import { alterBack } from './alter.js';
import { fillFromContent, isRowsKept, rebuildVirtual } from './full-text.js';
import { folded, freeName, quoted } from './names.js';
import { rebuildBack } from './rebuild.js';
import { definitionOf, mentions, referencedTable, type Schema, type Table } from './schema.js';

/** Statements that belong together: all of them run, or none. */
export interface Step {
  statements: string[];
  /** The table that they alter, which a rebuild would do as well. */
  table: string | null;
}

export interface Restoring {
  steps: Step[];
  filled: Undo['filled'];
  needsForeignKeysOff: boolean;
}

/**
 * What makes the schema what it was before, once everything that is still there has its name of before.
 *
 * @param rebuilt tables (by folded name) that ALTER TABLE was tried on in vain
 */
export function restore(
  differences: readonly Difference[],
  before: Schema,
  now: Schema,
  rebuilt: ReadonlySet<string>,
): Restoring {
  const work = sortOut(differences, before, now, rebuilt);
  const replaced = new Set([...work.rebuilds, ...work.made].map(({ name }) => folded(name)));
  const lifted = liftedFor(work.rebuilds, work.gone, now);
  const isGone = (object: CatalogObject): boolean => work.gone.has(object) || lifted.has(object);
  const goneTables = new Set(work.goneTables.map(({ name }) => folded(name)));
  const leaves = (object: CatalogObject): boolean => {
    const owner = folded(object.table ?? '');
    return goneTables.has(owner) || work.rebuilds.some(({ name }) => folded(name) === owner);
  };
  const goneViews = [...now.views.values()].filter(isGone);
  const viewNames = new Set(goneViews.map(({ name }) => folded(name)));
  // DROP TABLE and DROP VIEW take the triggers along, but one that mentions what is gone by then is in the way.
  const triggers = [...now.triggers.values()].filter(
    (trigger) => isGone(trigger) && !viewNames.has(folded(trigger.table ?? '')),
  );
  const indexes = [...now.indexes.values()].filter((index) => work.gone.has(index) && !leaves(index));

  const steps: Step[] = [
    ...drops('TRIGGER', triggers),
    ...drops('VIEW', goneViews),
    ...drops('INDEX', indexes),
    ...work.alters,
  ];
  const filled: Undo['filled'] = [];
  const names = new Set([...before.tables.keys(), ...now.tables.keys(), ...now.views.keys(), ...now.indexes.keys()]);
  for (const table of work.rebuilds) {
    const live = now.tables.get(folded(table.name));
    if (live === undefined) continue;
    const temporary = freeName(`__new_${table.name}`, (name) => names.has(folded(name)));
    const rebuild = table.isVirtual
      ? { statements: rebuildVirtual(table, live, temporary), filled: [] }
      : rebuildBack(table, live, before, temporary);
    steps.push({ statements: rebuild.statements, table: null });
    filled.push(...rebuild.filled);
  }
  const { order, isTangled } = childrenFirst(work.goneTables, before);
  steps.push(...drops('TABLE', order));
  steps.push(...work.made.map(({ definition }) => ({ statements: [definition], table: null })));

  // What stood before and does not now: it went with its table or view, was taken off here, or by the migration.
  const isTaken = (owner: string): boolean => replaced.has(owner) || goneTables.has(owner) || viewNames.has(owner);
  const stands = (live: CatalogObject | undefined): boolean =>
    live !== undefined && !isGone(live) && !isTaken(folded(live.table ?? ''));
  const missing = (kind: 'indexes' | 'views' | 'triggers'): CatalogObject[] =>
    [...before[kind]].filter(([key]) => !stands(now[kind].get(key))).map(([, object]) => object);
  for (const object of [...missing('indexes'), ...missing('views'), ...missing('triggers')]) {
    steps.push({ statements: [definitionOf(object)], table: null });
  }
  for (const table of work.made) steps.push({ statements: fillFromContent(table, before), table: null });
  return { steps, filled, needsForeignKeysOff: isTangled || work.rebuilds.some(({ isVirtual }) => !isVirtual) };
}

interface Work {
  /** Indexes, views and triggers of now that are not as before. */
  gone: Set<CatalogObject>;
  goneTables: Table[];
  /** Tables as they were before. */
  made: Table[];
  rebuilds: Table[];
  alters: Step[];
}

function sortOut(differences: readonly Difference[], before: Schema, now: Schema, rebuilt: ReadonlySet<string>): Work {
  const work: Work = { gone: new Set(), goneTables: [], made: [], rebuilds: [], alters: [] };
  const changed = new Map<string, Difference[]>();
  for (const difference of differences) {
    const { object, kind } = difference;
    const key = folded(object.kind === 'table' ? object.name : (object.table ?? object.name));
    if (object.kind === 'index' || object.kind === 'view' || object.kind === 'trigger') {
      if (kind !== 'missing') work.gone.add(object);
    } else {
      changed.set(key, [...(changed.get(key) ?? []), difference]);
    }
  }
  for (const [key, list] of changed) {
    const [table, live] = [before.tables.get(key), now.tables.get(key)];
    const isRemade = table?.isVirtual !== live?.isVirtual;
    if (live !== undefined && isRemade) work.goneTables.push(live);
    if (table !== undefined && isRemade) work.made.push(table);
    if (table === undefined || live === undefined || isRemade) continue;
    if (table.isVirtual) {
      // Made anew it would be empty: a table whose rows cannot be taken along stays as it is.
      if (isRowsKept(table, live)) work.rebuilds.push(table);
      continue;
    }
    const statements = rebuilt.has(key) ? null : alterBack(table, list);
    if (statements === null) work.rebuilds.push(table);
    else work.alters.push({ statements, table: table.name });
  }
  return work;
}

/**
 * The views and triggers that have to be taken off while tables are rebuilt: SQLite checks each when a table is
 * renamed, and they mention one that is not there at that time (seen on 3.45).
 */
function liftedFor(rebuilds: Table[], gone: ReadonlySet<CatalogObject>, now: Schema): Set<CatalogObject> {
  const lifted = new Set<CatalogObject>();
  const names = rebuilds.map(({ name }) => name);
  const views = [...now.views.values()].filter((view) => !gone.has(view));
  for (const name of names) {
    for (const view of views) {
      if (lifted.has(view) || !mentions(definitionOf(view), name)) continue;
      lifted.add(view);
      // What is made of it mentions the table as well.
      names.push(view.name);
    }
  }
  const own = new Set(rebuilds.map(({ name }) => folded(name)));
  for (const trigger of now.triggers.values()) {
    const owner = folded(trigger.table ?? '');
    // Its own table takes it along.
    const others = own.has(owner) ? names.filter((name) => folded(name) !== owner) : names;
    if (others.some((name) => mentions(definitionOf(trigger), name))) lifted.add(trigger);
  }
  return lifted;
}

/** Tables in an order in which no row of one left refers to one dropped, as far as there is such an order. */
function childrenFirst(tables: Table[], before: Schema): { order: Table[]; isTangled: boolean } {
  const refers = (from: Table, to: Table): boolean =>
    from.constraints.some((key) => key.kind === 'foreign key' && folded(referencedTable(key)) === folded(to.name));
  const waiting = [...tables];
  const order: Table[] = [];
  let isTangled = tables.some((table) => [...before.tables.values()].some((kept) => refers(kept, table)));
  while (waiting.length > 0) {
    const free = waiting.findIndex((table) => !waiting.some((other) => other !== table && refers(other, table)));
    if (free === -1) isTangled = true;
    order.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return { order, isTangled };
}

function drops(kind: 'TRIGGER' | 'VIEW' | 'INDEX' | 'TABLE', objects: readonly { name: string }[]): Step[] {
  return objects.map(({ name }) => ({ statements: [`DROP ${kind} ${quoted(name)}`], table: null }));
}
