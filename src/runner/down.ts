import { existsSync, readFileSync } from 'node:fs';
import {
  type DownText,
  headerValue,
  isAsWritten,
  isMadeFor,
  isTemplate,
  isUnwritten,
  splitDown,
  upHashOf,
} from '../history/down-header.js';
import type { Dialect } from '../project/dialects.js';
import type { LocalMigration } from './local.js';
import { stepsOf } from './script.js';
import { takenBy } from './taken.js';

/** Why a migration is not undone without being asked to by its name. */
export interface DownProblem {
  kind: 'missing' | 'not written' | 'stale' | 'not reversible' | 'loses data';
  message: string;
  /** What would mend it; `null` where it can only be accepted. */
  fix: string | null;
}

/** The down file of a migration, as far as a rollback has to know it. */
export interface Down {
  /** Its SQL, with the comments; empty where there is none. */
  sql: string;
  /** How many statements it has. */
  statements: number;
  problems: DownProblem[];
  /** What it says besides: what stays, what was filled in, what it does on rows. */
  notes: string[];
}

/** Reads a down file from the disk, and what speaks against running it. */
export function readDown(dialect: Dialect, migration: LocalMigration): Down {
  const { tag, sql: up, downPath } = migration;
  if (!existsSync(downPath)) {
    const isNothing = isUnwritten(up);
    const fix = `lockstep down ${tag} writes it, if it can be undone.`;
    const message = 'It has no down file; accepted, its row leaves the ledger, and what it made stays.';
    return { sql: '', statements: 0, problems: isNothing ? [] : [{ kind: 'missing', message, fix }], notes: [] };
  }
  const sql = readFileSync(downPath, 'utf8').replace(/^\uFEFF/, '');
  const down = splitDown(sql);
  const statements = stepsOf(dialect, sql).length;
  return {
    sql,
    statements,
    problems: isUnwritten(up) && statements === 0 ? [] : problemsOf(dialect, migration, sql, down, statements),
    notes: notesOf(down),
  };
}

function problemsOf(
  dialect: Dialect,
  { tag, sql: up }: LocalMigration,
  text: string,
  down: DownText,
  statements: number,
): DownProblem[] {
  const problems: DownProblem[] = [];
  const byHand = `Write it, then: lockstep prove ${tag}`;
  if (isTemplate(down)) {
    const message = 'Its down file is a template that nobody has filled in; accepted, what it made stays.';
    return [{ kind: 'not written', message, fix: byHand }];
  }
  const { verdict, reason } = reversibleOf(down);
  if (verdict === 'no') problems.push({ kind: 'not reversible', message: `Not reversible: ${reason}`, fix: null });
  else if (statements === 0 && !isAsWritten(down) && verdict === 'not said') {
    problems.push({ kind: 'not written', message: 'Its down file has no statement.', fix: byHand });
  }
  if (!isMadeFor(text, up)) {
    const message = 'Its down file was made for other SQL than the migration has.';
    problems.push({ kind: 'stale', message, fix: `lockstep down ${tag} && lockstep prove ${tag}` });
  } else if (isOfAnother(text, down, tag)) {
    const message = `Its down file says that it is that of ${headerValue(down, 'Down of')}.`;
    problems.push({ kind: 'stale', message, fix: 'Look whether it is a copy; correct its first line.' });
  }
  const loses = lossesOf(dialect, text, down).map(
    (message): DownProblem => ({ kind: 'loses data', message, fix: null }),
  );
  return [...problems, ...loses];
}

/** Without a hash of the migration's SQL, its name is all that a copied file can be told by. */
function isOfAnother(text: string, down: DownText, tag: string): boolean {
  const of = headerValue(down, 'Down of');
  return upHashOf(text) === null && of !== null && of !== tag;
}

/** What a header says after `Reversible:`; anything that is not one of its words counts as no. */
function reversibleOf(down: DownText): { verdict: 'yes' | 'no' | 'not said'; reason: string } {
  const said = headerValue(down, 'Reversible');
  if (said === null) return { verdict: 'not said', reason: '' };
  if (/^(?:yes|structure only)\b/i.test(said)) return { verdict: 'yes', reason: '' };
  const reason = /^no\s*\((.*)\)$/i.exec(said)?.[1] ?? said;
  return { verdict: 'no', reason: `${reason.replace(/\.$/, '')}.` };
}

/**
 * What is gone after the rollback: what the header says, and in a file that is not as lockstep wrote it, what its
 * statements say.
 */
function lossesOf(dialect: Dialect, text: string, down: DownText): string[] {
  const taken = valuesOf(down, 'Takes away with what was put there since');
  const found = taken.length === 0 && !isAsWritten(down) ? takenBy(dialect, text) : [];
  return [
    ...taken.map((what) => `Takes away with what was put there since: ${what}`),
    ...found.map((statement) => `Takes away what is there: ${statement}`),
    ...valuesOf(down, 'Narrows again').map((what) => `Narrows again: ${what}`),
    ...valuesOf(down, 'Lost by the migration, not brought back').map((what) => `Does not bring back: ${what}`),
  ];
}

function notesOf(down: DownText): string[] {
  return [
    ...valuesOf(down, 'Left by the migration, not taken away').map((what) => `Stays: ${what}`),
    ...valuesOf(down, 'Filled in').map((what) => `Fills in: ${what}`),
    ...valuesOf(down, 'On rows').map((what) => `On rows: ${what}`),
    ...valuesOf(down, 'Not proven').map((what) => `Not proven: ${what}`),
  ];
}

function valuesOf({ header }: DownText, key: DownText['header'][number]['key']): string[] {
  return header.filter((line) => line.key === key).map(({ value }) => value);
}
