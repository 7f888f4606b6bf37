import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Scope } from '../../database/comparable.js';
import type { Target } from '../../database/live/connection.js';
import { LockstepError } from '../../errors.js';
import { type DatabaseFields, databaseFields } from '../../project/database-fields.js';
import { readDatabaseSource } from '../../project/database-source.js';
import type { FoundProject } from '../../project/find.js';
import { globs } from '../../project/globs.js';
import { migratedElsewhere } from '../../project/migrated-elsewhere.js';
import { type LedgerPlace, usualPlace } from '../../runner/ledger.js';

/** The database that a command means, and where its ledger is. */
export interface Aim {
  target: Target;
  place: LedgerPlace;
  /** What of the database the config is about. */
  scope: Scope;
}

/**
 * Finds the database of a project: `--url`, else `dbCredentials` of its drizzle config, else `DATABASE_URL`. Variables are
 * those of the environment, then those of the project's `.env`, as drizzle-kit reads them (0.31.11).
 *
 * @throws LockstepError (exit 2) when none is named, or the one that is named cannot be reached from here.
 */
export async function findTarget(found: FoundProject, env: NodeJS.ProcessEnv, url: string | undefined): Promise<Aim> {
  const variables = variablesOf(found, env);
  const fields = await fieldsOf(found, variables, url !== undefined);
  const place = { schema: fields.ledger.schema ?? usualPlace.schema, table: fields.ledger.table ?? usualPlace.table };
  const scope = scopeOf(fields);
  if (url !== undefined) return { target: { url, from: '--url' }, place, scope };
  const config = found.project.config;
  refuseDriver(config, fields);
  const fromConfig = fields.url;
  if (fromConfig !== null) {
    const { authToken } = fields;
    return {
      target: {
        url: fromConfig,
        from: `dbCredentials of ${config}`,
        ...(authToken === undefined ? {} : { authToken }),
      },
      place,
      scope,
    };
  }
  const usual = variables.DATABASE_URL;
  if (usual) return { target: { url: usual, from: 'DATABASE_URL' }, place, scope };
  throw new LockstepError(`No database is named: ${config} gives no address, and DATABASE_URL is not set.`, {
    exitCode: 2,
    path: config,
    fix: "Set DATABASE_URL (the project's .env is read), give dbCredentials in the config, or --url ADDRESS.",
  });
}

/** Read where that can be done, else run. With `--url` a config that cannot be run does not matter. */
async function fieldsOf(
  { project, tree }: FoundProject,
  variables: NodeJS.ProcessEnv,
  optional: boolean,
): Promise<DatabaseFields> {
  const source = (await tree.read(project.config)) ?? '';
  const read = readDatabaseSource(project.config, source, variables);
  if (read !== null) return read;
  const { evaluateDatabase } = await import('../../schema/evaluate-config.js');
  // The process that runs the config has the environment of this one.
  for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
  try {
    return await evaluateDatabase(tree, project.config);
  } catch (error) {
    if (!optional) throw error;
    return databaseFields({});
  }
}

function refuseDriver(config: string, { driver }: DatabaseFields): void {
  const fix = migratedElsewhere(driver);
  if (fix === null) return;
  throw new LockstepError(`${config} has the driver ${driver}, which cannot be migrated from here.`, {
    exitCode: 2,
    path: config,
    fix,
  });
}

/** The variables of the environment, and of the project's `.env` those that it lacks. */
export function variablesOf({ root }: FoundProject, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = join(root, '.env');
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')), ...env } : env;
}

/** Filters of drizzle-kit are globs; one that begins with ! takes away (0.31.11). */
function scopeOf({ schemas, tables }: DatabaseFields): Scope {
  if (tables.length === 0) return { schemas };
  const matcher = globs();
  const not = tables.filter((glob) => glob.startsWith('!')).map((glob) => matcher(glob.slice(1)));
  const only = tables.filter((glob) => !glob.startsWith('!')).map((glob) => matcher(glob));
  const isOwnTable = (name: string): boolean =>
    !not.some((matches) => matches(name)) && (only.length === 0 || only.some((matches) => matches(name)));
  return { schemas, isOwnTable };
}
