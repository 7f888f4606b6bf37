import type { Difference } from '../../database/difference.js';
import type { ReplayFailure } from '../../database/replay.js';
import type { Finding } from '../../finding.js';
import { linesAbove } from '../../history/down-header.js';
import type { Migration } from '../../history/history.js';
import type { Dialect } from '../../project/dialects.js';
import { shellWord } from '../../shell-word.js';
import type { Operation } from '../../sql/operation.js';
import type { Comparison } from '../rows/compare.js';
import { mendFor } from './mend.js';
import { ruleOf } from './rules.js';

/** The migration that a finding of its proof is about. */
export interface Subject {
  dialect: Dialect;
  tag: string;
  /** Relative to the tree's root. */
  up: string;
  down: string;
  /** `lockstep NAME` as one types it in this project. */
  lockstep: (command: string) => string;
}

const shown = 5;

/** The up runs on empty tables, and not on tables with rows. */
export function failsOnRows(subject: Subject, failure: ReplayFailure, operations: Operation[]): Finding {
  const isCertain = needsEmptyTable(failure, operations);
  return {
    ...ruleOf('prove/fails-on-rows'),
    ...(isCertain ? {} : { severity: 'warning' }),
    message: `${subject.tag} runs on empty tables and fails on tables with rows${isCertain ? '' : ' such as the schema allows them'}: ${said(failure)}`,
    path: subject.up,
    line: failure.line,
    migration: subject.tag,
    fix: isCertain
      ? 'Give the column a default, or add it nullable, fill it in and tighten it in steps.'
      : 'Bring the rows in order first, in this migration or in one before it; or make sure that production has none such.',
  };
}

/** A required column without a default: no row can be there, whatever it holds. */
function needsEmptyTable({ line }: ReplayFailure, operations: Operation[]): boolean {
  return operations.some(
    (operation) =>
      operation.kind === 'add column' &&
      operation.place.line <= line &&
      line <= operation.place.line + operation.text.split('\n').length - 1 &&
      operation.definition.notNull &&
      operation.definition.default === null &&
      operation.definition.generated === null &&
      operation.definition.identity === null &&
      !operation.definition.autoIncrement,
  );
}

const takers = {
  'its SQL': {
    fix: 'Copy the rows that are to stay, or delete the others by a statement of its own.',
    more: '',
  },
  'its down': { fix: 'Let the down file keep them.', more: '' },
  migrator: {
    fix: 'Apply it with lockstep migrate, which turns foreign keys off before the transaction begins; or change the column without a rebuild: ALTER TABLE … ADD COLUMN, UPDATE, DROP COLUMN.',
    more: " drizzle's migrator runs it inside a transaction, where SQLite ignores PRAGMA foreign_keys=OFF.",
  },
};

/**
 * Rows are gone, and the SQL does not say so.
 *
 * @param by the SQL of the migration, its down, or the way in which the project's migrator runs it.
 */
export function rowsLost(subject: Subject, { lost }: Comparison, by: keyof typeof takers): Finding[] {
  const isDown = by === 'its down';
  return lost.map(({ table, before, after, cause }) => ({
    ...ruleOf('prove/rows-lost'),
    message: `${isDown ? `The down of ${subject.tag}` : subject.tag} takes rows from ${table} without saying so: ${before} before, ${after} after${cause === null ? '' : ` (${cause})`}.${takers[by].more}`,
    path: isDown ? subject.down : subject.up,
    line: 1,
    migration: subject.tag,
    target: table,
    fix: takers[by].fix,
  }));
}

/** Values are others, and the SQL does not say so. */
export function valuesChanged(subject: Subject, { changed }: Comparison, by: 'up' | 'down'): Finding[] {
  return changed.map(({ table, column, text, cause }) => {
    const target = column === '' ? table : `${table}.${column}`;
    const why = cause === null ? '' : ` (${cause})`;
    return {
      ...ruleOf('prove/values-changed'),
      message:
        by === 'up'
          ? `${subject.tag} changes ${target} without saying so: ${text}${why}.`
          : `After ${subject.tag} and its down, ${target} holds something else, although neither says so: ${text}${why}.`,
      path: by === 'up' ? subject.up : subject.down,
      line: 1,
      migration: subject.tag,
      target,
      fix:
        by === 'up'
          ? 'Copy the values, or change them by a statement of its own.'
          : 'Bring the values back in the down file.',
    };
  });
}

