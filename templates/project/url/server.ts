import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');

/** The address of the database. Throws when DATABASE_URL is not set: there is no server to guess. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) {
    throw new Error(
      'DATABASE_URL is not set. Copy .env.example to .env and put the address of your database there.',
    );
  }
  return url;
}
