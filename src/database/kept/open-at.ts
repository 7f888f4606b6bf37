import type { Dialect } from '../../project/dialects.js';
import { version } from '../../version.js';
import { type Catalog, type CatalogObject, keyOf, readCatalog, usualLedger } from '../catalog.js';
import type { Engine } from '../engine.js';
import { openEngine, serverFor } from '../open.js';
import { embedPglite, renewSession } from '../postgresql/engine.js';
import { extensionsNamedIn } from '../postgresql/extensions.js';
import {
  applyMigration,
  type Replay,
  type ReplayedMigration,
  type ReplayFailure,
  type ReplayOptions,
} from '../replay.js';
import { embedSqlite } from '../sqlite/engine.js';
import type { EmbeddedDatabase, Embedding } from './image.js';
import { stateNames } from './names.js';
import { lastKept, readState, removeState, type State, writeState } from './states.js';

export interface OpenAtOptions {
  dialect: Dialect;
  /** Where packages are looked for first, and whose states are kept. */
  projectFolder: string;
  /** Where states are kept; `null`: nowhere. */
  cache: string | null;
  /** What is replayed, in order. */
  migrations: ReplayedMigration[];
  /** All SQL that will be run, later, too: it says which extensions are needed. */
  sql?: Iterable<string>;
  /** A server for a scratch database. Nothing of it is kept. */
  url?: string | undefined;
  /** drizzle's own table of applied migrations. */
  ledger?: { schema: string; table: string };
  /** How the migrations are replayed. Without `goOn`, the first failure ends it. */
  replay?: Pick<ReplayOptions, 'goOn' | 'pragmas'>;
  /** Called before each migration that is replayed, and for none that a kept state has. */
  progress?: ReplayOptions['progress'];
}

/** A database to which migrations were applied. */
export interface OpenedAt {
  /** The caller's alone: nothing that is done to it is kept. */
  engine: Engine;
  catalog: Catalog;
  applied: string[];
  failures: ReplayFailure[];
  /** How many of the migrations came from a kept state. */
  kept: number;
  /** Closes the engine and removes what it lies in. May be called twice. */
  release(): Promise<void>;
}

/** In milliseconds: what is reached sooner is not worth 20 MB. */
const worthKeeping = 100;

/**
 * An engine with the database as it is after `migrations`, from the kept state of the longest beginning of them. Each
 * migration has a session of its own, as one that is deployed: so the result is the same from any kept state.
 *
 * States are files that are written once and read whole: what is done to the engine stays in this process, several
 * processes may use one state at once, and one that was killed leaves nothing that is taken for a state.
 */
export async function openAt(options: OpenAtOptions): Promise<OpenedAt> {
  const embedding = embeddings[options.dialect](options);
  if (embedding === null) return openOnServer(options);
  const ledger = options.ledger ?? usualLedger;
  const names = stateNames(
    options.projectFolder,
    [version, options.dialect, embedding.versions, ledger, options.replay ?? {}],
    options.migrations,
  );
  const { database, state, at } = await openKept(embedding, options.cache, names);
  const begin = Math.max(at, 0);
  const opened = (catalog: Catalog, done: Replay): OpenedAt => ({
    engine: database.engine,
    catalog,
    ...done,
    kept: begin,
    release: () => database.engine.close(),
  });
  try {
    const done: Replay = { applied: state?.applied ?? [], failures: state?.failures ?? [] };
    if (state?.catalog != null && at === names.length - 1) return opened(catalogOf(state.catalog), done);
    if (at < 0) await keep(options.cache, names[0], database, { catalog: null, ...done });
    const started = performance.now();
    await replayFrom(begin, options, database, done);
    const catalog = await readCatalog(database.engine, { ledger });
    if (done.applied.length + done.failures.length === options.migrations.length) {
      const isSlow = performance.now() - started > worthKeeping;
      if (isSlow) await keep(options.cache, names.at(-1), database, { catalog: [...catalog.values()], ...done });
    }
    return opened(catalog, done);
  } catch (thrown) {
    await database.engine.close().catch(() => undefined);
    throw thrown;
  }
}

/** Where a dialect has no engine in the process, or a server is to be used, there is none. */
const embeddings: Record<Dialect, (options: OpenAtOptions) => Embedding | null> = {
  postgresql: (options) =>
    serverFor('postgresql', options.url) !== null
      ? null
      : embedPglite({ projectFolder: options.projectFolder, extensions: extensionsNamedIn(allSql(options)) }),
  sqlite: ({ projectFolder }) => embedSqlite({ projectFolder }),
  mysql: () => null,
};

function* allSql({ migrations, sql = [] }: OpenAtOptions): Iterable<string> {
  yield* migrations.map(sqlOf);
  yield* sql;
}

function sqlOf({ pieces }: ReplayedMigration): string {
  return pieces.map(({ sql }) => sql).join('\n');
}

/** The kept state nearest to the end of `names`, by its place, or an empty database. */
async function openKept(
  embedding: Embedding,
  cache: string | null,
  names: string[],
): Promise<{ database: EmbeddedDatabase; state: State | null; at: number }> {
  for (let rest = names; cache !== null; ) {
    const at = lastKept(cache, rest);
    const name = rest[at];
    if (name === undefined) break;
    rest = rest.slice(0, at);
    const state = readState(cache, name);
    if (state === null) continue;
    try {
      return { database: await embedding.open(state.image), state, at };
    } catch {
      // Whatever is wrong with it, the migrations are still there.
      removeState(cache, name);
    }
  }
  return { database: await embedding.open(null), state: null, at: -1 };
}

async function keep(
  cache: string | null,
  name: string | undefined,
  database: EmbeddedDatabase,
  facts: Omit<State, 'image'>,
): Promise<void> {
  if (cache === null || name === undefined) return;
  // A state that cannot be made costs nothing but time.
  const image = await database.image().catch(() => null);
  if (image !== null) writeState(cache, name, { image, ...facts });
}

/** Adds to `done` what was applied and what failed, from a place in the history on. */
async function replayFrom(
  begin: number,
  { migrations, replay = {}, progress }: OpenAtOptions,
  { engine, renew }: Omit<EmbeddedDatabase, 'image'>,
  done: Replay,
): Promise<void> {
  for (const [number, migration] of migrations.entries()) {
    if (number < begin) continue;
    progress?.(migration.tag, number, migrations.length);
    const failure = await applyMigration(engine, migration, replay);
    await renew(sqlOf(migration));
    if (failure === null) done.applied.push(migration.tag);
    else done.failures.push(failure);
    if (failure !== null && replay.goOn !== true) return;
  }
}

async function openOnServer(options: OpenAtOptions): Promise<OpenedAt> {
  const { dialect, projectFolder, url, ledger = usualLedger } = options;
  const engine = await openEngine(dialect, { projectFolder, url, sql: allSql(options) });
  const renew = async (): Promise<void> => {
    if (dialect === 'postgresql') await renewSession(engine);
  };
  try {
    const done: Replay = { applied: [], failures: [] };
    await replayFrom(0, options, { engine, renew }, done);
    return { engine, catalog: await readCatalog(engine, { ledger }), ...done, kept: 0, release: () => engine.close() };
  } catch (thrown) {
    await engine.close().catch(() => undefined);
    throw thrown;
  }
}

function catalogOf(objects: CatalogObject[]): Catalog {
  return new Map(objects.map((object) => [keyOf(object), object]));
}
