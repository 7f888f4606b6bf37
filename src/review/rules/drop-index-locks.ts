import { shownName } from '../../sql/built/names.js';
import { findIndex } from '../../sql/built/schema.js';
import { tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const dropIndexLocks: ReviewRule = {
  name: 'review/drop-index-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'An index of a table that is in use is dropped, without CONCURRENTLY.',
    why: 'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every query that runs, and everybody else waits behind it, readers too. CONCURRENTLY waits without stopping others, and cannot run in a transaction: `lockstep migrate` runs it outside of one, `drizzle-kit migrate` cannot run it.',
    bad: `DROP INDEX "orders_user_id_idx";`,
    good: `DROP INDEX CONCURRENTLY "orders_user_id_idx";`,
    accept: 'No query on the table takes long, and the migration does nothing else that takes long.',
  },
  check(migration) {
    return stepsOf(migration, 'drop index').flatMap(({ operation, before }) => {
      const found = findIndex(before, operation);
      if (operation.concurrently || !isInUse(migration, found?.table ?? null)) return [];
      const { schema, index } = operation;
      const target = shownName('postgresql', schema, index);
      const of = found === null ? 'Its table' : shownName('postgresql', found.table.schema, found.table.name);
      const message = `${of} takes neither reads nor writes while ${target} is dropped, and while it waits for queries that run.`;
      if (found?.table.isPartitioned) return [{ operation, target, message }];
      const name = tableIdentifier('postgresql', { schema, table: index });
      return [
        {
          operation,
          target,
          message,
          fix: 'Drop it with CONCURRENTLY, in a migration of its own.',
          statements: [`DROP INDEX CONCURRENTLY ${operation.ifExists ? 'IF EXISTS ' : ''}${name};`],
        },
      ];
    });
  },
};
