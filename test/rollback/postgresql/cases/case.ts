/** A schema, what a migration does to it, and what is to be seen when it was undone. */
export interface Case {
  /** What the migration does, as a sentence goes on after «undoes». */
  name: string;
  /** The schema before, with rows where rows matter. */
  setup: string;
  up: string;
  /** A query whose answer must be the same before the migration and after its undoing. */
  keeps?: string;
  /** Statements that must be among those of the undo, as they are. */
  says?: string[];
  /** What must not be in any statement. */
  avoids?: RegExp;
  /** Columns for which values are made up: `table.column = value`. */
  filled?: string[];
  /** How the schema stays different, as a person reads it. */
  remaining?: string[];
  /** Not run in again after it was undone: it writes rows that are there by then. */
  onlyOnce?: true;
}
