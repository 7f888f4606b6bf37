import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import type { FoundTable, SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';

/** Where the constraint goes. */
export interface Place {
  found: FoundTable;
  schema: SchemaSource;
  types: DialectTypes;
  context: GeneratorContext;
}

/** A constraint in the code. */
export interface Decided {
  change: FileChange;
  /** In the database. */
  name: string;
  /** What the user has to know before the migration runs. */
  notes: string[];
}

/** A name as SQL of the dialect quotes it. */
export function quotedName(name: string, { context }: Place): string {
  const mark = context.project.dialect === 'mysql' ? '`' : '"';
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : mark + name.replaceAll(mark, mark + mark) + mark;
}

/**
 * SQLite adds a constraint by copying the table. drizzle-kit 0.31 turns foreign keys off before the first copy of a
 * migration and on again behind it: the second DROP TABLE empties the tables that refer to it with ON DELETE CASCADE.
 */
export const copyNotes = ({ found, context }: Place): string[] =>
  context.project.dialect === 'sqlite'
    ? [
        `SQLite copies the table ${found.name} to add it. Generate this migration before you change another table: the second copy in one migration deletes the rows that refer to it with cascade (drizzle-kit 0.31).`,
      ]
    : [];
