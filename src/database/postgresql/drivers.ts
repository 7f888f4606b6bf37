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
  end(options: { timeout: number }): Promise<unknown>;
}

/** How to connect with the driver that the project has; `null` when it has none. Seen with pg 8.23 and postgres 3.4. */
export function connectorOf(projectFolder: string): Connect | null {
  const client = findPackage(projectFolder, 'pg')?.exports.Client;
  if (isPgClient(client)) return (url) => connectPg(new client({ connectionString: url }));
  const create = findPackage(projectFolder, 'postgres')?.exports.default;
  return isPostgresJs(create) ? (url) => connectPostgresJs((options) => create(url, options)) : null;
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

async function connectPostgresJs(create: (options: object) => PostgresJs): Promise<Session> {
  // It would go on with a new session, in the middle of what the old one had begun, and end the old one by itself after
  // an hour (seen on 3.4.9).
  let isOver = false;
  const onclose = (): void => {
    isOver = true;
  };
  const sql = create({ max: 1, max_lifetime: 0, onclose, onnotice: () => undefined });
  // It connects with the first query.
  await sql.unsafe('select 1');
  return {
    async query(text) {
      if (isOver) throw new Error('the server closed it');
      return rowsOf(await sql.unsafe(text));
    },
    async end() {
      // It waits for ever for a session that is over (seen on 3.4.9).
      if (!isOver) await sql.end({ timeout: 5 });
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
