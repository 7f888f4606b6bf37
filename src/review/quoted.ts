import type { Dialect } from '../project/dialects.js';
import { schemaName } from '../sql/built/names.js';

/** A name as it can be pasted into SQL: `"users"`, in MySQL between backticks. */
export function quoted(dialect: Dialect, name: string): string {
  return dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`;
}

/** A table, a view, an index… with its schema, where that is not the usual one. */
export function quotedTable(dialect: Dialect, { schema, table }: { schema: string | null; table: string }): string {
  const other = schemaName(dialect, schema);
  return other === null ? quoted(dialect, table) : `${quoted(dialect, other)}.${quoted(dialect, table)}`;
}

/** `"a", "b"` */
export function quotedList(dialect: Dialect, names: readonly string[]): string {
  return names.map((name) => quoted(dialect, name)).join(', ');
}
