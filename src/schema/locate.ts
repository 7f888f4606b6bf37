import type { Project } from '../project/project.js';
import { schemaFiles } from '../project/schema-files.js';
import type { Tree } from '../repo/tree.js';
import { lineOf, readSource, type SourceTable } from './source/index.js';

/** A place in a file of the tree. */
export interface Place {
  path: string;
  /** 1-based. */
  line: number;
}

/**
 * Where in the schema files a change is made, for the person who looks for it: the column, else the table, that the
 * first of its statements names. `null` when no file has it, as for something that was dropped.
 */
export async function locateChange(tree: Tree, project: Project, statements: string[]): Promise<Place | null> {
  const tables: { table: SourceTable; text: string }[] = [];
  for (const path of schemaFiles(tree, project.schema)) {
    const text = (await tree.read(path)) ?? '';
    try {
      tables.push(...readSource(path, text).tables.map((table) => ({ table, text })));
    } catch {
      // A file that this cannot read still has a schema; its place is then not named.
    }
  }
  for (const statement of statements) {
    const found = tables.find(({ table }) => names(statement, table.name));
    if (found === undefined) continue;
    const { table, text } = found;
    const creates = /^\s*CREATE TABLE/i.test(statement);
    const column = creates ? undefined : table.columns.find(({ name, property }) => names(statement, name ?? property));
    return { path: table.path, line: column === undefined ? table.line : lineOf(text, column.start) };
  }
  return null;
}

/** Whether SQL as drizzle-kit writes it names this: it quotes every name. */
function names(statement: string, name: string): boolean {
  return statement.includes(`"${name}"`) || statement.includes(`\`${name}\``);
}
