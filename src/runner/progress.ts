import type { Connection } from '../database/live/connection.js';
import { identifier, literal } from '../sql/quote.js';
import { type LedgerPlace, readingTable } from './ledger.js';
import { sha256 } from './local.js';
import type { Step } from './script.js';
import type { Job } from './types.js';

const tableName = '__lockstep_progress';

/** How far a migration is that cannot be one transaction. */
export interface Progress {
  tag: string;
  direction: string;
  /** Of the statements that are done. */
  hash: string;
  /** How many of its statements are done. */
  done: number;
  /** What the schema looked like before the statement that was begun after those; empty where that is not kept. */
  before: string;
}

export function progressTable({ dialect }: Pick<Connection, 'dialect'>, { schema }: LedgerPlace): string {
  const table = identifier(dialect, tableName);
  return dialect === 'postgresql' ? `${identifier(dialect, schema)}.${table}` : table;
}

/** Makes the table beside the ledger, if need be. */
export async function ensureProgress(connection: Connection, place: LedgerPlace): Promise<void> {
  const text = connection.dialect === 'mysql' ? 'varchar(255)' : 'text';
  await connection.run(
    `create table if not exists ${progressTable(connection, place)} (tag ${text} not null, direction ${text} not null, hash ${text} not null, done integer not null, before_it ${text} not null, primary key (tag, direction))`,
  );
}

/** Takes the table away when nothing is begun: it is no part of the schema. For whoever holds the lock. */
export async function tidyProgress(connection: Connection, place: LedgerPlace): Promise<void> {
  if (!(await hasProgress(connection, place)) || (await readProgress(connection, place)).length > 0) return;
  // A user may be allowed to create tables and not to drop them.
  await connection.run(`drop table ${progressTable(connection, place)}`).catch(() => undefined);
}

/** Whether the table is there, if only because a run was cut off before it took it away. */
export async function hasProgress(connection: Connection, place: LedgerPlace): Promise<boolean> {
  const { dialect } = connection;
  const there = {
    // The information schema leaves out what the user has no right to.
    postgresql: `select 1 from pg_tables where schemaname = ${literal(dialect, place.schema)} and tablename = '${tableName}'`,
    mysql: `select 1 from information_schema.tables where table_schema = database() and table_name = '${tableName}'`,
    sqlite: `select 1 from sqlite_master where type = 'table' and name = '${tableName}'`,
  }[dialect];
  return (await connection.query(there)).length > 0;
}

/** Every migration that was begun and not ended; none where the table is not there. */
export async function readProgress(connection: Connection, place: LedgerPlace): Promise<Progress[]> {
  if (!(await hasProgress(connection, place))) return [];
  const table = progressTable(connection, place);
  const rows = await readingTable(table, () =>
    connection.query(`select tag, direction, hash, done, before_it from ${table}`),
  ).catch(async (error: unknown) => {
    // Who holds the lock may have taken it away in between.
    if (await hasProgress(connection, place)) throw error;
    return [];
  });
  return rows.map((row) => ({
    tag: String(row.tag),
    direction: String(row.direction),
    hash: String(row.hash),
    done: Number(row.done),
    before: String(row.before_it),
  }));
}

/** What identifies the statements that are done, whatever comes after them: one that failed may be mended. */
export function doneHash(steps: Step[], done: number): string {
  return sha256(JSON.stringify(steps.slice(0, done).map(({ sql }) => sql.replaceAll('\r\n', '\n'))));
}

/** The statement that notes how far a job is. */
export function noteProgress(
  connection: Connection,
  place: LedgerPlace,
  { migration, direction }: Job,
  { done, hash, before = '' }: { done: number; hash: string; before?: string | undefined },
): string {
  const { dialect } = connection;
  const quote = (value: string): string => literal(dialect, value);
  const values = [quote(migration.tag), quote(direction), quote(hash), String(done), quote(before)].join(', ');
  const update =
    dialect === 'mysql'
      ? 'on duplicate key update hash = values(hash), done = values(done), before_it = values(before_it)'
      : 'on conflict (tag, direction) do update set hash = excluded.hash, done = excluded.done, before_it = excluded.before_it';
  return `insert into ${progressTable(connection, place)} (tag, direction, hash, done, before_it) values (${values}) ${update}`;
}

/** The statement that forgets it, when the job is done. */
export function endProgress(connection: Connection, place: LedgerPlace, { migration, direction }: Job): string {
  const { dialect } = connection;
  return `delete from ${progressTable(connection, place)} where tag = ${literal(dialect, migration.tag)} and direction = ${literal(dialect, direction)}`;
}
