import type { SourceTable } from './model.js';
import type { SchemaSource } from './read-schema.js';
import { walk } from './walk.js';

/** The tables that the columns of a table refer to, by the names in its code. */
export function referredTables(table: SourceTable, schema: SchemaSource): SourceTable[] {
  const file = schema.files.find(({ path }) => path === table.path);
  const names = new Set<string>();
  for (const node of walk(table.call)) if (node.type === 'Identifier') names.add(node.name);
  const exported = new Set<string>();
  for (const { named } of file?.imports ?? [])
    for (const { imported, local } of named) if (names.has(local)) exported.add(imported);
  return schema.tables.filter(
    (other) =>
      other !== table &&
      (other.path === table.path
        ? names.has(other.local)
        : other.exportName !== null && exported.has(other.exportName)),
  );
}
