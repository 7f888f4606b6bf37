import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import type { FoundTable, SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { existingOptions } from '../options/existing.js';

/** Where the constraint goes. */
export interface Place {
  found: FoundTable;
  schema: SchemaSource;
  types: DialectTypes;
  context: GeneratorContext;
}

/** What lies in a schema (a table, its indexes) as SQL of the dialect names it. */
export const qualifiedName = (schema: string | null, name: string, place: Pick<Place, 'context'>): string =>
  [...(schema === null ? [] : [schema]), name].map((part) => quotedName(part, place)).join('.');

/** A constraint in the code. */
export interface Decided {
  change: FileChange;
  /** In the database. */
  name: string;
  /** What the user has to know before the migration runs. */
  notes: string[];
}

/** A name as SQL of the dialect quotes it. */
export function quotedName(name: string, { context }: Pick<Place, 'context'>): string {
  const mark = context.project.dialect === 'mysql' ? '`' : '"';
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : mark + name.replaceAll(mark, mark + mark) + mark;
}

/**
 * SQLite adds a constraint by copying the table. drizzle-kit turns foreign keys off before the first copy of a migration
 * and on again behind it: the second DROP TABLE empties the tables that refer to it with ON DELETE CASCADE (0.31.11 and
 * 1.0.0-rc.5). And 0.31 puts backticks around the expressions of the indexes that it makes again behind the copy.
 */
export function copyNotes({ found, context }: Pick<Place, 'found' | 'context'>): string[] {
  const { dialect, line } = context.project;
  if (dialect !== 'sqlite') return [];
  const notes = [
    `SQLite copies the table ${found.name} to add it. Generate this migration before you change another table: the second copy in one migration deletes the rows that refer to it with cascade.`,
  ];
  const torn = existingOptions(found).filter(
    ({ builder, columns }) =>
      (builder === 'index' || builder === 'uniqueIndex') && columns.some((code) => !/^[\w$]+$/.test(code)),
  );
  if (line === 'journal' && torn.length > 0) {
    const names = torn.map((one) => one.name ?? `the one in ${one.path}:${one.line}`).join(', ');
    notes.push(
      `drizzle-kit 0.31 makes ${names} again with the expression in backticks, as if it were a column, and the migration fails: take those backticks out of its SQL, then run lockstep down and lockstep prove.`,
    );
  }
  return notes;
}

/** drizzle-kit 0.31 makes an index of what is unique in SQLite; 1.0 makes a constraint, for which the table is copied. */
export const uniqueNotes = (columns: string[], { found, context }: Pick<Place, 'found' | 'context'>): string[] =>
  context.project.dialect === 'sqlite' && context.project.line === 'folders'
    ? [
        ...copyNotes({ found, context }),
        `A unique index does the same without a copy; in its place: lockstep new index ${found.name} ${columns.join(' ')} --unique`,
      ]
    : [];
