import type { Dialect } from '../project/dialects.js';
import type { TableName } from './operation.js';

const quote: Record<Dialect, (name: string) => string> = {
  postgresql: (name) => `"${name.replaceAll('"', '""')}"`,
  sqlite: (name) => `"${name.replaceAll('"', '""')}"`,
  mysql: (name) => `\`${name.replaceAll('`', '``')}\``,
};

/** A text as a literal; nothing in it ends it. MySQL takes a backslash for an escape. */
export function literal(dialect: Dialect, value: string): string {
  const doubled = value.replaceAll("'", "''");
  return `'${dialect === 'mysql' ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

/** A name as SQL of the dialect has it. */
export function identifier(dialect: Dialect, name: string): string {
  return quote[dialect](name);
}

/** Names with commas between them, as a key or an index lists its columns. */
export function identifiers(dialect: Dialect, names: readonly string[]): string {
  return names.map((name) => identifier(dialect, name)).join(', ');
}

/** A table with the schema that the statement names; without one where it names none. */
export function tableIdentifier(dialect: Dialect, { schema, table }: TableName): string {
  return [...(schema === null ? [] : [schema]), table].map((name) => identifier(dialect, name)).join('.');
}