/** The down stops. */
export function downFails(
  subject: Subject,
  failure: ReplayFailure,
  { onRows, isStructureOnly }: { onRows: boolean; isStructureOnly: boolean },
): Finding {
  const why = isStructureOnly ? ' What it needs was lost with the migration.' : '';
  return {
    ...ruleOf('prove/down-fails'),
    ...(onRows && isStructureOnly ? { severity: 'warning' } : {}),
    message: `The down of ${subject.tag} fails${onRows ? ' on tables with rows' : ''}: ${said(failure)}${why}`,
    path: subject.down,
    line: failure.line,
    migration: subject.tag,
    fix: onRows
      ? 'Write into the down file what the rows are to hold, before the statement that stops.'
      : `Mend the down file, then: ${subject.lockstep(`prove ${shellWord(subject.tag)}`)}`,
  };
}

/** The down runs and does not bring the schema back. */
export function downDiffers(subject: Subject, differences: Difference[]): Finding {
  return {
    ...ruleOf('prove/down-differs'),
    message: `The down of ${subject.tag} does not bring back the schema before it:\n${listOf(differences)}`,
    path: subject.down,
    line: 1,
    migration: subject.tag,
    fix: `Mend the down file, then: ${subject.lockstep(`prove ${shellWord(subject.tag)}`)}`,
  };
}

/** After its down, the migration does not do again what it did. */
export function upAgain(subject: Subject, what: ReplayFailure | Difference[]): Finding {
  const happened = Array.isArray(what)
    ? `builds another schema than the first time:\n${listOf(what)}`
    : `fails when it is run again: ${said(what)}`;
  return {
    ...ruleOf('prove/up-again'),
    message: `After its down, ${subject.tag} ${happened}`,
    path: subject.down,
    line: 1,
    migration: subject.tag,
    fix: 'Let the down take away everything that the migration made.',
  };
}

/** The engine cannot run the migration at all. */
export function upFails(subject: Subject, engine: string, failure: ReplayFailure): Finding {
  return {
    ...ruleOf('prove/up-fails'),
    ...(isNoSql(failure) ? { severity: 'error' } : {}),
    message: `${subject.tag} cannot be proven: it does not run on ${engine}: ${said(failure)}`,
    path: subject.up,
    line: failure.line,
    migration: subject.tag,
    fix:
      mendFor(failure, subject.dialect) === null
        ? 'Mend its SQL, or what the migrations before it do; if it is published, let its down file say that it cannot be undone.'
        : 'Name a server that has what it needs in LOCKSTEP_PROOF_URL; lockstep makes databases of its own on it, and drops them.',
  };
}

/** It does not parse: nowhere will it run. PostgreSQL's and MySQL's codes; SQLite has none for it (seen on 3.45). */
function isNoSql({ code, message }: ReplayFailure): boolean {
  return code === '42601' || code === '1064' || /syntax error$/.test(message);
}

/** What the engine said: with the values of the row that it was about, which may be long. */
function said({ message, details }: ReplayFailure): string {
  return [message, ...details]
    .map((text) => brief(text.replace(/\.$/, '')))
    .join('. ')
    .concat('.');
}

const longest = 200;

function brief(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function listOf(differences: Difference[]): string {
  const lines = differences.slice(0, shown).map(({ text }) => `  ${text}`);
  if (differences.length > shown) lines.push(`  … and ${differences.length - shown} more`);
  return lines.join('\n');
}

/** There is nothing to prove. */
export function missingDown({ tag, down, sql }: Migration, lockstep: Subject['lockstep']): Finding {
  return {
    rule: 'rollback/missing',
    severity: 'error',
    message: `${tag} has no ${down}: it could not be rolled back.`,
    path: sql,
    line: 1,
    migration: tag,
    fix: lockstep(`down ${shellWord(tag)}`),
  };
}

/** The down file is the one of the migration as it was without SQL. */
export function unwrittenDown({ tag, down }: Migration, lockstep: Subject['lockstep']): Finding {
  return {
    rule: 'rollback/stale',
    severity: 'error',
    message: `${down} is still the template of an empty migration, and ${tag} has its SQL by now: nothing would undo it.`,
    path: down,
    line: 1,
    migration: tag,
    fix: lockstep(`down ${shellWord(tag)}`),
  };
}

/**
 * Findings of a proof with the lines of the down file as it is written: a proof counts those of the SQL below the
 * header, and the header grows by what it found.
 */
export function inFile(findings: Finding[], down: string, text: string): Finding[] {
  const above = linesAbove(text);
  return findings.map((finding) =>
    finding.path === down && finding.line !== undefined ? { ...finding, line: finding.line + above } : finding,
  );
}
