import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import { usualLedger } from '../catalog.js';
import { type Engine, name, StatementFailed, textField } from '../engine.js';
import type { Embedding } from '../kept/image.js';
import { findPackage, installedVersion, missingPackage } from '../packages.js';
import { literal, statementFor } from './catalog.js';
import { loadExtensions, packagesOf } from './extensions.js';
import { postgresFailure } from './failure.js';
import { fileSystemOf, imageOf } from './image.js';
import { optimizeWebAssembly } from './tier-up.js';

const packageName = '@electric-sql/pglite';

export interface PgliteOptions {
  /** Where packages are looked for first. */
  projectFolder: string;
  /** A folder that keeps the database; in memory where there is none. */
  folder?: string;
  /** The extensions that `CREATE EXTENSION` will ask for. Those that PGlite does not have are left out. */
  extensions?: string[];
}

/** PostgreSQL inside the process. LockstepError (exit 2) when PGlite is not installed. */
export async function openPglite({ projectFolder, folder, extensions = [] }: PgliteOptions): Promise<Engine> {
  const { create, require } = findPglite(projectFolder);
  const options: PGliteOptions = { extensions: loadExtensions(projectFolder, require, extensions) };
  if (folder !== undefined) options.dataDir = folder;
  return pgliteEngine(await create(options));
}

/**
 * PostgreSQL inside the process, in memory, of which images can be made: for a few seconds of work, see
 * optimizeWebAssembly. LockstepError (exit 2) without PGlite.
 */
export function embedPglite({ projectFolder, extensions = [] }: PgliteOptions): Embedding {
  const { create, require, dataFolder } = findPglite(projectFolder);
  const loaded = loadExtensions(projectFolder, require, extensions);
  const versions = [packageName, ...packagesOf(Object.keys(loaded))].map(
    (installed) => `${installed}@${installedVersion(projectFolder, require, installed)}`,
  );
  return {
    // A catalog is kept with the database: another statement would read it differently.
    versions: [...versions, ...Object.keys(loaded), statementFor(usualLedger, true, false)],
    async open(image) {
      const filled = image === null || dataFolder === null ? {} : { fs: fileSystemOf(image, dataFolder) };
      optimizeWebAssembly(false);
      const database = await create({ extensions: loaded, ...filled });
      const engine = await pgliteEngine(database);
      const [session = {}] = await engine.query("select current_setting('search_path') as path");
      return {
        engine: {
          ...engine,
          async close() {
            optimizeWebAssembly(true);
            await engine.close();
          },
        },
        renew: () => renewSession(engine, name(session, 'path')),
        image: async () => (dataFolder === null ? null : await imageOf(database, dataFolder)),
      };
    },
  };
}

function findPglite(projectFolder: string): {
  create: (options: PGliteOptions) => Promise<PGlite>;
  require: NodeJS.Require;
  dataFolder: string | null;
} {
  const found = findPackage(projectFolder, packageName);
  if (found === null) throw missingPackage(projectFolder, packageName, 'PostgreSQL migrations are proven on it');
  const { PGlite: database } = found.exports;
  if (!isPglite(database)) throw new Error(`${packageName} exports no PGlite.`);
  // Older versions do not say where it is.
  const paths: unknown = Reflect.get(database, 'paths');
  const dataFolder = textField(paths, 'PGDATA') ?? null;
  return { create: (options) => database.create(options), require: found.require, dataFolder };
}

/**
 * What a migration has set for its session is gone when the next one is deployed.
 *
 * @param searchPath what the session began with: PGlite up to 0.3 sets it, so that to discard it is not enough.
 */
export async function renewSession(engine: Engine, searchPath: string | null = null): Promise<void> {
  try {
    await engine.run('discard all');
  } catch (thrown) {
    if (!(thrown instanceof StatementFailed)) throw thrown;
    // A script has left its transaction open.
    await engine.run('rollback');
    await engine.run('discard all');
  }
  if (searchPath === null) return;
  const [now] = await engine.query("select current_setting('search_path') as path");
  if (now?.path !== searchPath) await engine.query(`select set_config('search_path', ${literal(searchPath)}, false)`);
}

function isPglite(value: unknown): value is typeof PGlite {
  return typeof value === 'function' && 'create' in value && typeof value.create === 'function';
}

async function pgliteEngine(database: PGlite): Promise<Engine> {
  const answer = await database.query<{ version: string }>('select version()');
  return {
    dialect: 'postgresql',
    label: /\((PGlite [^)]+)\)/.exec(answer.rows[0]?.version ?? '')?.[1] ?? 'PGlite',
    isAlone: true,
    async run(sql) {
      await saying(sql, () => database.exec(sql));
    },
    async query(sql) {
      return (await saying(sql, () => database.query<Record<string, unknown>>(sql))).rows;
    },
    async close() {
      if (!database.closed) await database.close();
    },
  };
}

async function saying<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw postgresFailure(sql, cause);
  }
}
