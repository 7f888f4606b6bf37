import {
  type DownText,
  headerValue,
  isAsWritten,
  isMadeFor,
  isProofOf,
  readProofLine,
  splitDown,
  upHashOf,
} from '../history/down-header.js';
import { type DownBody, downFileText, type ProofRecord } from './down-file.js';
import type { Inverse } from './inverse.js';

/** A down file that is to be written. */
export interface ComposedDown {
  text: string;
  /** The SQL below its header. */
  body: string;
}

/**
 * The text of a down file. Where one is there already that says the same, it keeps its date and its proof; approvals
 * are kept as long as the migration's SQL is the one that they were given for, and a reason that a person gave always.
 *
 * @param existing the file as it is; `null` where there is none.
 * @param proof what became of the proof; `null` where it was not tried.
 */
export function composeDown(
  { tag, up, date }: { tag: string; up: string; date: string },
  inverse: Inverse,
  proof: ProofRecord | null,
  existing: string | null,
): ComposedDown {
  const old = existing === null ? null : splitDown(existing);
  // A template is written before the SQL of the migration is: a hash of what is there now would be stale at once.
  const isTemplate = inverse.body === null;
  const body: DownBody | null = inverse.body;
  const write = (on: string, record: ProofRecord | null): string =>
    downFileText(
      {
        migration: tag,
        date: on,
        reason: reasonOf(old, tag),
        reversible: inverse.reversible,
        up: isTemplate && inverse.isToBeWritten ? null : up,
        proof: record,
        filled: inverse.filled,
        takesAway: inverse.takesAway,
        narrows: inverse.narrows ?? null,
        approvals: old !== null && isFor(existing, up) ? approvalsOf(old) : [],
      },
      body,
    );
  const oldDate = (old && headerValue(old, 'Date')) ?? date;
  const text = write(oldDate, proof ?? oldProof(existing, up, splitDown(write(oldDate, null)).body));
  const isSame = existing !== null && existing.replaceAll('\r\n', '\n') === text;
  const final = isSame || oldDate === date ? text : write(date, proof ?? oldProof(existing, up, splitDown(text).body));
  return { text: final, body: splitDown(final).body };
}

/** A reason that a person gave stays. */
function reasonOf(old: DownText | null, tag: string): string {
  const given = old === null ? null : headerValue(old, 'Reason');
  const isOurs = old === null || given === `undoes ${headerValue(old, 'Down of')}`;
  return given === null || isOurs ? `undoes ${tag}` : given;
}

/** Whether a file says that it was made for this SQL. */
function isFor(existing: string | null, up: string): boolean {
  return existing !== null && upHashOf(existing) !== null && isMadeFor(existing, up);
}

/** Whether lockstep may write a down file anew: it is not there, or is as lockstep wrote it. */
export function mayRewrite(existing: string | null): boolean {
  return existing === null || isAsWritten(splitDown(existing));
}

/** A proof of this up and this down, from before; it holds as long as neither changes. */
function oldProof(existing: string | null, up: string, body: string): ProofRecord | null {
  if (existing === null) return null;
  const { header } = splitDown(existing);
  const old = { header, body };
  const line = readProofLine(headerValue(old, 'Proof') ?? '');
  if (line === null || !isProofOf(old, up)) return null;
  return { kind: 'proven', engine: line.engine, date: line.date, onRows: headerValue(old, 'On rows') };
}

function approvalsOf({ header }: { header: { key: string; value: string }[] }): string[] {
  return header.filter(({ key }) => key === 'Approved').map(({ value }) => value);
}
