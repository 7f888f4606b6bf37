import { randomBytes } from 'node:crypto';
import type { Connection, createConnection } from 'mysql2/promise';
import { LockstepError } from '../../errors.js';
import { refuseBeyondScratch } from '../beyond-scratch.js';
import { type Engine, type Row, textField } from '../engine.js';
import { findPackage, missingPackage } from '../packages.js';
import { scratchDatabase } from '../scratch.js';
import { rowsOf, saying } from './answers.js';

export interface MysqlOptions {
  /** Where packages are looked for first. */
  projectFolder: string;
  /** A server on which databases may be created and dropped. The database in its path is never touched. */
  url: string;
}

type CreateConnection = typeof createConnection;

/**
 * A database of its own on a MySQL or MariaDB server, dropped when the engine is closed. LockstepError (exit 2) when
 * mysql2 is not installed, the server cannot be reached, or it lets nobody create a database.
 */
export async function openMysql({ projectFolder, url }: MysqlOptions): Promise<Engine> {
  const found = findPackage(projectFolder, 'mysql2/promise');
  if (found === null)
    throw missingPackage(projectFolder, 'mysql2', 'MySQL migrations are proven on a server that it reaches');
  const { createConnection: create } = found.exports;
  if (!isCreate(create)) throw new Error('mysql2/promise exports no createConnection.');
  const connection = await connect(create, url);
  const database = `lockstep_${randomBytes(6).toString('hex')}`;
  try {
    // The default of MySQL 8. MariaDB has another one, and its catalog would say so of every table.
    await connection.query(`create database ${database} character set utf8mb4`);
    await connection.query(`use ${database}`);
    const id = Number(rowsOf((await connection.query('select connection_id() as id'))[0])[0]?.id);
    const dropped = scratchDatabase(async () => {
      const other = await connect(create, url);
      // A statement that runs would be waited for.
      await other.query(`kill ${id}`).catch(() => undefined);
      await other.query(`drop database if exists ${database}`);
      await other.end();
    });
    return await mysqlEngine(connection, database, dropped);
  } catch (cause) {
    connection.destroy();
    throw new LockstepError(`No scratch database on ${hostOf(url)}: ${messageOf(cause)}.`, {
      fix: 'Give a user who may create and drop databases.',
      cause,
    });
  }
}

async function mysqlEngine(connection: Connection, database: string, dropped: () => void): Promise<Engine> {
  const query = (sql: string): Promise<Row[]> => saying(async () => rowsOf((await connection.query(sql))[0]));
  const version = String((await query('select version() as version'))[0]?.version);
  const databases = await query('select schema_name as name from information_schema.schemata');
  const readable = ['information_schema', 'performance_schema', database];
  const others = new Set(
    databases.map((row) => String(row.name).toLowerCase()).filter((one) => !readable.includes(one)),
  );
  let isOpen = true;
  return {
    dialect: 'mysql',
    label: version.includes('MariaDB') ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`,
    isAlone: false,
    async run(sql) {
      refuseBeyondScratch('mysql', sql, others);
      await saying(() => connection.query(sql));
    },
    query,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      // A migration may have left a transaction or a lock behind; both end here.
      await connection.query(`rollback; unlock tables; drop database if exists ${database}`);
      dropped();
      await connection.end();
    },
  };
}

async function connect(create: CreateConnection, url: string): Promise<Connection> {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw new LockstepError('The address of the MySQL server is not a URL.', {
      fix: 'Write it as mysql://USER:PASSWORD@HOST:3306.',
    });
  }
  address.pathname = '';
  try {
    return await create({ uri: address.href, multipleStatements: true, connectTimeout: 10_000, dateStrings: true });
  } catch (cause) {
    throw new LockstepError(`The MySQL server at ${address.host} cannot be used: ${messageOf(cause)}.`, {
      fix: 'Start it, or correct its address and password in LOCKSTEP_PROOF_URL.',
      cause,
    });
  }
}

/** Never the whole address: it holds a password. */
function hostOf(url: string): string {
  return new URL(url).host;
}

function isCreate(value: unknown): value is CreateConnection {
  return typeof value === 'function';
}

function messageOf(cause: unknown): string {
  const message = cause instanceof Error && cause.message !== '' ? cause.message : textField(cause, 'code');
  return (message ?? 'no reason given').replace(/\.$/, '');
}
