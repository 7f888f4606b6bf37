import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalog, readCatalog } from '../database/catalog.js';
import { comparable, type Scope } from '../database/comparable.js';
import { type Difference, differences } from '../database/difference.js';
import type { Engine } from '../database/engine.js';
import { type OpenedAt, openAt } from '../database/kept/open-at.js';
import type { Connection } from '../database/live/connection.js';
import { reading } from '../database/live/reading.js';
import { serverFor } from '../database/open.js';
import { piecesOf } from '../database/pieces.js';
import { retold } from '../database/postgresql/retold.js';
import { LockstepError } from '../errors.js';
import { compare } from './compare.js';
import { type LedgerPlace, readLedger } from './ledger.js';
import type { LocalHistory, LocalMigration } from './local.js';
import { refuseDifferences } from './refuse.js';
import { readStatus } from './status.js';

/** With what a schema is built from migrations, to compare a live one with. */
export interface BuildOptions {
  /** Where the engine's package is looked for first. */
  projectFolder: string;
  /** Where states are kept between calls; `null`: nowhere. */
  cache: string | null;
  /** A server for a scratch database. */
  url: string | undefined;
  progress?: (tag: string, number: number, of: number) => void;
  /** Compares with a snapshot of drizzle-kit, where the dialect has no engine here and no server is named. */
  besideSnapshot?: (snapshot: Record<string, unknown>, live: Catalog) => { expected: Catalog; found: Catalog };
}

export interface DriftOptions extends BuildOptions {
  connection: Connection;
  history: LocalHistory;
  place: LedgerPlace;
  scope?: Scope;
}

/** A live schema beside what migrations build. */
export interface Drift {
  /** What should not be there, is missing, or is different. Empty: no drift. */
  differences: Difference[];
  expected: Catalog;
  found: Catalog;
  /** Schemas of the database that were left out: no migration builds in them. */
  otherSchemas: string[];
  /** Makes another catalog of the engine comparable with these two. */
  narrow(catalog: Catalog): Catalog;
  /** How many migrations were replayed, and on what. */
  applied: number;
  engine: string;
}

/** What a comparison was made on, with the schema that the migrations build; the caller may try something out on it. `null` where a snapshot says it. */
export type DriftWork<T> = (drift: Drift, engine: Engine | null) => Promise<T>;

/**
 * Compares a live schema with what its applied migrations build, which are replayed on an engine of our own. The live
 * database is read only.
 *
 * @param then is given the result, while the engine is open.
 * @throws LockstepError (exit 1) when it cannot be said what was applied: a file was edited, a row has no file, a
 * migration is half applied, or one cannot be replayed.
 */
export async function findDrift<T>(options: DriftOptions, then: DriftWork<T>): Promise<T> {
  const { connection, history, place } = options;
  await refuseUnclear(options);
  const { rows } = await readLedger(connection, place, history.line);
  const { standings } = compare(history.line, history.migrations, rows);
  const applied = standings.flatMap(({ migration, row }) => (row === null ? [] : [migration]));
  return compareWith(options, applied, then);
}

/** Compares a live schema with what these migrations build. */
export async function compareWith<T>(
  options: DriftOptions,
  migrations: LocalMigration[],
  then: DriftWork<T>,
): Promise<T> {
  const { connection, besideSnapshot, url } = options;
  if (connection.dialect === 'mysql' && besideSnapshot !== undefined && serverFor('mysql', url) === null) {
    return then(await driftFromSnapshot(options, migrations, besideSnapshot), null);
  }
  const built = await build(options, migrations);
  try {
    const drift = await driftFrom(options, built);
    return await then({ ...drift, applied: migrations.length, engine: built.engine.label }, built.engine);
  } finally {
    await built.release();
  }
}

/** Only for a beginning of the history: the snapshot of its last migration has all of them, and none of a later one. */
async function driftFromSnapshot(
  { connection, history, place, scope = {} }: DriftOptions,
  migrations: LocalMigration[],
  beside: NonNullable<BuildOptions['besideSnapshot']>,
): Promise<Drift> {
  const last = migrations.at(-1);
  const snapshot = last === undefined ? {} : readSnapshot(history, last);
  if (snapshot === null || migrations.some((migration, at) => history.migrations[at] !== migration)) {
    const why =
      snapshot === null ? `${last?.tag} has no snapshot` : 'an older migration than the newest applied is not';
    throw new LockstepError(`It is not known what the schema should be: ${why}, and there is no server to replay on.`, {
      fix: 'Set LOCKSTEP_PROOF_URL=mysql://USER:PASSWORD@HOST:3306 to a server on which lockstep may create and drop databases of its own.',
    });
  }
  const live = await reading(connection, (view) => readCatalog(view, { ledger: place }));
  const both = beside(snapshot, live);
  const { expected, found, ...rest } = comparable(both.expected, both.found, scope);
  const engine = last === undefined ? 'an empty schema' : `the snapshot of ${last.tag}`;
  return { differences: differences(expected, found), expected, found, ...rest, applied: migrations.length, engine };
}

