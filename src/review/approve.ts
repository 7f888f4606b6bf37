import { headerLines, isMadeFor, isTemplate, splitDown, upHash, upHashOf } from '../history/down-header.js';

/** Why an approval cannot be written into a down file. */
export type NotApprovable = 'stale' | 'template';

/** Whether a down file can hold approvals of this SQL: not when it was made for other SQL, or before there was any. */
export function whyNotApprovable(down: string, up: string): NotApprovable | null {
  if (isTemplate(splitDown(down))) return 'template';
  return isMadeFor(down, up) ? null : 'stale';
}

/**
 * A down file with one more approval in its header, or with another reason for one that it has. The rest of the file
 * stays byte for byte. One that does not say for which SQL it was made says it from here on: an approval is for that
 * SQL and no other.
 *
 * @param name see findingName.
 * @param reason in one line.
 */
export function withApproval(down: string, up: string, name: string, reason: string): string {
  const mark = down.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = down.slice(mark.length);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const { above, below } = headerLines(text);
  const kept = above.filter((line) => !line.startsWith(`-- Approved: ${name}: `));
  const added = [
    ...(upHashOf(text) === null ? [`-- Up: sha256:${upHash(up)}`] : []),
    `-- Approved: ${name}: ${reason}`,
  ];
  const head = `${[...kept, ...added].join(end)}${end}`;
  return `${mark}${head}${above.length === 0 ? end : ''}${below}`;
}
