import { duplicates } from '../../history/order.js';
import type { Rule } from '../rule.js';

export const duplicateIndex: Rule = {
  name: 'history/duplicate-index',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'Two entries of the journal have one number, one tag, or one snapshot file. It is how a merge of two branches looks that each added a migration.',
    why: 'The snapshot file can hold the schema of only one of them, drizzle-kit counts the next number from the last entry, and an entry that is listed twice runs twice on a new database.',
    example: `history/duplicate-index  drizzle/meta/_journal.json:20
  0001_add_orders has the number of 0001_add_invoices in the journal, 1, and its snapshot file
  drizzle/meta/0001_snapshot.json, which can hold the schema of only one of them.`,
    mend: `Take the base branch's history as it is and re-create this branch's migrations on top of it, with numbers of their own:

    lockstep rebase`,
  },
  check({ history, commands }) {
    return [...duplicates(history.migrations)].map(([migration, { of, shared }]) => ({
      message: messageOf(migration.tag, of.tag, String(migration.idx), migration.snapshot, shared),
      path: migration.listed.path,
      line: migration.listed.line,
      migration: migration.tag,
      fix: shared.has('tag')
        ? `Remove one of the two entries from ${migration.listed.path}.`
        : commands.lockstep('rebase'),
    }));
  },
};

function messageOf(tag: string, of: string, index: string, snapshot: string, shared: Set<string>): string {
  if (shared.has('tag')) return `${tag} is listed twice. A new database would run its SQL twice.`;
  const file = `snapshot file ${snapshot}, which can hold the schema of only one of them`;
  if (!shared.has('index')) return `${tag} and ${of} share the ${file}.`;
  if (shared.has('snapshot')) return `${tag} has the number of ${of} in the journal, ${index}, and its ${file}.`;
  return `${tag} has the number of ${of} in the journal, ${index}. drizzle-kit counts on from the last entry, and the numbers no longer tell the migrations apart.`;
}
