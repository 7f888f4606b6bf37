import type { Rule } from '../rule.js';
import { typed } from '../text.js';

export const missingSnapshot: Rule = {
  name: 'history/missing-snapshot',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A migration is listed, but its snapshot is not there.',
    why: 'Without the newest one drizzle-kit compares the schema with an older one and writes the same change again. Without an older one `drizzle-kit up` to 1.0 stops, and nothing knows the schema at that point.',
    example: `history/missing-snapshot  drizzle/meta/_journal.json:12
  0001_add_orders has no snapshot in the staged files.`,
    mend: `Add the file \`drizzle/meta/0001_snapshot.json\`, or restore it. A migration that only you have can be generated
again: remove it from the journal with its SQL file, and run \`lockstep generate\`.`,
  },
  check({ tree, history, commands }) {
    const newest = history.migrations.at(-1);
    return history.migrations
      .filter((migration) => !tree.isFile(migration.snapshot))
      .map((migration) => ({
        message:
          migration === newest
            ? `${migration.tag} has no snapshot in ${tree.label}. drizzle-kit would compare the schema with an older one and write the same change again.`
            : `${migration.tag} has no snapshot in ${tree.label}. Nothing knows the schema at that point, and drizzle-kit up to 1.0 stops at it.`,
        path: migration.listed.path,
        line: migration.listed.line,
        migration: migration.tag,
        fix: commands.addMigrations ?? `git log --oneline --diff-filter=D -- ${typed(migration.snapshot)}`,
      }));
  },
};
