import type { StatementFailed } from '../database/engine.js';

/**
 * The database may not be written at all: PostgreSQL read_only_sql_transaction, MySQL's --read-only, read-only
 * transactions and modes, SQLite.
 */
export function isReadOnly({ code }: StatementFailed): boolean {
  return ['25006', '1290', '1792', '1836'].includes(code) || code.startsWith('SQLITE_READONLY');
}

export const readOnlyMend = 'The database is read-only, as a replica is: migrate through the address of the primary.';
