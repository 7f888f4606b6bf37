import type { Rule } from '../rule.js';
import { typed } from '../text.js';

export const missingSql: Rule = {
  name: 'history/missing-sql',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A migration is listed, but its SQL file is not there.',
    why: 'Migrating a database stops at it. drizzle-kit check does not notice (0.31.11).',
    example: `history/missing-sql  drizzle/meta/_journal.json:12
  0001_add_orders is listed, but drizzle/0001_add_orders.sql is not in the staged files.`,
    mend: `Add the file, or restore it from the commit that removed it:

    git log --oneline --diff-filter=D -- drizzle/0001_add_orders.sql
    git checkout COMMIT^ -- drizzle/0001_add_orders.sql`,
  },
  check({ tree, history, commands }) {
    return history.migrations
      .filter((migration) => !tree.isFile(migration.sql))
      .map((migration) => ({
        message: `${migration.tag} is listed, but ${migration.sql} is not in ${tree.label}. Migrating a database from it would stop there.`,
        path: migration.listed.path,
        line: migration.listed.line,
        migration: migration.tag,
        fix: commands.addMigrations ?? `git log --oneline --diff-filter=D -- ${typed(migration.sql)}`,
      }));
  },
};
