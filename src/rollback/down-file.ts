import { bodyHash, type DownText, proofHash, splitDown, upHash } from '../history/down-header.js';
import type { Losses } from './lost.js';

/** What a down file says above its SQL. */
export interface DownHeader {
  migration: string;
  /** `2026-11-20` */
  date: string;
  reason: string;
  reversible: Reversible;
  /** The up SQL that this down was made for; `null` when that SQL is still to be written. */
  up: string | null;
  proof: ProofRecord | null;
  /** What stands in columns whose values are gone and that rows cannot go without. */
  filled?: string[];
  /** The tables and columns that the down drops, as a phrase; `null` where it drops none. */
  takesAway?: string | null;
  /** The columns that the down gives a type that holds less, as a phrase; `null` where it does not. */
  narrows?: string | null;
  /** What was accepted by name, and why. */
  approvals?: string[];
}

/** `structure only`: the schema comes back, the values that the migration removed do not, or rows that it wrote stay. */
export type Reversible = { kind: 'yes' } | ({ kind: 'structure only' } & Losses) | { kind: 'no'; reason: string };

/** What became of the proof. */
export type ProofRecord =
  | {
      kind: 'proven';
      /** `PGlite 0.5.16` */
      engine: string;
      date: string;
      /** What the down does on tables with rows, where it is not simply to run. */
      onRows: string | null;
    }
  | { kind: 'not proven'; reason: string; mend: string | null };

/** The parts of a down file below its header. */
export interface DownBody {
  statements: string[];
  /** What the migration wrote into rows: quoted, for the user's own SQL. */
  written: string[];
  /** Queries that show that the schema is back, with the answer that is expected. */
  verify: { query: string; expected: string }[];
}

const breakpoint = '\n--> statement-breakpoint\n';

/** The text of a down file. Without a body it is a template that says what to write. */
export function downFileText(header: DownHeader, body: DownBody | null): string {
  const below = bodyText(body);
  return `${headerText(header, below)}\n\n${below}`;
}

/**
 * A down file that somebody wrote, or one that is there already, with what the proof found in its header; its SQL is
 * left as it is, byte for byte, and so are its line endings and its byte order mark.
 */
export function withProof(text: string, up: string, proof: ProofRecord): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const unmarked = text.slice(mark.length);
  const down = splitDown(unmarked);
  const own = new Set(['Proof', 'Not proven', 'To prove it', 'On rows']);
  const kept = down.header.filter(({ key }) => !own.has(key));
  const below = new Set([
    'Lost by the migration, not brought back',
    'Left by the migration, not taken away',
    'Filled in',
    'Takes away with what was put there since',
    'Narrows again',
  ]);
  const at = kept.findIndex(({ key }) => below.has(key));
  const lines = kept.map(({ key, value }) => `-- ${key}: ${value}`);
  lines.splice(at < 0 ? lines.length : at, 0, ...proofLines(proof, up, down.body));
  const end = unmarked.includes('\r\n') ? '\r\n' : '\n';
  const body = down.body === '' ? '' : unmarked.slice(bodyOffset(unmarked, down));
  return `${mark}${lines.join(end)}${end}${end}${body}`;
}

function headerText(header: DownHeader, body: string): string {
  const {
    migration,
    date,
    reason,
    reversible,
    up,
    proof,
    filled = [],
    takesAway = null,
    narrows = null,
    approvals = [],
  } = header;
  return [
    `-- Down of: ${oneLine(migration)}`,
    `-- Date: ${date}`,
    `-- Reason: ${oneLine(reason)}`,
    `-- Reversible: ${reversibleText(reversible)}`,
    ...(up === null ? [] : [`-- Up: sha256:${upHash(up)}`]),
    `-- Down: sha256:${bodyHash(body)}`,
    ...(proof === null || up === null ? [] : proofLines(proof, up, body)),
    ...(reversible.kind === 'structure only' ? lossLines(reversible) : []),
    ...filled.map((line) => `-- Filled in: ${oneLine(line)}`),
    ...(takesAway === null ? [] : [`-- Takes away with what was put there since: ${oneLine(takesAway)}`]),
    ...(narrows === null
      ? []
      : [`-- Narrows again: ${oneLine(narrows)}; what does not fit by then is rounded or cut off, or stops it`]),
    ...approvals.map((line) => `-- Approved: ${oneLine(line)}`),
  ].join('\n');
}

