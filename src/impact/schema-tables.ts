import type { Dialect } from '../project/dialects.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import {
  describeTables,
  type FoundTable,
  propertiesOf,
  readingThrough,
  readSchema,
  type SchemaSource,
  type SourceReader,
  type TableProperty,
} from '../schema/source/index.js';
import { columnKey, tableKey } from '../sql/built/names.js';

/** A table of the schema files with its columns, those that it spreads among them. */
export interface SchemaTable extends FoundTable {
  properties: TableProperty[];
}

/** The schema files of a tree, read and not evaluated. Paths are relative to the tree's root. */
export interface SchemaTables {
  tree: Tree;
  source: SchemaSource;
  tables: SchemaTable[];
  /** Looks at what was read, and at what this asks for besides. */
  reading: <T>(look: (reader: SourceReader) => T) => Promise<T>;
}

/** @throws LockstepError (exit 2) for a file with a syntax error. */
export async function readSchemaTables(tree: Tree, { schema, dialect }: Project): Promise<SchemaTables> {
  const reading = readingThrough(tree);
  const read = await reading((reader) => {
    const source = readSchema(schema, reader, dialect);
    const tables = describeTables(source, reader).map((found) => ({
      ...found,
      properties: propertiesOf(found.table, found.file, source, reader),
    }));
    return { source, tables };
  });
  return { tree, reading, ...read };
}

/** The table of that name in the database; `null` where the schema files have none. */
export function tableNamed(
  { tables }: Pick<SchemaTables, 'tables'>,
  dialect: Dialect,
  of: { schema: string | null; table: string },
): SchemaTable | null {
  const key = tableKey(dialect, of.schema, of.table);
  return tables.find(({ schema, name }) => tableKey(dialect, schema, name) === key) ?? null;
}

/** The property that makes a column; `null` where the files have none. */
export function propertyOf({ properties }: SchemaTable, dialect: Dialect, column: string): TableProperty | null {
  const key = columnKey(dialect, column);
  return (
    properties.find(({ name }) => name !== null && columnKey(dialect, name) === key) ??
    properties.find(({ name, property }) => name === null && squashed(property) === squashed(column)) ??
    null
  );
}

/** Without what a casing changes: `fullName` and `full_name` are one. */
function squashed(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
