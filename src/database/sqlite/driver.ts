import { createRequire } from 'node:module';
import { exportsOf, findPackage } from '../packages.js';

/**
 * What the driver under `@libsql/client` and better-sqlite3 have in common. The client itself cannot serve: it rolls
 * an open transaction back after every call (executeMultiple, seen on 0.18).
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): { all(): unknown };
  close(): unknown;
}
type Constructor = new (path: string) => SqliteDatabase;

export interface SqliteDriver {
  driver: Constructor;
  label: string;
  /** What it is made of, as `require` finds it. */
  packages: string[];
  require: NodeJS.Require;
}

/** The driver that the project has; `null` when it has none. */
export function findSqliteDriver(projectFolder: string): SqliteDriver | null {
  const client = findPackage(projectFolder, '@libsql/client');
  if (client !== null) {
    // A dependency of the client, which not every package manager lets others see.
    const require = besides(client.require, '@libsql/client');
    const { default: driver } = exportsOf(require('libsql'));
    if (isConstructor(driver)) return { driver, label: 'libSQL', packages: ['@libsql/client', 'libsql'], require };
  }
  const better = findPackage(projectFolder, 'better-sqlite3');
  const driver = better?.exports.default;
  if (better !== null && isConstructor(driver)) {
    return { driver, label: 'better-sqlite3', packages: ['better-sqlite3'], require: better.require };
  }
  return null;
}

function besides(require: NodeJS.Require, name: string): NodeJS.Require {
  return createRequire(require.resolve(name));
}

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function' && typeof value.prototype === 'object' && 'prepare' in value.prototype;
}
