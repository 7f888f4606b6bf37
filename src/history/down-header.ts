import { createHash } from 'node:crypto';

/** What the lines above the SQL of a down file say, one `-- Key: value` each. */
const keys = [
  'Down of',
  'Date',
  'Reason',
  'Reversible',
  'Up',
  'Down',
  'Proof',
  'Not proven',
  'To prove it',
  'Lost by the migration, not brought back',
  'Left by the migration, not taken away',
  'Filled in',
  'Takes away with what was put there since',
  'Narrows again',
  'On rows',
  'Approved',
] as const;
export type HeaderKey = (typeof keys)[number];
const headerLine = new RegExp(`^-- (${keys.join('|')}): (.*)$`);

export interface HeaderLine {
  key: HeaderKey;
  value: string;
}

/** A down file: its header, and what is below. */
export interface DownText {
  header: HeaderLine[];
  body: string;
}

/** Cuts a down file behind the last header line that stands above everything else. Line endings become LF. */
export function splitDown(text: string): DownText {
  const lines = withLf(text.replace(/^\uFEFF/, '')).split('\n');
  const header: HeaderLine[] = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at]?.trimEnd() ?? '';
    if (line === '') continue;
    const [, key, value] = headerLine.exec(line) ?? [];
    const known = keys.find((candidate) => candidate === key);
    if (known === undefined || value === undefined) break;
    header.push({ key: known, value });
  }
  return { header, body: lines.slice(at).join('\n') };
}

/** The lines of the header as they stand, without the empty ones, and the text below them, byte for byte. */
export function headerLines(text: string): { above: string[]; below: string } {
  const lines = text.split('\n');
  const { header } = splitDown(text);
  const above: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (above.length === header.length) break;
    length += line.length + 1;
    if (line.trim() !== '') above.push(line.trimEnd());
  }
  return { above, below: text.slice(length) };
}

/** How many lines of a down file stand above its body. */
export function linesAbove(text: string): number {
  return text.split('\n').length - splitDown(text).body.split('\n').length;
}

/** The value of a header line; `null` where the file has none. */
export function headerValue({ header }: DownText, key: HeaderKey): string | null {
  return header.find((line) => line.key === key)?.value ?? null;
}

/** The hash in a down file's header of the SQL that it undoes; `null` for a file that was written without. */
export function upHashOf(down: string): string | null {
  return /^-- Up: sha256:([0-9a-f]{64})\s*$/m.exec(down)?.[1] ?? null;
}

/** What identifies the SQL of a migration in its down file: the same in a checkout with other line endings. */
export function upHash(up: string): string {
  return sha256(withLf(up));
}

/** Whether a down file was made for this SQL, before or after git changed its line endings, or does not say. */
export function isMadeFor(down: string, up: string): boolean {
  const hash = upHashOf(down);
  if (hash === null || hash === sha256(up)) return true;
  const lf = withLf(up);
  return hash === sha256(lf) || hash === sha256(lf.replaceAll('\n', '\r\n'));
}

/** What identifies the SQL of a down file, whatever git does with its line endings. */
export function bodyHash(body: string): string {
  return sha256(withLf(body).trim());
}

/** Whether everything below the header is as lockstep wrote it: nobody has edited it, and it may be written anew. */
export function isAsWritten(down: DownText): boolean {
  return headerValue(down, 'Down') === `sha256:${bodyHash(down.body)}`;
}

/**
 * What identifies a proof: which SQL was undone by which, on which engine. It stands in the header behind the engine
 * and the day.
 */
export function proofHash(up: string, body: string, engine: string): string {
  return sha256(`${sha256(withLf(up).trim())}\n${bodyHash(body)}\n${engine}`);
}

/** `PGlite 0.5.16 on 2026-11-20, sha256:…` as its parts; `null` for anything else. */
export function readProofLine(value: string): { engine: string; date: string; hash: string } | null {
  const [, engine, date, hash] = /^(.+) on (\d{4}-\d\d-\d\d), sha256:([0-9a-f]{64})$/.exec(value.trim()) ?? [];
  return engine === undefined || date === undefined || hash === undefined ? null : { engine, date, hash };
}

/** Whether the proof that a down file names is one of this SQL and of the file as it is. */
export function isProofOf(down: DownText, up: string): boolean {
  const proof = readProofLine(headerValue(down, 'Proof') ?? '');
  return proof !== null && proof.hash === proofHash(up, down.body, proof.engine);
}

/**
 * Whether a down file that lockstep wrote, edited or not, is neither proven as it is, nor says why it is not, nor says
 * that it cannot be undone.
 */
export function lacksProof(down: DownText, up: string): boolean {
  const isOurs = headerValue(down, 'Down') !== null;
  const isIrreversible = headerValue(down, 'Reversible')?.toLowerCase().startsWith('no') === true;
  return isOurs && !isIrreversible && headerValue(down, 'Not proven') === null && !isProofOf(down, up);
}

/**
 * Whether a migration is as `generate --custom` makes it (drizzle-kit 0.31.11 and 1.0.0-rc.5): its SQL is still to come.
 */
export function isUnwritten(up: string): boolean {
  return ['', '-- Custom SQL migration file, put your code below! --'].includes(up.trim());
}

/** Whether a down file is the template of a custom migration, as lockstep wrote it: nobody has filled it in. */
export function isTemplate(down: DownText): boolean {
  return headerValue(down, 'Up') === null && isAsWritten(down);
}

/** Whether a down file is still that template, although the migration has its SQL by now. */
export function isLeftOpen(down: DownText, up: string): boolean {
  return isTemplate(down) && !isUnwritten(up);
}

/**
 * What the author of a hand-written down file does once the migration is another. What was approved was so for the SQL
 * before: with the new hash alone, it would count again.
 */
export function mendByHand(down: DownText, up: string): string {
  const approved =
    headerValue(down, 'Approved') === null ? '' : ', without the lines of what was approved in the SQL before';
  return `It was written by hand. Bring it in line with the migration, and its header${approved}: -- Up: sha256:${upHash(up)}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
