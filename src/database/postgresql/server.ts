import { randomBytes } from 'node:crypto';
import { LockstepError } from '../../errors.js';
import { refuseBeyondScratch } from '../beyond-scratch.js';
import { type Engine, type Row, textField } from '../engine.js';
import { missingPackage } from '../packages.js';
import { scratchDatabase } from '../scratch.js';
import { connectorOf, type Session } from './drivers.js';
import { postgresFailure } from './failure.js';

export interface ServerOptions {
  /** Where packages are looked for first. */
  projectFolder: string;
  /** A server on which databases may be created and dropped. The database in its path is connected to, not touched. */
  url: string;
}

/**
 * A database of its own on a PostgreSQL server, for what PGlite does not have: other extensions, the server's roles.
 * Dropped when the engine is closed. LockstepError (exit 2) when neither pg nor postgres is installed, the server
 * cannot be reached, or it lets nobody create a database.
 */
export async function openServer({ projectFolder, url }: ServerOptions): Promise<Engine> {
  const connect = connectorOf(projectFolder);
  if (connect === null) throw missingPackage(projectFolder, 'pg', 'a PostgreSQL server is reached through it');
  const address = new URL(url);
  const database = `lockstep_${randomBytes(6).toString('hex')}`;
  const usual = await trying(address, 'cannot be used', () => connect(address.href));
  // Its own connection ends with it.
  const drop = async (): Promise<void> => {
    await usual.query(`drop database if exists ${database} with (force)`);
  };
  const dropped = scratchDatabase(drop);
  try {
    // template1 may hold what a migration creates.
    await trying(address, 'gives no scratch database', () =>
      usual.query(`create database ${database} template template0`),
    );
    address.pathname = `/${database}`;
    const session = await trying(address, 'gives no scratch database', () => connect(address.href));
    return await serverEngine(session, async () => {
      await session.end();
      await drop();
      dropped();
      await usual.end();
    });
  } catch (thrown) {
    await drop().catch(() => undefined);
    dropped();
    await usual.end();
    throw thrown;
  }
}

async function serverEngine(session: Session, end: () => Promise<void>): Promise<Engine> {
  const query = async (sql: string): Promise<Row[]> => {
    try {
      return await session.query(sql);
    } catch (cause) {
      throw postgresFailure(sql, cause);
    }
  };
  const [row] = await query("select current_setting('server_version') as version");
  let isOpen = true;
  return {
    dialect: 'postgresql',
    label: `PostgreSQL ${String(row?.version).split(' ')[0]}`,
    isAlone: false,
    async run(sql) {
      refuseBeyondScratch('postgresql', sql, new Set());
      await query(sql);
    },
    query,
    async close() {
      if (isOpen) await end();
      isOpen = false;
    },
  };
}

/** Never the whole address: it holds a password. */
async function trying<T>({ host }: URL, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const said = cause instanceof Error && cause.message !== '' ? cause.message : textField(cause, 'code');
    throw new LockstepError(`The PostgreSQL server at ${host} ${what}: ${said ?? 'no reason given'}.`, {
      fix: 'Start it, correct its address and password in LOCKSTEP_PROOF_URL, or name a user there who may create databases.',
      cause,
    });
  }
}
