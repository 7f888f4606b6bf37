import { type Catalog, readCatalog } from '../database/catalog.js';
import type { Engine } from '../database/engine.js';
import { openEngine } from '../database/open.js';
import { piecesOf } from '../database/pieces.js';
import { type ReplayFailure, replay } from '../database/replay.js';
import type { Dialect } from '../project/dialects.js';

/** The SQL of a migration, by its tag. */
export interface UpScript {
  tag: string;
  sql: string;
}

export interface StateOptions {
  dialect: Dialect;
  /** Where the engine's package is looked for first. */
  projectFolder: string;
  /** Where states are kept between calls; `null`: nowhere. */
  cache: string | null;
  /** The server for a scratch database. */
  url: string | undefined;
  /** Every SQL text that will be run: it says which extensions are needed. */
  sql: string[];
}

/** A database that some migrations were applied to. */
export interface State {
  engine: Engine;
  catalog: Catalog;
  /** The migrations that the engine refused; they were left out. */
  failures: ReplayFailure[];
  /** Closes it. @param clean it is as it was when it was opened. */
  release(clean: boolean): Promise<void>;
}

/** Opens a database after these migrations, from a kept state where there is one. */
export async function openState(
  { dialect, projectFolder, url, sql }: StateOptions,
  migrations: UpScript[],
  progress?: (tag: string, number: number, of: number) => void,
): Promise<State> {
  const engine = await openEngine(dialect, { projectFolder, sql, url });
  const { failures } = await replay(
    engine,
    migrations.map((migration) => ({ tag: migration.tag, pieces: piecesOf(migration.sql) })),
    { goOn: true, ...(progress === undefined ? {} : { progress }) },
  );
  return { engine, catalog: await readCatalog(engine), failures, release: () => engine.close() };
}
