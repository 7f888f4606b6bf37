import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { run } from './run.js';

/** A server that the tests may make databases on. */
export interface Server {
  name: string;
  /** Its address with a database that is there always. The variable of the same name overrides it. */
  url: string;
  /** Runs the statement SQL on the server URL: a module that uses the driver of the project. */
  script: string;
  /** The drop statement, for whoever may still be connected. */
  drop: (database: string) => string;
}

const dropPostgres = (database: string) => `drop database if exists ${database} with (force)`;
const postgres = {
  name: 'PostgreSQL',
  url: process.env.POSTGRES_URL || 'postgres://postgres@127.0.0.1:5432/postgres',
  drop: dropPostgres,
};

/** The servers by the driver of the project that reaches them. */
export const servers = {
  'node-postgres': {
    ...postgres,
    script: `import pg from 'pg'; const client = new pg.Client(process.env.URL); await client.connect();
      const { rows } = await client.query(process.env.SQL); console.log(JSON.stringify(rows)); await client.end();`,
  },
  'postgres-js': {
    ...postgres,
    script: `import postgres from 'postgres'; const sql = postgres(process.env.URL);
      console.log(JSON.stringify(await sql.unsafe(process.env.SQL))); await sql.end();`,
  },
  mysql2: {
    name: 'MariaDB or MySQL',
    url: process.env.MYSQL_URL || 'mysql://root@127.0.0.1:3306/mysql',
    drop: (database) => `drop database if exists ${database}`,
    script: `import mysql from 'mysql2/promise'; const connection = await mysql.createConnection(process.env.URL);
      const [rows] = await connection.query(process.env.SQL); console.log(JSON.stringify(rows)); await connection.end();`,
  },
} satisfies Record<string, Server>;

/** Something listens at the server's address. */
export function isReachable({ url }: Server): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 3_000 });
    const answer = (reachable: boolean) => {
      socket.destroy();
      resolve(reachable);
    };
    socket.on('connect', () => answer(true));
    socket.on('error', () => answer(false));
    socket.on('timeout', () => answer(false));
  });
}

/** A database of its own on `server`, reached with the driver that is installed in `project`. */
export class ScratchDatabase {
  readonly url: string;
  readonly #server: Server;
  readonly #project: { cwd: string; env: NodeJS.ProcessEnv };
  readonly #name = `lockstep_${randomBytes(6).toString('hex')}`;

  constructor(server: Server, project: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.#server = server;
    this.#project = { cwd: project.cwd, env: project.env };
    const url = new URL(server.url);
    url.pathname = `/${this.#name}`;
    this.url = url.href;
  }

  async create(): Promise<void> {
    await this.#query(this.#server.url, `create database ${this.#name}`);
  }

  /** Runs one statement in it; returns what the driver returns, as text. */
  query(sql: string): Promise<string> {
    return this.#query(this.url, sql);
  }

  async drop(): Promise<void> {
    await this.#query(this.#server.url, this.#server.drop(this.#name));
  }

  async #query(url: string, sql: string): Promise<string> {
    const { cwd, env } = this.#project;
    const { code, output, stdout } = await run(process.execPath, ['--input-type=module', '-e', this.#server.script], {
      cwd,
      env: { ...env, URL: url, SQL: sql },
      timeout: 60_000,
    });
    if (code !== 0) throw new Error(`${sql} failed on ${this.#server.name}.\n${output}`);
    return stdout.trim();
  }
}
