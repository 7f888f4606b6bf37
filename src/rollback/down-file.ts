/** What a down file says above its SQL. */
export interface DownHeader {
  migration: string;
  /** `2026-11-20` */
  date: string;
  reason: string;
  reversible: Reversible;
  /** sha256 of the up SQL that this down was made for; `null` when that SQL is still to be written. */
  upHash: string | null;
}

/** `structure only`: the schema comes back, the values that the migration removed do not. */
export type Reversible = { kind: 'yes' } | { kind: 'structure only'; lost: string[] } | { kind: 'no'; reason: string };

const breakpoint = '\n--> statement-breakpoint\n';

/** The text of a down file. Without statements it is a template that says what to write. */
export function downFileText(header: DownHeader, statements: string[]): string {
  const lines = [
    `-- Down of: ${header.migration}`,
    `-- Date: ${header.date}`,
    `-- Reason: ${oneLine(header.reason)}`,
    `-- Reversible: ${reversibleText(header.reversible)}`,
    ...(header.upHash === null ? [] : [`-- Up: sha256:${header.upHash}`]),
    '',
  ];
  if (header.reversible.kind === 'structure only') {
    for (const lost of header.reversible.lost)
      lines.push(`-- Lost by the migration, not brought back: ${oneLine(lost)}`);
    lines.push('');
  }
  const body = statements.length === 0 ? template : `-- Undo changes\n${statements.join(breakpoint)}`;
  return `${lines.join('\n')}\n${body.trimEnd()}\n`;
}

const template = `-- Undo changes
-- Write the statements that undo the migration above, newest change first, one after the other with
-- "--> statement-breakpoint" between them; then set Reversible to yes, or to structure only.
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
