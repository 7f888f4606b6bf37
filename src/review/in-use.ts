import type { BuiltTable } from '../sql/built/schema.js';
import { isNew, mayHaveRows, type ReviewedMigration } from './migration.js';

/**
 * Whether somebody may wait for a lock on the table for as long as its rows are read or written: not where the
 * migration itself made it, nor where it is empty. A table that no statement made is taken to be in use.
 */
export function isInUse(migration: ReviewedMigration, table: BuiltTable | null): boolean {
  return !isNew(migration, table) && mayHaveRows(migration, table);
}
