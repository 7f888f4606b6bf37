import { findTable } from '../../sql/built/schema.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { isInUse } from '../in-use.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const reindexLocks: ReviewRule = {
  name: 'review/reindex-locks',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'REINDEX without CONCURRENTLY.',
    why: 'Until an index is built anew, its table takes no writes, and no query can use the index (PostgreSQL: SHARE on the table, ACCESS EXCLUSIVE on the index). CONCURRENTLY builds a second one beside it.',
    bad: `REINDEX TABLE "orders";`,
    good: `REINDEX TABLE CONCURRENTLY "orders";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'maintenance').flatMap(({ operation, before }) => {
      if (operation.command !== 'reindex' || operation.concurrently) return [];
      const { name } = operation;
      const table = name === null ? null : findTable(before, { schema: null, table: name });
      if (!isInUse(migration, table)) return [];
      return [
        {
          operation,
          target: name ?? `line-${operation.place.line}`,
          message: `While ${name ?? 'the database'} is indexed anew, what it indexes takes no writes, and queries that need the index wait.`,
          fix: 'Do it CONCURRENTLY, in a migration of its own, or by hand: nothing of the schema changes.',
          statements: [concurrently(operation.text)],
        },
      ];
    });
  },
};

/** REINDEX … TABLE CONCURRENTLY name (documentation of PostgreSQL 17). */
function concurrently(text: string): string {
  const at = tokenize('postgresql', text).find((token) => isWord(token, 'table', 'index', 'schema', 'database'))?.end;
  return at === undefined ? `${text};` : `${text.slice(0, at)} CONCURRENTLY${text.slice(at)};`;
}
