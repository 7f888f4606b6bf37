import type { ReviewRule, Risk } from '../rule.js';

export const transactionControl: ReviewRule = {
  name: 'review/transaction-control',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A migration that begins or ends a transaction itself.',
    why: 'Migrators put a migration into a transaction together with the note that it was applied. A COMMIT in the file ends that transaction: what was before it stays when what is after it fails, and the migration counts as not applied. A ROLLBACK takes back what was before it, and the migration counts as applied all the same. A BEGIN fails on SQLite, is ignored with a warning by PostgreSQL, and commits what was before it on MySQL.',
    bad: `BEGIN;
UPDATE "users" SET "name" = trim("name");
COMMIT;`,
    good: `UPDATE "users" SET "name" = trim("name");`,
    accept:
      'The file has to be several transactions, is applied with `lockstep migrate`, and may stop after any of them.',
  },
  check(migration) {
    return migration.steps.flatMap(({ operation }): Risk[] => {
      if (operation.kind !== 'transaction control' || savepoints.has(operation.command)) return [];
      const word = operation.command.toUpperCase();
      return [
        {
          operation,
          target: `line-${operation.place.line}`,
          message: `${word} takes the migration apart: what is before it and what is after it no longer succeed or fail together.`,
          fix: 'Leave it out: the migrator begins and commits.',
        },
      ];
    });
  },
};

/** They stay inside the transaction. */
const savepoints = new Set(['savepoint', 'release', 'rollback to']);
