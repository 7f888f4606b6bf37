import type { Engine, StatementFailed } from '../engine.js';
import type { ReplayOptions } from '../replay.js';
import { PieceFailed, runEach, runInSavepoint, runInTransaction } from '../transaction.js';
import { madeForReplay } from './other-queries.js';

/** Seen on PostgreSQL 18: the statement may not stand in a transaction, or needs what it committed. */
const transactionRefusals = new Set([
  // CREATE INDEX CONCURRENTLY, VACUUM, ALTER SYSTEM…
  '25001',
  // A new enum value is used by the migration that adds it.
  '55P04',
]);

/** Whether a failure says that the statement must run, or what it needs be committed, outside a transaction. */
export function refusesTransaction({ code }: { code: string }): boolean {
  return transactionRefusals.has(code);
}

const undefinedObject = '42704';

/**
 * All statements of a migration, or none; only one that no transaction would take is run without.
 *
 * A role that is missing from an embedded engine is made: migrations grant to the roles of a server, and who they are
 * is no part of the history.
 */
export async function applyStatements(
  engine: Engine,
  statements: string[],
  { inside = false }: ReplayOptions = {},
): Promise<void> {
  const made = new Set<string>();
  for (;;) {
    try {
      await (inside ? runInSavepoint : runInTransaction)(engine, statements);
      return;
    } catch (thrown) {
      if (!(thrown instanceof PieceFailed)) throw thrown;
      const role = engine.isAlone ? missingRole(thrown.failure) : null;
      if (role !== null && !made.has(role)) {
        const name = `"${role.replaceAll('"', '""')}"`;
        await engine.run(`create role ${name}; comment on role ${name} is '${madeForReplay}'`);
        made.add(role);
      } else if (refusesTransaction(thrown.failure) && !inside) {
        await runEach(statements, engine.run);
        return;
      } else throw thrown;
    }
  }
}

/** `role "authenticated" does not exist`: the server says the name nowhere else (PostgreSQL 18, in English on PGlite). */
function missingRole({ code, message }: StatementFailed): string | null {
  if (code !== undefinedObject) return null;
  return /^role "(.+)" does not exist$/.exec(message)?.[1] ?? null;
}
