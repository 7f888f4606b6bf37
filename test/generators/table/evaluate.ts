import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Dialect } from '../../../src/project/dialects.js';
import { linkModules, repository } from './fixture.js';

interface KitApi {
  generateDrizzleJson(exports: Record<string, unknown>): unknown;
  generateMigration(before: unknown, after: unknown): Promise<string[]>;
  generateSQLiteDrizzleJson(exports: Record<string, unknown>): Promise<unknown>;
  generateSQLiteMigration(before: unknown, after: unknown): Promise<string[]>;
  generateMySQLDrizzleJson(exports: Record<string, unknown>): Promise<unknown>;
  generateMySQLMigration(before: unknown, after: unknown): Promise<string[]>;
}

const kitApi = (): KitApi => createRequire(join(repository, 'package.json'))('drizzle-kit/api');

let evaluated = 0;

/** The snapshot that drizzle-kit's own API makes of a schema file; of an empty schema where there is no path. */
export async function snapshotOf(root: string, path: string | null, dialect: Dialect): Promise<unknown> {
  const exports = path === null ? {} : exportsOf(root, path);
  const kit = kitApi();
  if (dialect === 'postgresql') return roundTrip(kit.generateDrizzleJson(exports));
  return roundTrip(
    await (dialect === 'sqlite' ? kit.generateSQLiteDrizzleJson(exports) : kit.generateMySQLDrizzleJson(exports)),
  );
}

/** The statements that lead from one snapshot to another. */
export async function migrationBetween(before: unknown, after: unknown, dialect: Dialect): Promise<string[]> {
  const kit = kitApi();
  if (dialect === 'postgresql') return kit.generateMigration(before, after);
  return dialect === 'sqlite' ? kit.generateSQLiteMigration(before, after) : kit.generateMySQLMigration(before, after);
}

/** The statements that drizzle-kit's own API makes of a schema file: what the generated code really means. */
export async function statementsOf(root: string, path: string, dialect: Dialect): Promise<string[]> {
  return migrationBetween(await snapshotOf(root, null, dialect), await snapshotOf(root, path, dialect), dialect);
}

function exportsOf(root: string, path: string): Record<string, unknown> {
  // Node.js keeps a module that it has loaded: a schema that is edited needs another name.
  linkModules(root);
  evaluated += 1;
  const outfile = join(root, `evaluated-${evaluated}.cjs`);
  buildSync({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  const exports: Record<string, unknown> = createRequire(outfile)(outfile);
  return exports;
}

/** drizzle-kit keeps snapshots as JSON files: what JSON cannot hold (a bigint) must fail here too. */
const roundTrip = (snapshot: unknown): unknown => JSON.parse(JSON.stringify(snapshot));
