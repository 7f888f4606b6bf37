import { shownName } from '../../sql/built/names.js';
import { findTable } from '../../sql/built/schema.js';
import { isInUse } from '../in-use.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const attachPartition: ReviewRule = {
  name: 'review/attach-partition',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A table with rows becomes a partition, and no check says that they belong there.',
    why: 'PostgreSQL reads every row of it to see, and nobody reads or writes that table until it is through; a default partition is read and locked in the same way. A valid check that says the same as the bounds of the partition spares the reading.',
    bad: `ALTER TABLE "events" ATTACH PARTITION "events_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`,
    good: `ALTER TABLE "events_2024" ADD CONSTRAINT "events_2024_bounds"
  CHECK ("at" >= '2024-01-01' AND "at" < '2025-01-01' AND "at" IS NOT NULL) NOT VALID;
-- In the next migration:
ALTER TABLE "events_2024" VALIDATE CONSTRAINT "events_2024_bounds";
-- In the one after it:
ALTER TABLE "events" ATTACH PARTITION "events_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'attach partition').flatMap(({ operation, before }) => {
      const partition = findTable(before, operation.partition);
      const hasCheck = partition?.constraints.some(({ type, notValid }) => type === 'check' && !notValid) ?? false;
      if (!isInUse(migration, partition) || hasCheck) return [];
      const target = shownName('postgresql', operation.partition.schema, operation.partition.table);
      const whole = shownName('postgresql', operation.schema, operation.table);
      return [
        {
          operation,
          target,
          message: `${target} takes neither reads nor writes while every row of it is tested for its bounds in ${whole}.`,
          fix: 'Add a check that says the same as the bounds, NOT VALID; validate it in the next migration, and attach in the one after it.',
        },
      ];
    });
  },
};
