import { shownName } from '../../sql/built/names.js';
import { findTable } from '../../sql/built/schema.js';
import { isNew, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const rowsOpened: ReviewRule = {
  name: 'review/rows-opened',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'Row level security is switched off for a table that was there before.',
    why: 'From then on every role that may read or write the table reads and writes all of its rows, whatever its policies say; nothing fails, and nobody notices. drizzle-kit writes it where the last policy of a table is taken out of the schema.',
    bad: `ALTER TABLE "notes" DISABLE ROW LEVEL SECURITY;`,
    good: `-- no policy, and row level security stays on: only the owner of the table sees rows
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;`,
    accept: 'Every role that has privileges on the table may see all of its rows.',
  },
  check(migration) {
    return stepsOf(migration, 'row level security').flatMap((step) => {
      const { operation } = step;
      const isOff = operation.state === 'disable' || operation.state === 'no force';
      const table = tableBefore(step, operation);
      if (!isOff || isNew(migration, table)) return [];
      // drizzle-kit switches it off before it drops the table.
      if (table !== null && findTable(migration.after, operation) === null) return [];
      const target = shownName('postgresql', operation.schema, operation.table);
      const who = operation.state === 'disable' ? 'every role with privileges on it' : 'its owner';
      return [
        {
          operation,
          target,
          message: `The policies of ${target} no longer hold for ${who}, who sees and changes all of its rows from here on.`,
          fix: 'Leave row level security on, and write a policy for what is to be open.',
        },
      ];
    });
  },
};
