import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

if (existsSync('.env')) process.loadEnvFile('.env');

/** The file of the database: DATABASE_URL, or .data/app.db. `:memory:` keeps nothing. */
export function databaseUrl(): string {
  const file = (process.env.DATABASE_URL || '.data/app.db').replace(/^file:(\/\/)?/, '');
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  return file;
}
