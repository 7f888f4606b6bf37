import { headerValue, isMadeFor, lacksProof, splitDown } from '../../history/down-header.js';
import { shellWord } from '../../shell-word.js';
import type { Found, Rule } from '../rule.js';

export const unprovenDown: Rule = {
  name: 'rollback/unproven',
  severity: 'warning',
  scope: 'migration',
  docs: {
    what: 'A down file was not proven as it is now: its header names no proof, or one of other SQL. A file without the header line `-- Down:`, one that says that it cannot be undone, and one that says why it is not proven are left alone.',
    why: 'A down file that was never run is a guess, and it is needed when there is no time for guesses.',
    example: `rollback/unproven  drizzle/0002_add_orders.down.sql:1
  drizzle/0002_add_orders.down.sql was edited since it was proven.`,
    mend: `Run it, on a real engine and with rows in the tables, and commit what that writes into its header:

    lockstep prove 0002_add_orders`,
  },
  check({ history, contents, commands }) {
    return history.migrations.flatMap((migration): Found[] => {
      const text = contents.get(migration.down);
      const up = contents.get(migration.sql);
      // A stale one has a finding of its own.
      if (text === undefined || up === undefined || !isMadeFor(text, up)) return [];
      const down = splitDown(text);
      if (!lacksProof(down, up)) return [];
      const isEdited = headerValue(down, 'Proof') !== null;
      return [
        {
          message: isEdited
            ? `${migration.down} was edited since it was proven.`
            : `${migration.down} was never proven.`,
          path: migration.down,
          line: 1,
          migration: migration.tag,
          fix: commands.lockstep(`prove ${shellWord(migration.tag)}`),
        },
      ];
    });
  },
};
