import { shownName } from '../../sql/built/names.js';
import { tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const detachPartition: ReviewRule = {
  name: 'review/detach-partition',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A partition of a table that is in use is detached, without CONCURRENTLY.',
    why: 'DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the whole table: it waits for every query that runs, and everybody else waits behind it, readers too. CONCURRENTLY (PostgreSQL 14 and later) lets them go on; it cannot run in a transaction, nor where there is a default partition.',
    bad: `ALTER TABLE "events" DETACH PARTITION "events_2019";`,
    good: `ALTER TABLE "events" DETACH PARTITION "events_2019" CONCURRENTLY;`,
    accept: 'No query on the table takes long, or it is not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'detach partition').flatMap((step) => {
      const { operation } = step;
      // Its rows are in its partitions, so that nothing says whether it has any.
      if (operation.concurrently || !isInUse(migration, tableBefore(step, operation))) return [];
      const target = shownName('postgresql', operation.partition.schema, operation.partition.table);
      const whole = shownName('postgresql', operation.schema, operation.table);
      const [table, partition] = [operation, operation.partition].map((of) => tableIdentifier('postgresql', of));
      return [
        {
          operation,
          target,
          message: `${whole} takes neither reads nor writes while ${target} is detached, and while that waits for queries that run.`,
          fix: 'Detach it CONCURRENTLY, in a migration of its own.',
          statements: [`ALTER TABLE ${table} DETACH PARTITION ${partition} CONCURRENTLY;`],
        },
      ];
    });
  },
};
