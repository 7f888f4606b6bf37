import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

if (existsSync('.env')) process.loadEnvFile('.env');

/** The database: DATABASE_URL, or the file .data/app.db. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL || 'file:.data/app.db';
  const file = /^file:(?:\/\/)?([^?]+)/.exec(url)?.[1];
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  return url;
}

/** The token of a Turso database; a file needs none. */
export function authToken(): string | undefined {
  return process.env.DATABASE_AUTH_TOKEN || undefined;
}
