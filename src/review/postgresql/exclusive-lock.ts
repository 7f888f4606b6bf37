import type { Operation } from '../../sql/operation.js';

/** Those that keep everybody from the table, readers too, to the end of the transaction (pg_locks of 15.20). */
const exclusive = new Set<Operation['kind']>([
  ...(['add column', 'drop column', 'rename column', 'alter column type', 'set default', 'drop default'] as const),
  ...(['set not null', 'drop not null', 'add identity', 'set identity', 'drop identity'] as const),
  ...(['set expression', 'drop expression', 'rename table', 'drop constraint', 'rename constraint'] as const),
  ...(['row level security', 'create policy', 'alter policy', 'drop policy', 'truncate'] as const),
]);

/** Whether a statement takes an ACCESS EXCLUSIVE lock on the table that it names. */
export function locksExclusively(operation: Operation): boolean {
  if (operation.kind !== 'add constraint') return exclusive.has(operation.kind);
  return operation.constraint.type !== 'foreign key';
}
