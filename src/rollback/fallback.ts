import type { Dialect } from '../project/dialects.js';
import type { Operation } from '../sql/operation.js';
import { undoOfOperation } from './from-operations.js';
import type { FromSnapshots } from './from-snapshots.js';
import { composeInverse, type Inverse, noInverse, type SchemaBefore } from './inverse.js';
import { changesIn } from './verify.js';

/**
 * The inverse of a migration that no engine here runs: from the operations alone where each says what undoes it, else
 * from the snapshots around the migration. It is not proven, and its file says so.
 *
 * @param fromSnapshots is asked only where the operations do not suffice.
 */
export async function inverseWithoutEngine(
  dialect: Dialect,
  operations: Operation[],
  before: SchemaBefore,
  fromSnapshots: () => Promise<FromSnapshots>,
): Promise<Inverse> {
  const found = undoOfAll(dialect, operations) ?? (await fromSnapshots());
  if ('reason' in found) return noInverse(`not written yet: ${found.reason}`);
  const undo = { statements: found.statements, filled: [], remaining: [] };
  return composeInverse(dialect, operations, before, undo, changesIn(operations));
}

/** Newest first; `null` where one of them needs to know what was there before. */
function undoOfAll(dialect: Dialect, operations: Operation[]): { statements: string[] } | null {
  // The inverse for MySQL needs no engine: it does not come here.
  if (dialect === 'mysql') return null;
  const undone = [...operations].reverse().map((operation) => undoOfOperation(dialect, operation));
  if (undone.some((statements) => statements === null)) return null;
  return { statements: undone.flatMap((statements) => statements ?? []) };
}
