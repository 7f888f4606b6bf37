import type { Operation } from '../../sql/operation.js';
import type { ReviewedMigration } from '../migration.js';

/** What an index, a partition or REINDEX is told so that others go on: PostgreSQL refuses it in a transaction. */
export function isConcurrent(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create index':
    case 'drop index':
    case 'detach partition':
    case 'maintenance':
      return operation.concurrently;
    default:
      return false;
  }
}

/**
 * Whether the whole file is one transaction, whose locks are held to its end. `lockstep migrate` runs a file with a
 * statement that refuses one statement by statement.
 */
export function isOneTransaction({ steps }: ReviewedMigration): boolean {
  return !steps.some(
    ({ operation }) =>
      isConcurrent(operation) ||
      operation.kind === 'transaction control' ||
      (operation.kind === 'maintenance' && operation.command.startsWith('vacuum')),
  );
}
