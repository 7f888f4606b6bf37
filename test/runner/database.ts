import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Connection } from '../../src/database/live/connection.js';
import { connect } from '../../src/database/live/open.js';
import type { Dialect } from '../../src/project/dialects.js';
import { usualPlace } from '../../src/runner/ledger.js';
import { readLocal } from '../../src/runner/local.js';
import { type RunnerEvent, type RunOptions, usualTimes } from '../../src/runner/types.js';
import { emptyPgliteFolder } from '../helpers/pglite.js';
import { hasMysql, hasPostgres, mysqlUrl, postgresUrl } from '../helpers/servers.js';

/** Where packages are found. */
export const packages = resolve(import.meta.dirname, '../..');

/** A kind of database that tests can have one of. */
export interface Kind {
  name: string;
  dialect: Dialect;
  isThere: boolean;
  /** An empty database that is gone after the test; its address. */
  make(): Promise<string>;
}

const fresh = (): string => `lockstep_test_${randomBytes(5).toString('hex')}`;

export const kinds: Kind[] = [
  {
    name: 'PostgreSQL',
    dialect: 'postgresql',
    isThere: hasPostgres(),
    make: () => onServer('postgresql', postgresUrl, (name) => `drop database if exists ${name} with (force)`),
  },
  {
    name: 'PGlite',
    dialect: 'postgresql',
    isThere: true,
    async make() {
      const folder = join(temporaryFolder(), 'data');
      await emptyPgliteFolder(folder);
      return folder;
    },
  },
  { name: 'libSQL', dialect: 'sqlite', isThere: true, make: async () => `file:${join(temporaryFolder(), 'app.db')}` },
  {
    name: 'MariaDB',
    dialect: 'mysql',
    isThere: hasMysql(),
    make: () => onServer('mysql', mysqlUrl, (name) => `drop database if exists ${name}`),
  },
];

async function onServer(dialect: Dialect, url: string, drop: (name: string) => string): Promise<string> {
  const name = fresh();
  const address = new URL(url);
  if (dialect === 'mysql') address.pathname = '/information_schema';
  const { href } = address;
  const server = (): Promise<Connection> => connect(dialect, packages, { url: href, from: 'the test' });
  const admin = await server();
  await admin.run(`create database ${name}`);
  await admin.close();
  onTestFinished(async () => {
    const again = await server();
    await again.run(drop(name));
    await again.close();
  });
  address.pathname = `/${name}`;
  return address.href;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-runner-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a journal history: each migration's tag, its SQL and, if it has one, its down SQL. */
export function writeHistory(
  folder: string,
  migrations: { tag: string; sql: string; down?: string; when?: number }[],
): string {
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const entries = migrations.map(({ tag, when }, idx) => ({
    idx,
    version: '7',
    when: when ?? 1_700_000_000_000 + idx * 60_000,
    tag,
    breakpoints: true,
  }));
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  for (const { tag, sql, down } of migrations) {
    writeFileSync(join(folder, `${tag}.sql`), sql);
    if (down !== undefined) writeFileSync(join(folder, `${tag}.down.sql`), down);
  }
  return folder;
}

/** A connection that is closed after the test. */
export async function connected(dialect: Dialect, url: string): Promise<Connection> {
  const connection = await connect(dialect, packages, { url, from: 'the test' });
  onTestFinished(() => connection.close());
  return connection;
}

/** What a run needs, with the events that it told. */
export function runOptions(connection: Connection, folder: string): RunOptions & { events: RunnerEvent[] } {
  const events: RunnerEvent[] = [];
  return {
    ...usualTimes,
    connection,
    history: readLocal(folder),
    place: usualPlace,
    events,
    on: (event) => events.push(event),
  };
}
