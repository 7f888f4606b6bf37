import { shownName } from '../../sql/built/names.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { isAtLeast } from '../server.js';

export const storedGenerated: ReviewRule = {
  name: 'review/stored-generated',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A generated column that is stored is added to a table that is in use, or gets another expression.',
    why: 'Its value has to be computed and written for every row: PostgreSQL rewrites the table and its indexes, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock).',
    bad: `ALTER TABLE "posts" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (to_tsvector('english', "body")) STORED;`,
    good: `-- An index on the expression needs no column:
CREATE INDEX CONCURRENTLY "posts_search_idx" ON "posts" USING gin (to_tsvector('english', "body"));
-- or a column of its own, which a trigger fills for new rows and batches for the old ones.`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    const hasVirtual = migration.server !== null && isAtLeast(migration.server, 18);
    return stepsOf(migration, 'add column', 'set expression').flatMap((step) => {
      const { operation } = step;
      const isStored = operation.kind === 'set expression' || operation.definition.generated?.stored === true;
      if (!isStored || !isInUse(migration, tableBefore(step, operation))) return [];
      const table = shownName('postgresql', operation.schema, operation.table);
      return [
        {
          operation,
          target: `${table}.${operation.column}`,
          message: `${table} is rewritten to compute ${operation.column} for every row, without reads and writes in the meantime.`,
          fix: `Add a plain column that a trigger fills for new rows, and fill the others in batches${hasVirtual ? '; or make it VIRTUAL' : ''}.`,
        },
      ];
    });
  },
};
