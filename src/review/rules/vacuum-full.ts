import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const vacuumFull: ReviewRule = {
  name: 'review/vacuum-full',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'VACUUM FULL or CLUSTER.',
    why: 'Both write the whole table anew, and nobody reads or writes it until they are through (an ACCESS EXCLUSIVE lock). They change nothing of the schema. VACUUM cannot run in a transaction: `lockstep migrate` runs it outside of one, `drizzle-kit migrate` cannot run it.',
    bad: `VACUUM FULL "orders";`,
    good: `VACUUM "orders";
-- To give space back while the table is in use: the extension pg_repack.`,
    accept: 'The table is not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'maintenance').flatMap(({ operation }) => {
      const { command, name } = operation;
      if (command !== 'vacuum full' && command !== 'cluster') return [];
      const what = name ?? 'Every table';
      return [
        {
          operation,
          target: name ?? `line-${operation.place.line}`,
          message: `${what} is written anew by ${command.toUpperCase()}, without reads and writes in the meantime.`,
          fix: 'Leave it out of the migration: it is maintenance, for a time when nobody needs the table.',
        },
      ];
    });
  },
};
