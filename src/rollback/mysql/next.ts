import type { Operation } from '../../sql/operation.js';
import { advance } from './apply.js';
import { addIndexText, columnText } from './definition.js';
import { keysOf, type Model, type ModelTable } from './model.js';
import { fromSnapshot } from './snapshot.js';

/**
 * The schema after one more migration. Where its statements do not tell all of it, drizzle-kit's snapshot does.
 *
 * @param operations What the migration does; null where its SQL is missing.
 * @param readSnapshot The snapshot of this migration, or null where there is none. Called only where it is needed.
 */
export async function nextModel(
  model: Model,
  operations: readonly Operation[] | null,
  readSnapshot: () => Promise<Record<string, unknown> | null>,
): Promise<Model> {
  const { after, unread, unknownViews } = advance(model, operations ?? []);
  const isPartial = [...after.tables.values()].some((table) => table.isPartial);
  if (operations !== null && unread.length === 0 && unknownViews.length === 0 && !isPartial) return after;
  const snapshot = await readSnapshot();
  if (snapshot !== null) return corrected(after, fromSnapshot(snapshot, after.lastId), operations === null);
  return operations === null ? doubted(after, 'the SQL of an earlier migration is missing') : after;
}

/**
 * What is certain stays: it says more than a snapshot. A table that a statement may have changed, and that is as the
 * snapshot has it, stays in doubt: what was done to it may be nothing that a snapshot knows, as a trigger.
 */
function corrected(model: Model, seen: Model, isBlind: boolean): Model {
  const tables = new Map(isBlind ? [] : model.tables);
  for (const [key, table] of seen.tables) {
    const own = model.tables.get(key);
    const isCertain = own !== undefined && !own.isPartial && own.doubt === null && !isBlind;
    if (!isCertain && (own === undefined || shape(own) !== shape(table))) tables.set(key, table);
    else if (own !== undefined) tables.set(key, own);
  }
  return { tables, views: new Map([...seen.views, ...(isBlind ? [] : model.views)]), lastId: seen.lastId };
}

/** What a snapshot knows of a table, in no order. */
function shape(table: ModelTable): string {
  const lines = [
    ...table.columns.map(({ definition }) => columnText({ ...definition, comment: null, collation: null })),
    ...keysOf(table).map(addIndexText),
    ...table.checks.map(({ name, expression }) => `${name} ${expression}`),
    ...table.foreignKeys.map(({ name, columns, references, onDelete }) =>
      [name, ...columns, references.table, ...references.columns, onDelete].join(' '),
    ),
  ];
  return lines
    .map((line) => line.toLowerCase())
    .sort()
    .join('\n');
}

function doubted(model: Model, doubt: string): Model {
  return { ...model, tables: new Map([...model.tables].map(([key, table]) => [key, { ...table, doubt }])) };
}