/** drizzle-kit's snapshot of a migration; `null` where there is none that can be read. */
function readSnapshot({ line, folder }: LocalHistory, { tag }: LocalMigration): Record<string, unknown> | null {
  const path =
    line === 'folders'
      ? join(folder, tag, 'snapshot.json')
      : join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`);
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : null;
  } catch {
    return null;
  }
}

async function build(
  { connection: { dialect }, place, ...options }: DriftOptions,
  migrations: LocalMigration[],
): Promise<OpenedAt> {
  const opened = await openAt({
    dialect,
    projectFolder: options.projectFolder,
    cache: options.cache,
    url: options.url,
    migrations: migrations.map(({ tag, sql }) => ({ tag, pieces: piecesOf(sql) })),
    // As every other replay of the history: it shares their kept states.
    replay: { goOn: true },
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  const [failure] = opened.failures;
  if (failure === undefined) return opened;
  await opened.release();
  const path = migrations.find(({ tag }) => tag === failure.tag)?.path;
  throw new LockstepError(
    `${failure.tag} cannot be replayed on ${opened.engine.label}: ${failure.message}. So it is not known what the schema should be.`,
    {
      exitCode: 1,
      ...(path === undefined ? {} : { path, line: failure.line }),
      fix: 'Name a server that has what it needs, on which lockstep may make and drop databases of its own: LOCKSTEP_PROOF_URL.',
    },
  );
}

async function driftFrom(
  { connection, place, scope = {} }: DriftOptions,
  { engine, catalog }: OpenedAt,
): Promise<Omit<Drift, 'applied' | 'engine'>> {
  const [live, grantees] = await reading(connection, async (view) => [
    await readCatalog(view, { ledger: place }),
    await defaultGrantees(view),
  ]);
  // The live catalog is read without the schema of the ledger, which a migration may have made.
  const isForLedger = (schema: string): boolean => schema === place.schema && schema !== 'public';
  const own = new Map([...catalog].filter(([, { kind, name }]) => kind !== 'schema' || !isForLedger(name)));
  const { expected, found, ...rest } = comparable(own, live, { ...scope, grantees });
  const same = connection.dialect === 'postgresql' ? await retold(engine, expected, found) : found;
  return { differences: withoutOwned(differences(expected, same)), expected, found: same, ...rest };
}

/** The sequence of a column or table that is there too much, or is missing, comes and goes with it. */
function withoutOwned(list: Difference[]): Difference[] {
  const owners = list.flatMap(({ kind, object: { kind: what, schema, table, name } }) => {
    if (kind === 'changed') return [];
    return what === 'table' ? [`${schema}.${name}.`] : what === 'column' ? [`${schema}.${table}.${name}`] : [];
  });
  const isOwned = (by: unknown): boolean =>
    typeof by === 'string' && owners.some((owner) => (owner.endsWith('.') ? by.startsWith(owner) : by === owner));
  return list.filter(({ kind, object }) => kind === 'changed' || !isOwned(object.facts['owned by']));
}

/** Roles that the database's default privileges name. */
async function defaultGrantees({ dialect, query }: Engine): Promise<string[]> {
  if (dialect !== 'postgresql') return [];
  const rows = await query(
    'select distinct pg_get_userbyid(x.grantee)::text as role from pg_default_acl a cross join lateral aclexplode(a.defaclacl) x where x.grantee <> 0',
  );
  return rows.map(({ role }) => String(role));
}

/** Stops where it is not clear what of the history the database has. Other line endings build the same schema. */
export async function refuseUnclear({ connection, history, place }: DriftOptions): Promise<void> {
  const { comparison, ledger, migrations } = await readStatus(connection, history, place);
  const edited = comparison.edited.filter(({ lineEndings }) => !lineEndings);
  const rows = comparison.standings.flatMap(({ row }) => row ?? []);
  refuseDifferences(
    history,
    { ...ledger, rows: [...rows, ...comparison.unknown] },
    { ...comparison, edited },
    place,
    connection,
  );
  const half = migrations.find(({ progress }) => progress !== undefined);
  if (half === undefined) return;
  const command = half.state === 'half-undone' ? 'lockstep rollback' : 'lockstep migrate';
  throw new LockstepError(
    `${half.tag} is ${half.state}: the schema of ${connection.target} is between two migrations.`,
    {
      exitCode: 1,
      fix: `Let it be finished first: ${command}. lockstep status shows how far it is.`,
    },
  );
}
