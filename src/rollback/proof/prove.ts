import type { ReplayFailure } from '../../database/replay.js';
import type { Finding } from '../../finding.js';
import type { ProofRecord } from '../down-file.js';
import { effectsOf } from '../effects.js';
import { tablesOf } from '../names.js';
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
 * empty tables, that is said, and the schema is proven on empty tables.
 */
export async function prove(staging: Staging, options: ProofOptions): Promise<Proof> {
  const { subject } = options;
  const findings: Finding[] = [];
  let cycle = await onRows(staging, options, 'awkward');
  let note: string | null = null;
  if (options.ignoresPragma && liftsForeignKeys(options)) findings.push(...(await emptied(staging, options, cycle)));
  for (const variety of ['tame', 'none'] as const) {
    const { stopped } = cycle;
    if (stopped === null || !('failure' in stopped) || !hasRows(cycle)) break;
    const other = await onRows(staging, options, variety);
    if (!comesFurther(other, stopped.at)) continue;
    // Which rows it is that stop it is of no matter to the person: that some do is.
    if (note === null) {
      findings.push(stoppedByRows(options, stopped));
      note = noteOf(stopped);
    }
    cycle = other;
  }
  if (cycle.stopped?.at === 'up again' && insertsRows(options)) {
    const cleared = await staging.on((stage) => runCycle(stage, options, { rows: 'none', clearsAgain: true }));
    if (cleared.stopped === null) {
      note ??= 'the migration runs again only where the rows that it inserted were taken away';
      cycle = cleared;
    }
  }
  findings.push(...rowsLost(subject, cycle.taken, 'its SQL'), ...valuesChanged(subject, cycle.taken, 'up'));
  findings.push(...rowsLost(subject, cycle.notBack, 'its down'), ...valuesChanged(subject, cycle.notBack, 'down'));
  return conclude(options, cycle, findings, note);
}

function onRows(staging: Staging, options: ProofOptions, rows: 'awkward' | 'tame' | 'none'): Promise<Cycle> {
  return staging.on((stage) => runCycle(stage, options, { rows }));
}

type StoppedByFailure = { at: 'up' | 'down' | 'up again'; failure: ReplayFailure };

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

function conclude(options: ProofOptions, { stopped }: Cycle, findings: Finding[], note: string | null): Proof {
  const { subject, engine, date, down } = options;
  if (stopped === null) {
    const record: ProofRecord | null = down === null ? null : { kind: 'proven', engine, date, onRows: note };
    return { record, findings };
  }
  const notProven = (reason: string, mend: string | null): ProofRecord => ({ kind: 'not proven', reason, mend });
  if ('differences' in stopped) {
    const [first] = stopped.differences;
    findings.push(
      stopped.at === 'down' ? downDiffers(subject, stopped.differences) : upAgain(subject, stopped.differences),
    );
    return { record: notProven(`${stopped.at} leaves a difference: ${first?.text ?? ''}`, null), findings };
  }
  const { at, failure } = stopped;
  const reason = `${engine}: ${failure.message}`;
  if (at === 'up') {
    findings.push(upFails(subject, engine, failure));
    return { record: notProven(reason, mendFor(failure, subject.dialect)), findings };
  }
  if (at === 'down') findings.push(downFails(subject, failure, { onRows: false, isStructureOnly: false }));
  else findings.push(upAgain(subject, failure));
  return { record: notProven(`${at} fails: ${failure.message}`, null), findings };
}

/** The same up as the project's migrator runs it: what it drops takes the rows along that refer to it. */
async function emptied(staging: Staging, options: ProofOptions, lifted: Cycle): Promise<Finding[]> {
  const rows = lifted.stopped?.at === 'up' ? 'tame' : 'awkward';
  const scripts = { ...options, down: null };
  const { taken } = await staging.on((stage) => runCycle(stage, scripts, { rows, pragmas: 'inside' }));
  return rowsLost(options.subject, taken, 'migrator');
}

function liftsForeignKeys({ operations }: Scripts): boolean {
  return operations.some(
    ({ kind, ...operation }) => kind === 'pragma' && 'name' in operation && operation.name === 'foreign_keys',
  );
}

/** Its down leaves those rows, and says so. */
function insertsRows({ operations, before }: Scripts): boolean {
  return effectsOf(operations, tablesOf(before)).written.some(({ kind }) => kind === 'insert' || kind === 'merge');
}

function hasRows({ put }: Cycle): boolean {
  return [...put.tables.values()].some((count) => count > 0);
}

function order(at: 'up' | 'down' | 'up again'): number {
  return ['up', 'down', 'up again'].indexOf(at);
}
