import type { Catalog } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import type { Dialect } from '../../project/dialects.js';
import { type Attempt, awkwardAttempts, tameAttempts } from './attempts.js';
import { type Accepted, tiesOf } from './checks.js';
import { type RowsDialect, rowsDialects } from './dialects.js';
import { fitting } from './fitting.js';
import type { RowCells } from './groups.js';
import { updateStatement } from './insert.js';
import { presentRows, withTriedValues } from './mend.js';
import { inOrder, type Unit } from './order.js';
import { type Planned, planUnit } from './plan.js';
import { type RowTable, withParentsNumbers, withSources } from './table.js';
import type { Touched } from './touched.js';
import { openTrial, type Trial } from './trial.js';

export interface PutRows {
  /** How many rows were put into each table, by its key in the catalog. */
  tables: Map<string, number>;
  /** The tables that took none and have none of a migration's either, and why. */
  empty: { table: string; reason: string }[];
}

export interface PutOptions {
  /**
   * `awkward`: NULL, values twice, long and odd texts: what real tables have and careless migrations fail on. `tame`:
   * rows on which few migrations fail. Default: awkward.
   */
  variety?: 'awkward' | 'tame';
  /**
   * A schema whose constraints and types the rows fit, too: that after a migration, so that it passes. Under the names
   * that `renames` gives to tables and columns.
   */
  alsoFor?: { catalog: Catalog; renames: Touched['renames'] };
  /** Tables that are left empty, by their key: those that a migration refuses to change with any row in them. */
  except?: ReadonlySet<string>;
}

/**
 * Puts up to three rows into every table that takes some: the same rows for the same catalog. Nothing else changes
 * but the sequences. PostgreSQL and SQLite: in the transaction that is open, which a refusal leaves usable, or in one
 * of its own. MySQL: never call it in a transaction.
 *
 * @param catalog of the database as it is.
 */
export async function putRows(engine: Engine, catalog: Catalog, options: PutOptions = {}): Promise<PutRows> {
  const dialect = rowsDialects[engine.dialect];
  const attempts = options.variety === 'tame' ? tameAttempts : awkwardAttempts;
  const tables = tablesFor(engine.dialect, catalog, options);
  const units = inOrder(tables);
  const trial = await openTrial(engine, dialect, catalog);
  try {
    const variety = attempts[0]?.variety ?? 'plain';
    const accepted = await trial.accepted(tables.flatMap((table) => tiesOf(engine.dialect, dialect, table, variety)));
    const filling: Filling = {
      trial,
      dialect,
      accepted,
      attempts,
      parents: new Map(),
      put: new Map(),
      tables: new Map(tables.map((table) => [table.key, table])),
      refusals: new Map(),
    };
    await putUnits(filling, units);
    await fillLater(filling, units);
    await trial.end(true);
    return {
      tables: new Map(tables.map(({ key }) => [key, filling.put.get(key) ?? 0])),
      empty: tables.flatMap(({ key, label }) => {
        const reason = filling.refusals.get(key);
        return reason === undefined ? [] : [{ table: label, reason }];
      }),
    };
  } catch (thrown) {
    await trial.end(false);
    throw thrown;
  }
}

function tablesFor(dialect: Dialect, catalog: Catalog, { alsoFor, except }: PutOptions): RowTable[] {
  const { tablesOf } = rowsDialects[dialect];
  const all = tablesOf(catalog);
  const fit = alsoFor === undefined ? all : fitting(all, tablesOf(alsoFor.catalog), alsoFor.renames);
  return fit
    .filter(({ key }) => except?.has(key) !== true)
    .map((table) => withSources(dialect, withParentsNumbers(table)));
}

/** The tables as they fill. */
interface Filling {
  trial: Trial;
  dialect: RowsDialect;
  accepted: Accepted;
  attempts: readonly Attempt[];
  /** The rows that others may refer to, by table. */
  parents: Map<string, RowCells[]>;
  put: Map<string, number>;
  tables: Map<string, RowTable>;
  refusals: Map<string, string>;
}

