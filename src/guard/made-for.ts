import { createHash } from 'node:crypto';
import { withLf } from './text.js';

/** The hash in a down file's header of the SQL that it undoes; `null` for a file that was written without. */
export function upHashOf(down: string): string | null {
  return /^-- Up: sha256:([0-9a-f]{64})\s*$/m.exec(down)?.[1] ?? null;
}

/** Whether a down file was made for this SQL, before or after git changed its line endings, or does not say. */
export function isMadeFor(down: string, up: string): boolean {
  const hash = upHashOf(down);
  if (hash === null || hash === sha256(up)) return true;
  const lf = withLf(up);
  return hash === sha256(lf) || hash === sha256(lf.replaceAll('\n', '\r\n'));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
