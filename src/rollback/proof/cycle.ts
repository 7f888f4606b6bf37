import { type Catalog, readCatalog } from '../../database/catalog.js';
import { type Difference, differences } from '../../database/difference.js';
import type { ReplayedMigration, ReplayFailure, ReplayOptions } from '../../database/replay.js';
import type { Operation } from '../../sql/operation.js';
import type { OldTable } from '../names.js';
import { clearTables } from '../rows/clear.js';
import {
  type Comparison,
  changedRows,
  lostRows,
  type PutOptions,
  type PutRows,
  putRows,
  type Rows,
  readRows,
  type Touched,
  touchedBy,
} from '../rows/index.js';
import type { Stage } from '../stage.js';
import type { OnStage } from '../staging.js';

/** What is proven: that `down` undoes `up`. */
export interface Scripts {
  up: ReplayedMigration;
  /** Null: nothing undoes it, and only the up is tried. */
  down: ReplayedMigration | null;
  operations: Operation[];
  before: Catalog;
}

/** What up, down and up again did, as far as they came. */
export interface Cycle extends OnStage {
  put: PutRows;
  /** The first step that did not do what it should; `null` when all did. */
  stopped:
    | { at: 'up' | 'down' | 'up again'; failure: ReplayFailure }
    | { at: 'down' | 'up again'; differences: Difference[] }
    | null;
  /** The schema after the up, and what its SQL says that it takes; `null` where it did not run. */
  applied: { after: Catalog; touched: Touched } | null;
  /** What the up took from the rows although its SQL does not say so. */
  taken: Comparison;
  /** What of the rows was not as before after the down although neither script says so. */
  notBack: Comparison;
}

export interface CycleOptions {
  /** Which rows are put into the tables first; `null`: none. */
  rows: PutOptions | null;
  pragmas?: ReplayOptions['pragmas'];
  /** Tables that are emptied before the migration runs again: the rows that it inserted stay after its down. */
  clearsAgain?: OldTable[];
}

const nothing: Comparison = { lost: [], changed: [], unclear: [] };
const noRows: PutRows = { tables: new Map(), empty: [] };

/**
 * Runs up, down and up again on a stage in the state before.
 */
export async function runCycle(
  stage: Stage,
  { up, down, operations, before }: Scripts,
  { rows: wanted, pragmas, clearsAgain = [] }: CycleOptions,
): Promise<Cycle> {
  const { engine } = stage;
  const apply = (script: ReplayedMigration) => stage.apply(script, pragmas === undefined ? {} : { pragmas });
  const cycle: Cycle = {
    put: noRows,
    stopped: null,
    applied: null,
    taken: nothing,
    notBack: nothing,
    endsApplied: null,
  };
  let rows: Rows | null = null;
  if (wanted !== null) {
    cycle.put = await putRows(engine, before, wanted);
    rows = await readRows(engine, before);
  }

  const upFailure = await apply(up);
  if (upFailure !== null) return { ...cycle, stopped: { at: 'up', failure: upFailure } };
  const after = await readCatalog(engine);
  const touched = touchedBy(engine.dialect, operations, before, after);
  cycle.applied = { after, touched };
  if (rows !== null) cycle.taken = lostRows(rows, await readRows(engine, after), touched);
  if (down === null) return { ...cycle, endsApplied: after };

  const downFailure = await apply(down);
  if (downFailure !== null) return { ...cycle, stopped: { at: 'down', failure: downFailure } };
  const back = differences(before, await readCatalog(engine));
  if (back.length > 0) return { ...cycle, stopped: { at: 'down', differences: back } };
  if (rows !== null) cycle.notBack = changedRows(rows, await readRows(engine, before), touched);

  if (clearsAgain.length > 0) {
    await clearTables(
      engine,
      before,
      clearsAgain.map(({ schema, table: name }) => ({ schema, name })),
    );
  }
  const againFailure = await apply(up);
  if (againFailure !== null) return { ...cycle, stopped: { at: 'up again', failure: againFailure } };
  const again = differences(after, await readCatalog(engine));
  if (again.length > 0) return { ...cycle, stopped: { at: 'up again', differences: again } };
  return { ...cycle, endsApplied: after };
}