function lossLines({ lost, left }: Losses): string[] {
  return [
    ...lost.map((phrase) => `-- Lost by the migration, not brought back: ${oneLine(phrase)}`),
    ...left.map((phrase) => `-- Left by the migration, not taken away: ${oneLine(phrase)}`),
  ];
}

function proofLines(proof: ProofRecord, up: string, body: string): string[] {
  if (proof.kind === 'proven') {
    const { engine, date, onRows } = proof;
    return [
      `-- Proof: ${oneLine(engine)} on ${date}, sha256:${proofHash(up, body, oneLine(engine))}`,
      ...(onRows === null ? [] : [`-- On rows: ${oneLine(onRows)}`]),
    ];
  }
  return [
    `-- Not proven: ${oneLine(proof.reason)}`,
    ...(proof.mend === null ? [] : [`-- To prove it: ${oneLine(proof.mend)}`]),
  ];
}

function bodyText(body: DownBody | null): string {
  if (body === null) return template;
  const { statements, written, verify } = body;
  const parts: string[] = [];
  if (written.length > 0) parts.push(writtenText(written));
  parts.push(
    `-- Undo changes\n${statements.length === 0 ? '-- The schema is as it was.' : statements.join(breakpoint)}`,
  );
  if (verify.length > 0) {
    const lines = verify.map(({ query, expected }) => `--   ${oneLine(query)}; -- ${oneLine(expected)}`);
    parts.push(['-- Verify', ...lines].join('\n'));
  }
  return `${parts.join('\n\n').trimEnd()}\n`;
}

/** So much of what the migration wrote is quoted: who wants more reads the migration. */
const mostQuoted = { statements: 20, characters: 1000 };

/** Where the user's own SQL goes: only they know what the rows held, or whether they are wanted back. */
function writtenText(written: string[]): string {
  const quoted = written.slice(0, mostQuoted.statements);
  const more = written.length - quoted.length;
  return [
    '-- Rows: the migration wrote some, and its down leaves them as they are. What takes that back goes here, each',
    '-- statement followed by a breakpoint line, as in the migration. It said:',
    ...quoted.flatMap((statement) =>
      cut(statement)
        // A carriage return alone ends a comment on PostgreSQL.
        .split(/\r\n?|\n/)
        .map((line) => `--   ${line}`.trimEnd()),
    ),
    ...(more > 0 ? [`-- and ${more} statements more.`] : []),
  ].join('\n');
}

function cut(statement: string): string {
  const { characters } = mostQuoted;
  return statement.length > characters ? `${statement.slice(0, characters)} …` : statement;
}

const template = `-- Undo changes
-- Write the statements that undo the migration above, newest change first, with a breakpoint line between each two
-- as in the migration; then set Reversible to yes, or to structure only.
--   a column was added    ALTER TABLE "t" DROP COLUMN "c";
--   a table was added     DROP TABLE "t";
--   something was renamed ALTER TABLE "t" RENAME COLUMN "new" TO "old";
--   rows were changed     what brings the old values back, or nothing where they are gone
--
-- Verify
--   SELECT count(*) FROM "t";
`;

function reversibleText(reversible: Reversible): string {
  return reversible.kind === 'no' ? `no (${oneLine(reversible.reason)})` : reversible.kind;
}

/** A header is read line by line: nothing in it may start a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Where the body begins in the text as it stands. */
function bodyOffset(text: string, { body }: DownText): number {
  const all = text.split('\n');
  const above = all.slice(0, all.length - body.split('\n').length);
  return above.reduce((length, line) => length + line.length + 1, 0);
}
