import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { build } from 'esbuild';
import { createConnection } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { postgresFailure } from '../../../src/database/postgresql/failure.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { emptyPglite } from '../../helpers/pglite.js';
import { repositoryRoot } from '../../helpers/repository.js';
import { mysqlUrl } from '../../helpers/servers.js';

/** A database that a project's drizzle-orm migrates. */
export interface Database {
  engine: Engine;
  /** Applies what is pending, as the application would. */
  migrate(): Promise<void>;
}

const drivers: Record<
  Dialect,
  { orm: string; open: (folder: string) => Promise<{ engine: Engine; client: unknown }> }
> = {
  postgresql: { orm: 'pglite', open: openPglite },
  sqlite: { orm: 'libsql', open: openLibsql },
  mysql: { orm: 'mysql2', open: openMysql },
};

/** An empty database for the project in `folder`, closed after the test. */
export async function openDatabase(dialect: Dialect, folder: string): Promise<Database> {
  const { orm, open } = drivers[dialect];
  const { engine, client } = await open(folder);
  const migrate = await migratorOf(folder, orm);
  return { engine, migrate: () => migrate(client, join(folder, 'drizzle')) };
}

async function openPglite(): Promise<{ engine: Engine; client: unknown }> {
  const client = await emptyPglite();
  onTestFinished(() => client.close());
  const engine: Engine = {
    dialect: 'postgresql',
    label: 'PGlite',
    isAlone: true,
    run: (sql) => saying(sql, async () => void (await client.exec(sql))),
    query: (sql) => saying(sql, async () => (await client.query<Record<string, unknown>>(sql)).rows),
    close: () => client.close(),
  };
  return { engine, client };
}

async function saying<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw postgresFailure(sql, cause);
  }
}

async function openLibsql(folder: string): Promise<{ engine: Engine; client: unknown }> {
  const file = join(folder, 'node_modules/shop.db');
  const engine = await openEngine('sqlite', { projectFolder: repositoryRoot, keptAt: file });
  const client = createClient({ url: pathToFileURL(file).href });
  onTestFinished(async () => {
    client.close();
    await engine.close();
  });
  return { engine, client };
}

async function openMysql(): Promise<{ engine: Engine; client: unknown }> {
  const engine = await openEngine('mysql', { projectFolder: repositoryRoot, url: mysqlUrl });
  const [row] = await engine.query('select database() as name');
  const url = new URL(mysqlUrl);
  url.pathname = `/${String(row?.name)}`;
  const client = await createConnection(url.href);
  onTestFinished(async () => {
    await client.end();
    await engine.close();
  });
  return { engine, client };
}

type Migrate = (client: unknown, folder: string) => Promise<void>;

/** The migrator of the drizzle-orm in `folder`; the driver is this repository's, wherever that drizzle-orm lies. */
async function migratorOf(folder: string, orm: string): Promise<Migrate> {
  const outfile = join(folder, 'node_modules/migrator.mjs');
  await build({
    stdin: {
      contents: `import { drizzle } from 'drizzle-orm/${orm}';
import { migrate } from 'drizzle-orm/${orm}/migrator';
export const apply = (client, migrationsFolder) => migrate(drizzle({ client }), { migrationsFolder });`,
      resolveDir: folder,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@electric-sql/*', '@libsql/*', 'mysql2', 'mysql2/*'],
    outfile,
  });
  const { apply }: { apply: Migrate } = await import(pathToFileURL(outfile).href);
  return apply;
}
