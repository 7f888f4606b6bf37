import { shellWord } from '../../shell-word.js';
import type { Rule } from '../rule.js';
import { tagsHeld } from '../since.js';

export const missingDown: Rule = {
  name: 'rollback/missing',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A migration has no file that undoes it. Looked for where the project has down files: after its first one, or after `since` in the settings.',
    why: 'When a release has to be taken back, its migration cannot be. Written later, in a hurry, a down file is written without knowing what the migration was for.',
    example: `rollback/missing  drizzle/meta/_journal.json:20
  0002_add_orders has no drizzle/0002_add_orders.down.sql in the staged files: it could not be rolled back.`,
    mend: `\`lockstep generate\` writes the down file with the migration; if it lies in the working tree, it is not staged:

    git add drizzle

For a migration that was made otherwise:

    lockstep down 0002_add_orders

writes it. If nothing can undo the migration, let the file say so and why:

    -- Reversible: no (the old values are gone)`,
  },
  check({ tree, history, since, published, commands }) {
    const held = tagsHeld(tree, { history, since, published });
    return history.migrations
      .filter(({ tag, sql, down }) => held.has(tag) && tree.isFile(sql) && !tree.isFile(down))
      .map((migration) => ({
        message: `${migration.tag} has no ${migration.down} in ${tree.label}: it could not be rolled back.`,
        path: migration.listed.path,
        line: migration.listed.line,
        migration: migration.tag,
        fix: commands.addMigrations ?? commands.lockstep(`down ${shellWord(migration.tag)}`),
      }));
  },
};
