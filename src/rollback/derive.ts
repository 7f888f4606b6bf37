import type { Catalog } from '../database/catalog.js';
import type { ReplayFailure } from '../database/replay.js';
import { isUnwritten } from '../history/down-header.js';
import { inverseWithoutEngine } from './fallback.js';
import type { FromSnapshots } from './from-snapshots.js';
import { type Inverse, inverseOnEngine, noInverse, schemaOf } from './inverse.js';
import { committedStage, type Stage } from './stage.js';
import type { UpScript } from './state.js';
import { type Left, type Stop, scriptOf } from './walk.js';

/** The inverse of a migration, as far as the engine came. */
export interface Derived {
  inverse: Inverse;
  /** The engine refused the migration: the inverse was found without it. */
  failure: ReplayFailure | null;
  /** The schema after the migration; null where it was refused. */
  after: Catalog | null;
}

/** Asked only where the engine refuses the migration and the operations do not suffice. */
export type AskSnapshots = () => Promise<FromSnapshots>;

/** Runs the migration on a stage before it and finds what undoes it; the stage is left with the migration applied. */
export async function deriveOn(stage: Stage, stop: Stop, fromSnapshots: AskSnapshots): Promise<Derived> {
  const { operations, before, migration, isNewest } = stop;
  if (operations.length === 0) return { inverse: inverseOfNothing(migration, isNewest), failure: null, after: before };
  const failure = await stage.apply(scriptOf(migration));
  if (failure !== null) {
    const dialect = stage.engine.dialect;
    const inverse = await inverseWithoutEngine(dialect, operations, schemaOf(before), fromSnapshots);
    return { inverse, failure, after: null };
  }
  return { ...(await inverseOnEngine(stage, { operations, before })), failure: null };
}

/** The same on the walk's own database, without a proof: the cheapest way. */
export async function deriveAlone(stop: Stop, fromSnapshots: AskSnapshots): Promise<{ derived: Derived; left: Left }> {
  const derived = await deriveOn(committedStage(stop.engine), stop, fromSnapshots);
  if (derived.failure?.isPartial === true) return { derived, left: { as: 'something else' } };
  return { derived, left: derived.after === null ? { as: 'before' } : { as: 'after', catalog: derived.after } };
}

/**
 * The inverse of a migration without statements: there is nothing to undo, except where the file is the newest and
 * empty, so that its SQL is still to come.
 */
export function inverseOfNothing({ sql }: Pick<UpScript, 'sql'>, isNewest: boolean): Inverse {
  if (isNewest && isUnwritten(sql))
    return { ...noInverse('not written yet: the migration has no SQL to undo'), isToBeWritten: true };
  return {
    body: { statements: [], written: [], verify: [] },
    reversible: { kind: 'yes' },
    filled: [],
    takesAway: null,
  };
}
