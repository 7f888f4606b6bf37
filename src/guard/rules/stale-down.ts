import { posix } from 'node:path';
import { isAsWritten, isLeftOpen, isMadeFor, mendByHand, splitDown } from '../../history/down-header.js';
import { shellWord } from '../../shell-word.js';
import type { Found, Rule } from '../rule.js';
import { lineOfPart } from '../text.js';

export const staleDown: Rule = {
  name: 'rollback/stale',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A down file was made for another version of its migration: the hash in its header (`-- Up: sha256:…`) is not that of the SQL; or it is still the template of a custom migration whose SQL was written since. A file without that line that a person wrote is left alone.',
    why: 'It undoes what the migration did before it was changed: rolling back would stop half-way, or leave something behind.',
    example: `rollback/stale  drizzle/0002_add_orders.down.sql:5
  drizzle/0002_add_orders.down.sql was made for another version of drizzle/0002_add_orders.sql.`,
    mend: `A file that lockstep wrote and nobody edited is made anew:

    lockstep down 0002_add_orders

One that was edited is left to its author: bring its statements in line with the migration, put the hash that the
message names into its header, take out what was approved in the SQL before, and prove it:
\`lockstep prove 0002_add_orders\`.`,
  },
  check({ history, contents, tree, commands }) {
    return history.migrations.flatMap((migration): Found[] => {
      const down = contents.get(migration.down);
      const up = contents.get(migration.sql);
      if (down === undefined || up === undefined) return [];
      if (isLeftOpen(splitDown(down), up)) {
        return [
          {
            message: `${migration.down} is still the template of an empty migration, and ${posix.basename(migration.sql)} has its SQL by now: nothing would undo it.`,
            path: migration.down,
            line: lineOfPart(down, '-- Reversible:') ?? 1,
            migration: migration.tag,
            fix: commands.lockstep(`down ${shellWord(migration.tag)}`),
          },
        ];
      }
      if (isMadeFor(down, up)) return [];
      return [
        {
          message: `${migration.down} was made for another version of ${posix.basename(migration.sql)} than that in ${tree.label}: rolling back could stop half-way, or leave something behind.`,
          path: migration.down,
          line: lineOfPart(down, '-- Up: sha256:') ?? 1,
          migration: migration.tag,
          fix: isAsWritten(splitDown(down))
            ? commands.lockstep(`down ${shellWord(migration.tag)}`)
            : mendByHand(splitDown(down), up),
        },
      ];
    });
  },
};
