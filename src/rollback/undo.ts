import type { Catalog } from '../database/catalog.js';
import type { Difference } from '../database/difference.js';
import type { Engine } from '../database/engine.js';
import type { Operation } from '../sql/operation.js';

/** What an inverse is found from: a live database that the migration was just applied to, and its schema before. */
export interface Undoing {
  /**
   * In a transaction that the caller opened and will roll back; savepoints may be set in it. SQLite: with foreign keys
   * off. It is driven back to the schema before, and left there.
   */
  engine: Engine;
  /** What the migration did, in the order of its file. */
  operations: Operation[];
  before: Catalog;
  after: Catalog;
  /**
   * Reads the engine's catalog as `before` and `after` were read.
   *
   * @param statements all that ran on it since `after`: what they leave alone need not be read again.
   */
  read(statements: string[]): Promise<Catalog>;
}

/** What undoes a migration. */
export interface Undo {
  /** One statement each, with its semicolon, in the order in which they run. */
  statements: string[];
  /** Columns that rows cannot go without and whose values are gone: what stands in them instead, as SQL. */
  filled: { schema: string | null; table: string; column: string; value: string }[];
  /** How the schema still differs from the one before; empty when it is exactly as it was. */
  remaining: Difference[];
}

export type FindUndo = (undoing: Undoing) => Promise<Undo>;
