import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Dialect } from '../../../src/project/dialects.js';
import { repository } from './fixture.js';

interface KitApi {
  generateDrizzleJson(exports: Record<string, unknown>): unknown;
  generateMigration(before: unknown, after: unknown): Promise<string[]>;
  generateSQLiteDrizzleJson(exports: Record<string, unknown>): Promise<unknown>;
  generateSQLiteMigration(before: unknown, after: unknown): Promise<string[]>;
  generateMySQLDrizzleJson(exports: Record<string, unknown>): Promise<unknown>;
  generateMySQLMigration(before: unknown, after: unknown): Promise<string[]>;
}

/** The statements that drizzle-kit's own API makes of a schema file: what the generated code really means. */
export async function statementsOf(root: string, path: string, dialect: Dialect): Promise<string[]> {
  const outfile = join(root, 'evaluated.cjs');
  buildSync({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  const require = createRequire(outfile);
  const exports: Record<string, unknown> = require(outfile);
  const kit: KitApi = createRequire(join(repository, 'package.json'))('drizzle-kit/api');
  if (dialect === 'postgresql')
    return kit.generateMigration(kit.generateDrizzleJson({}), roundTrip(kit.generateDrizzleJson(exports)));
  if (dialect === 'sqlite') {
    return kit.generateSQLiteMigration(
      await kit.generateSQLiteDrizzleJson({}),
      roundTrip(await kit.generateSQLiteDrizzleJson(exports)),
    );
  }
  return kit.generateMySQLMigration(
    await kit.generateMySQLDrizzleJson({}),
    roundTrip(await kit.generateMySQLDrizzleJson(exports)),
  );
}

/** drizzle-kit keeps snapshots as JSON files: what JSON cannot hold (a bigint) must fail here too. */
const roundTrip = (snapshot: unknown): unknown => JSON.parse(JSON.stringify(snapshot));
