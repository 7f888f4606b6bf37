import type { Dialect } from '../../project/dialects.js';

/** The schema that a statement means when it names none, and that nobody writes. */
const usual: Record<Dialect, string | null> = { postgresql: 'public', sqlite: 'main', mysql: null };

/** `null` for the usual schema, written or not. */
export function schemaName(dialect: Dialect, schema: string | null): string | null {
  return schema === usual[dialect] ? null : schema;
}

/**
 * What a table is found by. SQLite's names differ by more than case; MySQL's depend on the file system, and PostgreSQL's
 * are folded by its parser already.
 */
export function tableKey(dialect: Dialect, schema: string | null, table: string): string {
  const key = `${schemaName(dialect, schema) ?? ''}\0${table}`;
  return dialect === 'sqlite' ? key.toLowerCase() : key;
}

/** What a column, an index or a constraint is found by: only PostgreSQL tells their cases apart. */
export function columnKey(dialect: Dialect, name: string): string {
  return dialect === 'postgresql' ? name : name.toLowerCase();
}

/** `users`, `billing.invoices`: as messages and approvals name it, without the usual schema. */
export function shownName(dialect: Dialect, schema: string | null, name: string): string {
  const other = schemaName(dialect, schema);
  return other === null ? name : `${other}.${name}`;
}

/** PostgreSQL cuts names at this many bytes (NAMEDATALEN - 1). */
const longestName = 63;

/** A name as PostgreSQL keeps it: of one that is too long the beginning. */
export function cutName(name: string): string {
  let cut = name;
  while (Buffer.byteLength(cut) > longestName) cut = cut.slice(0, -1);
  return cut;
}

/**
 * The name that PostgreSQL gives to a constraint without one, and to the sequence of a serial: `users_email_key`. Of names that are too long it cuts
 * the longer of table and columns first (makeObjectName, PostgreSQL 15).
 */
export function postgresqlName(
  table: string,
  columns: string[],
  kind: 'pkey' | 'key' | 'fkey' | 'check' | 'excl' | 'seq',
): string {
  let first = table;
  let second = kind === 'pkey' ? '' : columns.join('_');
  const bytes = (text: string): number => Buffer.byteLength(text);
  const free = longestName - kind.length - 1 - (second === '' ? 0 : 1);
  while (bytes(first) + bytes(second) > free) {
    if (bytes(first) > bytes(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, second, kind].filter((part) => part !== '').join('_');
}
