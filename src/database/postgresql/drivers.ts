import type { Row } from '../engine.js';
import { findPackage } from '../packages.js';

/** One connection to a server. */
export interface Session {
  /** Runs one or several statements; the rows of a single one. */
  query(sql: string): Promise<Row[]>;
  end(): Promise<void>;
}

export type Connect = (url: string) => Promise<Session>;

interface PgClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
}
interface PostgresJs {
  unsafe(sql: string): PromiseLike<unknown>;
  end(): Promise<unknown>;
}

/** How to connect with the driver that the project has; `null` when it has none. Seen with pg 8.23 and postgres 3.4. */
export function connectorOf(projectFolder: string): Connect | null {
  const client = findPackage(projectFolder, 'pg')?.exports.Client;
  if (isPgClient(client)) return (url) => connectPg(new client({ connectionString: url }));
  const create = findPackage(projectFolder, 'postgres')?.exports.default;
  return isPostgresJs(create) ? (url) => connectPostgresJs(create(url, { max: 1, onnotice: () => undefined })) : null;
}

async function connectPg(client: PgClient): Promise<Session> {
  // A lost connection is told by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return {
    async query(sql) {
      const answer = await client.query(sql);
      return typeof answer === 'object' && answer !== null && 'rows' in answer ? rowsOf(answer.rows) : [];
    },
    async end() {
      await client.end();
    },
  };
}

async function connectPostgresJs(sql: PostgresJs): Promise<Session> {
  // It connects with the first query.
  await sql.unsafe('select 1');
  return {
    async query(text) {
      return rowsOf(await sql.unsafe(text));
    },
    async end() {
      await sql.end();
    },
  };
}

function rowsOf(answer: unknown): Row[] {
  if (!Array.isArray(answer)) return [];
  return answer.filter((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row));
}

function isPgClient(value: unknown): value is new (options: { connectionString: string }) => PgClient {
  return typeof value === 'function' && typeof value.prototype === 'object' && 'connect' in value.prototype;
}

function isPostgresJs(value: unknown): value is (url: string, options: object) => PostgresJs {
  return typeof value === 'function';
}
