import type { Rule } from '../rule.js';
import { typed } from '../text.js';

export const malformedEntry: Rule = {
  name: 'history/malformed-entry',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'An entry of the journal, or a snapshot, cannot be understood: it has no tag or no time, is not JSON, or holds the conflict markers of a merge.',
    why: 'Migrating a database stops at such an entry or passes it over, and drizzle-kit stops at such a snapshot.',
    example: `history/malformed-entry  drizzle/meta/_journal.json:12
  The journal's entry 1 has no tag. Migrating a database stops at it.`,
    mend: `Restore the file from the last commit that had it whole:

    git log --oneline -- drizzle/meta/_journal.json
    git checkout COMMIT -- drizzle/meta/_journal.json

After a merge with conflicts, take the base branch's history and re-create this branch's migrations on top of it:

    lockstep rebase`,
  },
  check({ history, commands }) {
    return history.malformed.map(({ path, line, message }) => {
      const isEntry = path === history.journal;
      const consequence = isEntry ? 'Migrating a database stops at it or passes it over.' : 'drizzle-kit stops at it.';
      // Of a snapshot a line is known only where git left its conflict markers.
      const isConflict = !isEntry && line !== undefined;
      return {
        message: `${message}${isConflict ? ' It holds the conflict markers of a merge.' : ''} ${consequence}`,
        path,
        ...(line === undefined ? {} : { line }),
        fix: isConflict ? commands.lockstep('rebase') : `git log --oneline -- ${typed(path)}`,
      };
    });
  },
};
