import { LockstepError } from '../errors.js';
import type { Tree } from '../repo/tree.js';
import { readDatabaseSource } from './database-source.js';

const elsewhere: { [driver: string]: string } = {
  'd1-http':
    'Migrations of Cloudflare D1 are applied by wrangler: npx wrangler d1 migrations apply DATABASE (migrations_dir in wrangler.toml is the migrations folder).',
  'durable-sqlite': 'The database of a Durable Object is migrated by its own code, when it starts.',
  expo: 'The database is on the device: the app migrates it when it starts.',
  'aws-data-api':
    'The Data API works over HTTP and holds no lock: name the address of the cluster itself, --url postgres://…',
};

/**
 * How the databases of a `driver` of the drizzle config are migrated, where they cannot be reached with a lock;
 * `null` where lockstep migrates them.
 */
export function migratedElsewhere(driver: string | undefined): string | null {
  return (driver === undefined ? undefined : elsewhere[driver]) ?? null;
}

/** Whether the config names such a driver. It is not run: one that is computed, or cannot be read, names none. */
export async function isMigratedElsewhere(tree: Pick<Tree, 'read'>, config: string): Promise<boolean> {
  try {
    const fields = readDatabaseSource(config, (await tree.read(config)) ?? '', {});
    return migratedElsewhere(fields?.driver) !== null;
  } catch (error) {
    if (error instanceof LockstepError) return false;
    throw error;
  }
}
