import type { Catalog } from '../database/catalog.js';
import type { Operation } from '../sql/operation.js';
import { clearRows, hasRows } from './rows/clear.js';
import { committedStage, fitsTransaction, NeedsCommit, onCopy, onTransaction, type Stage } from './stage.js';
import type { Left, Stop } from './walk.js';

/** What was found on a stage. */
export interface OnStage {
  /** The schema that the stage is left with, where that is the one after the migration: a walk can go on from there. */
  endsApplied: Catalog | null;
}

/** Gives stages in the state before a migration, one after the other. */
export interface Staging {
  /** Throws NeedsCommit where another staging must be taken, see {@link staged}. */
  on<T extends OnStage>(work: (stage: Stage) => Promise<T>): Promise<T>;
}

/**
 * Does work on stages before a migration, by the cheapest way that is faithful to it: inside a transaction on
 * PostgreSQL, on copies of an SQLite database; and where a script cannot be taken back, on databases built for it.
 *
 * @param work may be done again from the start, in another way.
 */
export async function staged<T>(
  stop: Stop,
  projectFolder: string,
  work: (staging: Staging) => Promise<T>,
): Promise<{ result: T; left: Left }> {
  const { engine, operations, before } = stop;
  if (engine.dialect === 'sqlite') {
    const result = await work({ on: (inner) => onCopy(engine, projectFolder, inner) });
    return { result, left: { as: 'before' } };
  }
  if (engine.dialect === 'postgresql' && fitsTransaction(operations, before)) {
    try {
      const result = await work({ on: (inner) => onTransaction(engine, inner) });
      return { result, left: { as: 'before' } };
    } catch (error) {
      if (!(error instanceof NeedsCommit)) throw error;
    }
  }
  return onDatabases(stop, work);
}

/** The first stage is the database itself; for any other, one is built. */
async function onDatabases<T>(stop: Stop, work: (staging: Staging) => Promise<T>): Promise<{ result: T; left: Left }> {
  let isUsed = false;
  let left: Left = { as: 'before' };
  const result = await work({
    async on(inner) {
      if (!isUsed) {
        isUsed = true;
        left = { as: 'something else' };
        // Rows that the history itself wrote cannot be told from those of the proof, and later migrations may need them.
        const isWritten = stop.operations.some(mayWriteRows) || (await hasRows(stop.engine, stop.before));
        const value = await inner(committedStage(stop.engine));
        if (value.endsApplied !== null && !isWritten) {
          await clearRows(stop.engine, value.endsApplied);
          left = { as: 'after', catalog: value.endsApplied };
        }
        return value;
      }
      const other = await stop.reopen();
      try {
        return await inner(committedStage(other.engine));
      } finally {
        await other.release();
      }
    },
  });
  return { result, left };
}

function mayWriteRows({ kind }: Operation): boolean {
  return ['insert', 'merge', 'do block', 'select', 'call', 'unanalysed'].includes(kind);
}
