import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

if (existsSync('.env')) process.loadEnvFile('.env');

/**
 * The folder of the database: DATABASE_URL, or .data/postgres. `memory://` keeps nothing.
 * Only one process at a time can have it open.
 */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL || '.data/postgres';
  if (/^postgres(ql)?:/.test(url)) {
    throw new Error('DATABASE_URL names a server, but PGlite needs a folder.');
  }
  const folder = url.replace(/^file:(\/\/)?/, '');
  if (!folder.includes('://')) mkdirSync(dirname(folder), { recursive: true });
  return folder;
}
