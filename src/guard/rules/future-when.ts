import type { Rule } from '../rule.js';

const day = 24 * 60 * 60 * 1000;

export const futureWhen: Rule = {
  name: 'history/future-when',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A migration has a time that is more than a day ahead.',
    why: 'A migration that is generated before that time counts as older. drizzle-orm 0.x then skips it in silence on every database that has the one from the future; on the 1.0 line a new database runs the two in the other order than the existing ones.',
    example: `history/future-when  drizzle/meta/_journal.json:12
  0001_add_orders has a time in the future, 2031-01-01T00:00:00.000Z. Whatever is generated until then is skipped in
  silence by every database that has it.`,
    mend: `Set \`when\` of the entry to the time at which it was made; on the 1.0 line, rename the folder. Where a database has the
migration already, its ledger holds the time too: \`created_at\` of that row in \`__drizzle_migrations\` has to be set to
the same value.`,
  },
  check({ history, now }) {
    return history.migrations
      .filter(({ when }) => when > now + day)
      .map(({ tag, when, listed }) => {
        const at = when <= 8.64e15 ? new Date(when).toISOString() : String(when);
        return {
          message:
            history.line === 'journal'
              ? `${tag} has a time in the future, ${at}. Whatever is generated until then is skipped in silence by every database that has it.`
              : `${tag} has a time in the future, ${at}. Whatever is generated until then runs before it on a new database, and after it on those that have it.`,
          path: listed.path,
          line: listed.line,
          migration: tag,
          fix:
            history.line === 'journal'
              ? `Set "when" of ${tag} to ${now} in ${listed.path}:${listed.line}`
              : `Rename the folder ${tag}: its name begins with the time at which the migration was made.`,
        };
      });
  },
};
