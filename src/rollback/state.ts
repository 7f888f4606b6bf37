import { type OpenedAt, openAt } from '../database/kept/open-at.js';
import { piecesOf } from '../database/pieces.js';
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

/**
 * A database after these migrations, from a kept state where there is one. Those that the engine refuses are left out.
 * LockstepError (exit 2) when there is no engine for the dialect.
 */
export function openState(
  options: StateOptions,
  migrations: UpScript[],
  progress?: (tag: string, number: number, of: number) => void,
): Promise<OpenedAt> {
  return openAt({
    ...options,
    migrations: migrations.map(({ tag, sql }) => ({ tag, pieces: piecesOf(sql) })),
    replay: { goOn: true },
    ...(progress === undefined ? {} : { progress }),
  });
}