/** All of them at once; where the engine refuses, half of them at a time, down to the one that it does not take. */
async function putUnits(filling: Filling, units: Unit[]): Promise<void> {
  const { trial, dialect, accepted, attempts, parents } = filling;
  const [first] = attempts;
  if (units.length === 0 || first === undefined) return;
  if (units.length > 1 && dialect.hasSavepoints && !units.some(({ isKnot }) => isKnot)) {
    const known = new Map(parents);
    const planned: Planned[] = [];
    for (const unit of units) {
      const plan = planUnit(dialect, unit, known, accepted, first);
      if (typeof plan === 'string') break;
      planned.push(plan);
      for (const [key, rows] of plan.rows) known.set(key, rows);
    }
    if (
      planned.length === units.length &&
      (await trial.run(planned.flatMap(({ statements }) => statements))) === null
    ) {
      for (const plan of planned) record(filling, plan);
      return;
    }
  }
  if (units.length === 1) {
    for (const unit of units) await putUnit(filling, unit);
    return;
  }
  const half = Math.ceil(units.length / 2);
  await putUnits(filling, units.slice(0, half));
  await putUnits(filling, units.slice(half));
}

/** The table's rows, or why it has none; then as others may refer to those that are there all the same. */
async function putUnit(filling: Filling, unit: Unit): Promise<void> {
  const { trial, parents, put, refusals } = filling;
  const refusal = (await tryAttempts(filling, unit)) && (await tryMended(filling, unit));
  if (refusal === null) return;
  for (const table of unit.tables) {
    const present = await presentRows(trial, filling.dialect, table);
    parents.set(table.key, present);
    put.set(table.key, 0);
    if (present.length === 0) refusals.set(table.key, refusal);
  }
}

/** One after the other of the ways to fill it, until the engine takes one; the last refusal otherwise. */
async function tryAttempts(filling: Filling, unit: Unit): Promise<string | null> {
  const { trial, dialect, accepted, attempts, parents } = filling;
  const tried = new Set<string>();
  let reason = '';
  for (const attempt of attempts) {
    const plan = planUnit(dialect, unit, parents, accepted, attempt);
    if (typeof plan === 'string') {
      reason ||= plan;
      continue;
    }
    const text = plan.statements.join('\n');
    if (tried.has(text)) continue;
    tried.add(text);
    const refusal = await trial.run(plan.statements, unit.isKnot);
    if (refusal === null) {
      record(filling, plan);
      return null;
    }
    reason = refusal;
  }
  return reason;
}

/** With what is really in the parents, where a trigger may have changed it, and values that the types have taken. */
async function tryMended(filling: Filling, unit: Unit): Promise<string | null> {
  const { trial, dialect, put } = filling;
  const parents = new Map(filling.parents);
  for (const target of new Set(unit.tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.target)))) {
    const table = filling.tables.get(target);
    if (table !== undefined && put.get(target) !== undefined)
      parents.set(target, await presentRows(trial, dialect, table));
  }
  const tables: RowTable[] = [];
  for (const table of unit.tables) tables.push(await withTriedValues(trial, table));
  const later = new Map(tables.map((table, at) => [table, unit.later.get(unit.tables[at] ?? table) ?? []]));
  const mended: Filling = { ...filling, parents };
  const refusal = await tryAttempts(mended, { ...unit, tables, later });
  for (const { key } of tables) {
    const rows = parents.get(key);
    if (refusal === null && rows !== undefined) filling.parents.set(key, rows);
  }
  return refusal;
}

function record({ parents, put }: Filling, { rows }: Planned): void {
  for (const [key, cells] of rows) {
    parents.set(key, cells);
    put.set(key, cells.length);
  }
}

/** Gives a row its parent where the parent was put in after it; one that the engine refuses stays without. */
async function fillLater({ trial, dialect, parents, put }: Filling, units: Unit[]): Promise<void> {
  const updates = units.flatMap(({ later }) =>
    [...later].flatMap(([table, keys]) =>
      keys.flatMap((key) => {
        const rows = (put.get(table.key) ?? 0) > 0 ? parents.get(table.key) : undefined;
        const parent = parents.get(key.target)?.[0];
        if (rows === undefined || parent === undefined) return [];
        return updateStatement(dialect, table, rows, key, parent) ?? [];
      }),
    ),
  );
  if (updates.length === 0) return;
  if (dialect.hasSavepoints && (await trial.run(updates)) === null) return;
  for (const update of updates) await trial.run([update]);
}
