import { keyOf } from '../../database/catalog.js';
import type { ReplayFailure } from '../../database/replay.js';
import type { Finding } from '../../finding.js';
import type { ProofRecord } from '../down-file.js';
import { effectsOf } from '../effects.js';
import { type OldTable, tablesOf } from '../names.js';
import type { Comparison, PutOptions } from '../rows/index.js';
import type { Staging } from '../staging.js';
import { type Cycle, runCycle, type Scripts } from './cycle.js';
import {
  downDiffers,
  downFails,
  failsOnRows,
  rowsLost,
  type Subject,
  upAgain,
  upFails,
  valuesChanged,
} from './findings.js';
import { mendFor } from './mend.js';

/** What the proof of one migration found. */
export interface Proof {
  /** What goes into the down file; `null` where it has nothing that could be proven. */
  record: ProofRecord | null;
  findings: Finding[];
  /** What it takes from the rows and no statement says, as phrases; for the header. */
  lost: string[];
  /** Why the down does not undo the migration; `null` where it does, or could not be run. */
  broken: string | null;
}

export interface ProofOptions extends Scripts {
  subject: Subject;
  /** `PGlite 0.5.16` */
  engine: string;
  /** `2026-11-20` */
  date: string;
  /** The down file says that it brings back the schema alone: on rows it may have to stop. */
  isStructureOnly: boolean;
  /** SQLite: the project's migrator runs PRAGMA foreign_keys inside a transaction, where it does nothing. */
  ignoresPragma: boolean;
}

/**
 * Proves a down: rows are put into the tables, then up, down and up again. Where the rows stop a step that runs on
 * empty tables, that is said, and it is proven on rows that do not.
 */
export async function prove(staging: Staging, options: ProofOptions): Promise<Proof> {
  const { subject } = options;
  const findings: Finding[] = [];
  let cycle = await run(staging, options, {});
  let note: string | null = null;
  if (options.ignoresPragma && liftsForeignKeys(options)) findings.push(...(await emptied(staging, options, cycle)));
  if (isStoppedByFailure(cycle.stopped) && hasRows(cycle)) {
    const { stopped } = cycle;
    const other = await onOtherRows(staging, options, stopped);
    if (other !== null) {
      findings.push(stoppedByRows(options, stopped));
      note = noteOf(stopped);
      cycle = other;
    }
  }
  const inserted = cycle.stopped?.at === 'up again' ? insertedInto(options) : [];
  if (inserted.length > 0) {
    const cleared = await staging.on((stage) => runCycle(stage, options, { rows: null, clearsAgain: inserted }));
    if (cleared.stopped === null) {
      note ??= 'the migration runs again only where the rows that it inserted were taken away';
      cycle = cleared;
    }
  }
  const ofDown = takenByDown(cycle);
  const notBack = [...rowsLost(subject, ofDown, 'its down'), ...valuesChanged(subject, cycle.notBack, 'down')];
  findings.push(...rowsLost(subject, cycle.taken, 'its SQL'), ...valuesChanged(subject, cycle.taken, 'up'), ...notBack);
  const taken = phrases(cycle.taken);
  const byDown = phrases(ofDown).filter((phrase) => !taken.includes(phrase));
  const lost = [...new Set([...taken, ...byDown])];
  if (lost.length > 0) note ??= `takes along what no statement says: ${lost.join('; ')}`;
  const proof = { ...conclude(options, cycle, findings, note), lost };
  const [first] = notBack;
  if (byDown.length === 0 || first === undefined || proof.record?.kind !== 'proven') return proof;
  // The schema is back, and the down itself has taken rows, although nothing in it says so: that is no proof.
  return { ...proof, record: { kind: 'not proven', reason: first.message, mend: null } };
}

function phrases({ lost, changed }: Comparison): string[] {
  return [
    ...lost.map(({ table }) => `rows of ${table}`),
    ...changed.map(({ table, column }) => `the values of ${table}${column === '' ? '' : `.${column}`}`),
  ];
}

function run(staging: Staging, options: ProofOptions, rows: PutOptions | null): Promise<Cycle> {
  return staging.on((stage) => runCycle(stage, options, { rows }));
}

/**
 * A cycle that comes further than where rows stopped the first one: on rows that fit the schema after the migration,
 * too, on fewer kinds of rows, with the table at fault left empty, or at last on empty tables. `null` where empty
 * tables come no further either: it is not the rows.
 */
async function onOtherRows(
  staging: Staging,
  options: ProofOptions,
  { at, failure }: StoppedByFailure,
): Promise<Cycle | null> {
  const empty = await run(staging, options, null);
  if (!comesFurther(empty, at)) return null;
  if (empty.applied === null) return empty;
  const { after: catalog, touched } = empty.applied;
  const alsoFor = { catalog, renames: touched.renames };
  const except = new Set(tablesAt(failure, options));
  for (const rows of [
    { alsoFor },
    { alsoFor, variety: 'tame' as const },
    { alsoFor, variety: 'tame' as const, except },
  ]) {
    const cycle = await run(staging, options, rows);
    if (comesFurther(cycle, at) && (cycle.stopped === null || !comesFurther(empty, cycle.stopped.at))) return cycle;
  }
  return empty;
}

