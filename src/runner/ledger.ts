import { type Row, StatementFailed } from '../database/engine.js';
import type { Connection } from '../database/live/connection.js';
import { LockstepError } from '../errors.js';
import type { Dialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import { identifier, literal } from '../sql/quote.js';
import type { LocalMigration } from './local.js';
import { isReadOnly, readOnlyMend } from './read-only.js';

/** Where drizzle keeps what it applied: `migrations` of the config. */
export interface LedgerPlace {
  /** PostgreSQL alone has one; drizzle's default is `drizzle`. */
  schema: string;
  table: string;
}

export const usualPlace: LedgerPlace = { schema: 'drizzle', table: '__drizzle_migrations' };

/** A row of the ledger. */
export interface LedgerRow {
  hash: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** The 1.0 line's name of the migration; `null` on the other. */
  name: string | null;
  /** When 1.0 applied it; `null` where that is not written down. */
  appliedAt: string | null;
}

/** What was found in the place of the ledger. */
export interface LedgerState {
  exists: boolean;
  /** The line whose migrator made it. */
  line: KitLine;
  rows: LedgerRow[];
}

/** The ledger's table as SQL names it. */
export function ledgerTable(dialect: Dialect, { schema, table }: LedgerPlace): string {
  const name = identifier(dialect, table);
  return dialect === 'postgresql' ? `${identifier(dialect, schema)}.${name}` : name;
}

/**
 * Reads the ledger. One that is not there has no rows.
 *
 * @throws LockstepError (exit 1) when the table there is no ledger of drizzle's.
 */
export async function readLedger(connection: Connection, place: LedgerPlace, line: KitLine): Promise<LedgerState> {
  const { dialect } = connection;
  const columns = await columnsOf(connection, place);
  if (columns.length === 0) return { exists: false, line, rows: [] };
  const table = ledgerTable(dialect, place);
  const missing = ['hash', 'created_at'].filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new LockstepError(`The table ${table} is no ledger of drizzle's: it has no column ${missing.join(', ')}.`, {
      exitCode: 1,
      fix: 'Another tool made it. Name another one in the config: migrations: { table: "…", schema: "…" }',
    });
  }
  const named = columns.includes('name');
  const own = named ? `, name${columns.includes('applied_at') ? ', applied_at' : ''}` : '';
  const rows = await readingTable(table, () => connection.query(`select hash, created_at${own} from ${table}`));
  return { exists: true, line: named ? 'folders' : 'journal', rows: rows.map(rowOf) };
}

/** Reads drizzle's or lockstep's own table. Throws a LockstepError (exit 1) where the user may not. */
export async function readingTable<T>(table: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof StatementFailed)) throw cause;
    throw new LockstepError(`${table} cannot be read: ${cause.message}`, {
      exitCode: 1,
      fix: `Use a user who may read it, or grant SELECT on ${table}, and on PostgreSQL USAGE on its schema.`,
      cause,
    });
  }
}

function rowOf(row: Row): LedgerRow {
  const text = (value: unknown): string | null =>
    value === null || value === undefined ? null : value instanceof Date ? value.toISOString() : String(value);
  return {
    hash: text(row.hash) ?? '',
    createdAt: Number(row.created_at ?? 0),
    name: text(row.name),
    appliedAt: text(row.applied_at),
  };
}

async function columnsOf(connection: Connection, { schema, table }: LedgerPlace): Promise<string[]> {
  const { dialect } = connection;
  const name = literal(dialect, table);
  const queries: Record<Dialect, string> = {
    // The information schema leaves out what the user has no right to.
    postgresql: `select a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${literal(dialect, schema)} and c.relname = ${name} and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped`,
    mysql: `select column_name as name from information_schema.columns where table_schema = database() and table_name = ${name}`,
    sqlite: `select name from pragma_table_info(${name})`,
  };
  // mysql2 names columns of information_schema as MySQL 8 does, in capitals.
  return (await connection.query(queries[dialect])).map((row) => String(row.name ?? row.NAME));
}

/** The statements that make the ledger as drizzle's migrator of that line makes it (0.45.4, 1.0.0-rc.5). */
export function createLedger(dialect: Dialect, place: LedgerPlace, line: KitLine): string[] {
  const table = ledgerTable(dialect, place);
  const folders = line === 'folders';
  const own: Record<Dialect, string> = {
    postgresql: ', name text, applied_at timestamp with time zone default now()',
    mysql: ', name text, applied_at timestamp default current_timestamp',
    sqlite: ', name text, applied_at text',
  };
  const id = dialect === 'sqlite' && folders ? 'integer' : 'serial';
  const time = dialect === 'sqlite' ? 'numeric' : 'bigint';
  const create = `create table if not exists ${table} (id ${id} primary key, hash text not null, created_at ${time}${folders ? own[dialect] : ''})`;
  if (dialect !== 'postgresql') return [create];
  return [`create schema if not exists ${identifier(dialect, place.schema)}`, create];
}

/** The statement that notes a migration as applied. */
export function noteApplied(
  dialect: Dialect,
  place: LedgerPlace,
  line: KitLine,
  { tag, hash, when }: LocalMigration,
): string {
  const columns = ['hash', 'created_at'];
  const values = [literal(dialect, hash), String(when)];
  if (line === 'folders') {
    columns.push('name');
    values.push(literal(dialect, tag));
    // SQLite has no default for it there.
    if (dialect === 'sqlite') {
      columns.push('applied_at');
      values.push(literal(dialect, new Date().toISOString()));
    }
  }
  const names = columns.map((column) => identifier(dialect, column)).join(', ');
  return `insert into ${ledgerTable(dialect, place)} (${names}) values (${values.join(', ')})`;
}

/** What a row of the ledger is known by. */
export type RowKey = Pick<LedgerRow, 'hash' | 'createdAt' | 'name'>;

/** The statement that takes the note of a migration out. */
export function noteUndone(dialect: Dialect, place: LedgerPlace, row: RowKey): string {
  return `delete from ${ledgerTable(dialect, place)} where ${isRow(dialect, row)}`;
}

/** The condition that finds that row. */
export function isRow(dialect: Dialect, { hash, createdAt, name }: RowKey): string {
  const named = name === null ? '' : ` and name = ${literal(dialect, name)}`;
  return `hash = ${literal(dialect, hash)} and created_at = ${createdAt}${named}`;
}

/** Makes the ledger where it is not there. Throws a LockstepError (exit 1) that says which right is missing. */
export async function ensureLedger(connection: Connection, place: LedgerPlace, line: KitLine): Promise<void> {
  // PostgreSQL 15 and MariaDB 10.11 ask for the right to make it before they look whether it is there.
  if ((await columnsOf(connection, place)).length > 0) return;
  try {
    await connection.run(createLedger(connection.dialect, place, line).join('; '));
  } catch (cause) {
    if (!(cause instanceof StatementFailed)) throw cause;
    const table = ledgerTable(connection.dialect, place);
    throw new LockstepError(`The ledger ${table} cannot be made: ${cause.message}`, {
      exitCode: 1,
      fix: isReadOnly(cause)
        ? readOnlyMend
        : 'Migrate as a user who may create tables (and on PostgreSQL schemas), or let one make the ledger beforehand.',
      cause,
    });
  }
}
