import type { Connection } from '../database/live/connection.js';
import { LockstepError } from '../errors.js';
import type { Comparison } from './compare.js';
import { type LedgerPlace, type LedgerState, ledgerTable } from './ledger.js';
import type { LocalHistory } from './local.js';

/**
 * Stops before anything is done when history and ledger contradict each other.
 *
 * @throws LockstepError (exit 1) that says how, and what to do.
 */
export function refuseDifferences(
  { line }: LocalHistory,
  ledger: LedgerState,
  { edited, unknown }: Comparison,
  place: LedgerPlace,
  { dialect }: Pick<Connection, 'dialect'>,
): void {
  const table = ledgerTable(dialect, place);
  if (ledger.exists && ledger.line !== line && ledger.rows.length > 0) throw otherLine(ledger, table);
  if (edited.length > 0 && edited.every(({ lineEndings }) => lineEndings)) {
    throw new LockstepError(
      `${list(edited.map(({ migration }) => migration.tag))} ${edited.length === 1 ? 'has' : 'have'} other line endings than when applied; nothing else differs.`,
      {
        exitCode: 1,
        path: edited[0]?.migration.path ?? '',
        fix: 'The checkout changed them, as git does on Windows. Add to .gitattributes: drizzle/** text eol=lf (your migrations folder), then check the SQL out anew: git rm --cached "drizzle/*.sql" && git checkout HEAD -- "drizzle/*.sql"',
      },
    );
  }
  const [changed] = edited.filter(({ lineEndings }) => !lineEndings);
  if (changed !== undefined) {
    const others = edited.length === 1 ? '' : ` (and ${edited.length - 1} more)`;
    throw new LockstepError(
      `${changed.migration.tag}${others} was applied with other SQL than its file has now: databases would differ.`,
      {
        exitCode: 1,
        path: changed.migration.path,
        fix: 'Put the file back as it was applied (git log shows it), and write another migration for the change.',
      },
    );
  }
  const [row] = unknown;
  if (row !== undefined) {
    const others = unknown.length === 1 ? '' : ` and ${unknown.length - 1} more`;
    const what = row.name ?? `${row.hash.slice(0, 12)}… of ${new Date(row.createdAt).toISOString()}`;
    throw new LockstepError(`${table} has a migration that no file explains: ${what}${others}.`, {
      exitCode: 1,
      fix: 'Is this the right database, and the newest code? A migration that was deleted or regenerated after it was applied has to come back. lockstep status lists them.',
    });
  }
}

function otherLine({ line }: LedgerState, table: string): LockstepError {
  return line === 'folders'
    ? new LockstepError(`${table} was written by a migrator of drizzle 1.0, and the migrations are of 0.x.`, {
        exitCode: 1,
        fix: 'Is this the newest code? Convert the migrations with drizzle-kit 1.0: drizzle-kit up',
      })
    : new LockstepError(`${table} was written by a migrator of drizzle 0.x, and the migrations are of 1.0.`, {
        exitCode: 1,
        fix: 'drizzle-kit 1.0 converts the ledger with its first run: drizzle-kit migrate. From then on lockstep migrate goes on.',
      });
}

function list(tags: string[]): string {
  const shown = tags.slice(0, 3).join(', ');
  return tags.length > 3 ? `${shown} and ${tags.length - 3} more` : shown;
}