/** The tables that the refused statement is about, by their keys. */
function tablesAt({ line }: ReplayFailure, { operations, before }: ProofOptions): string[] {
  return operations.flatMap((operation) => {
    const { place, text } = operation;
    const last = place.line + text.split('\n').length - 1;
    if (line < place.line || line > last || !('table' in operation) || operation.table === null) return [];
    const { table: name, schema } = operation;
    return [...before.values()]
      .filter((object) => object.kind === 'table' && object.name === name)
      .filter((object) => schema === null || object.schema === schema)
      .map(keyOf);
  });
}

type StoppedByFailure = { at: 'up' | 'down' | 'up again'; failure: ReplayFailure };

function isStoppedByFailure(stopped: Cycle['stopped']): stopped is StoppedByFailure {
  return stopped !== null && 'failure' in stopped;
}

function comesFurther({ stopped }: Cycle, at: StoppedByFailure['at']): boolean {
  return stopped === null || order(stopped.at) > order(at);
}

function stoppedByRows(options: ProofOptions, { at, failure }: StoppedByFailure): Finding {
  const { subject, operations, isStructureOnly } = options;
  return at === 'down'
    ? downFails(subject, failure, { onRows: true, isStructureOnly })
    : failsOnRows(subject, failure, operations);
}

function noteOf({ at, failure }: StoppedByFailure): string {
  if (at === 'down') return `stops in tables with rows: ${failure.message}`;
  return at === 'up'
    ? `the migration itself fails on some: ${failure.message}`
    : `the migration does not run again on them: ${failure.message}`;
}

function conclude(
  options: ProofOptions,
  { stopped }: Cycle,
  findings: Finding[],
  note: string | null,
): Omit<Proof, 'lost'> {
  const { subject, engine, date, down } = options;
  if (stopped === null) {
    const record: ProofRecord | null = down === null ? null : { kind: 'proven', engine, date, onRows: note };
    return { record, findings, broken: null };
  }
  const notProven = (reason: string, mend: string | null): ProofRecord => ({ kind: 'not proven', reason, mend });
  if ('differences' in stopped) {
    const [first] = stopped.differences;
    findings.push(
      stopped.at === 'down' ? downDiffers(subject, stopped.differences) : upAgain(subject, stopped.differences),
    );
    const why = `${stopped.at} leaves a difference: ${first?.text ?? ''}`;
    return { record: notProven(why, null), findings, broken: stopped.at === 'down' ? why : null };
  }
  const { at, failure } = stopped;
  const reason = `${engine}: ${failure.message}`;
  if (at === 'up') {
    findings.push(upFails(subject, engine, failure));
    return { record: notProven(reason, mendFor(failure, subject.dialect)), findings, broken: null };
  }
  if (at === 'down') findings.push(downFails(subject, failure, { onRows: false, isStructureOnly: false }));
  else findings.push(upAgain(subject, failure));
  const why = `${at} fails: ${failure.message}`;
  return { record: notProven(why, null), findings, broken: at === 'down' ? why : null };
}

/** The same up as the project's migrator runs it: what it drops takes the rows along that refer to it. */
async function emptied(staging: Staging, options: ProofOptions, lifted: Cycle): Promise<Finding[]> {
  const rows = lifted.stopped?.at === 'up' ? { variety: 'tame' as const } : {};
  const scripts = { ...options, down: null };
  const { taken } = await staging.on((stage) => runCycle(stage, scripts, { rows, pragmas: 'inside' }));
  return rowsLost(options.subject, taken, 'migrator');
}

function liftsForeignKeys({ operations }: Scripts): boolean {
  return operations.some(
    ({ kind, ...operation }) => kind === 'pragma' && 'name' in operation && operation.name === 'foreign_keys',
  );
}

/** The tables that it inserts rows into: its down leaves those rows, and says so. */
function insertedInto({ subject: { dialect }, operations, before }: ProofOptions): OldTable[] {
  return effectsOf(dialect, operations, tablesOf(before))
    .written.filter(({ kind }) => ['insert', 'upsert', 'merge'].includes(kind))
    .map(({ table }) => table);
}

/** Rows that the migration had taken already are not there after its down either: that is no fault of the down. */
function takenByDown({ taken, notBack }: Cycle): Cycle['notBack'] {
  const lost = notBack.lost.filter(
    ({ table, after }) => !taken.lost.some((earlier) => earlier.table === table && earlier.after <= after),
  );
  return { ...notBack, lost };
}

function hasRows({ put }: Cycle): boolean {
  return [...put.tables.values()].some((count) => count > 0);
}

function order(at: 'up' | 'down' | 'up again'): number {
  return ['up', 'down', 'up again'].indexOf(at);
}
