import { type Catalog, readCatalog } from '../database/catalog.js';
import type { Engine } from '../database/engine.js';
import type { OpenedAt } from '../database/kept/open-at.js';
import { piecesOf } from '../database/pieces.js';
import { applyMigration, type ReplayFailure } from '../database/replay.js';
import type { Operation } from '../sql/operation.js';
import { parseOperations } from '../sql/parse-operations.js';
import { openState, type StateOptions, type UpScript } from './state.js';

/** A migration that the walk stops at, with the database in the state before it. */
export interface Stop {
  migration: UpScript;
  /** It is the last of the history. */
  isNewest: boolean;
  operations: Operation[];
  engine: Engine;
  before: Catalog;
  /** The migrations before it that the engine refused. */
  failures: ReplayFailure[];
  /** Another database in the state before this migration. */
  reopen(): Promise<OpenedAt>;
}

/**
 * How a stop leaves the database: as it found it, with the migration applied, or as something that is neither, so
 * that it is built anew.
 */
export type Left = { as: 'before' } | { as: 'after'; catalog: Catalog } | { as: 'something else' };

/**
 * Walks along a history on one database and stops at some of its migrations.
 *
 * @param history every migration, in order.
 * @param visit is given the migration before it is applied, and says how it left the database.
 */
export async function walk(
  options: StateOptions,
  history: UpScript[],
  stops: ReadonlySet<string>,
  visit: (stop: Stop) => Promise<Left>,
  progress?: (tag: string, number: number, of: number) => void,
): Promise<void> {
  const first = history.findIndex(({ tag }) => stops.has(tag));
  const last = history.findLastIndex(({ tag }) => stops.has(tag));
  if (first < 0) return;
  let state = await openState(options, history.slice(0, first), progress);
  try {
    let catalog: Catalog | null = state.catalog;
    for (let at = first; at <= last; at++) {
      const migration = history[at];
      if (migration === undefined) break;
      let left: Left = { as: 'before' };
      if (stops.has(migration.tag)) {
        left = await visit({
          migration,
          isNewest: at === history.length - 1,
          operations: await parseOperations(options.dialect, migration.sql),
          engine: state.engine,
          before: catalog ?? (await readCatalog(state.engine)),
          failures: state.failures,
          reopen: () => openState(options, history.slice(0, at)),
        });
      }
      if (at === last) break;
      if (left.as === 'something else') {
        await state.release();
        state = await openState(options, history.slice(0, at + 1));
        catalog = state.catalog;
        continue;
      }
      catalog = left.as === 'after' ? left.catalog : null;
      if (left.as === 'before') {
        const failure = await applyMigration(state.engine, scriptOf(migration));
        if (failure !== null) state.failures.push(failure);
      }
    }
  } finally {
    await state.release();
  }
}

/** A migration as the engine runs it. */
export function scriptOf({ tag, sql }: UpScript): { tag: string; pieces: ReturnType<typeof piecesOf> } {
  return { tag, pieces: piecesOf(sql) };
}
