import { words } from '../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../src/scaffold/generator.js';
import type { FoundTable, SchemaSource } from '../src/schema/source/index.js';
import { casingOf } from './columns/casing.js';
import { type Conventions, readConventions } from './columns/conventions.js';

/** How the table names its columns; what it does not show is read off its file, then off the whole schema. */
export function tableConventions(
  { table, file }: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): Conventions {
  const telling = ({ property }: { property: string }): boolean => words(property).length > 1;
  const casing = casingOf(table, context);
  const own = [{ ...file, tables: [table] }];
  if (table.columns.some(telling)) return readConventions(own, casing);
  if (file.tables.some(({ columns }) => columns.some(telling))) return readConventions([file], casing);
  return readConventions(schema.tables.length > 1 ? schema.files : own, casing);
}
