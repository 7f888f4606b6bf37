import type { Dialect } from '../../project/dialects.js';
import type { Engine } from '../engine.js';
import type { Connection } from './connection.js';

/**
 * What keeps from writing, and what lifts it. On PostgreSQL a transaction: a pooler would hand a setting of the session on
 * to others. SQLite's holds for a connection, so it is not for libSQL over the network.
 */
const guards: Record<Dialect, { on: string; off: string }> = {
  postgresql: { on: 'begin transaction isolation level repeatable read, read only', off: 'rollback' },
  mysql: { on: 'set session transaction read only', off: 'set session transaction read write' },
  sqlite: { on: 'pragma query_only = on', off: 'pragma query_only = off' },
};

/**
 * Reads a live database as an engine: the server itself refuses whatever would write, until `work` is done. It is
 * never alone on its server, so that roles are no part of its schema.
 */
export async function reading<T>(connection: Connection, work: (engine: Engine) => Promise<T>): Promise<T> {
  const { dialect, label, query } = connection;
  const { on, off } = guards[dialect];
  const hasSession = connection.batch === undefined;
  if (hasSession) await connection.run(on);
  try {
    return await work({
      dialect,
      label,
      isAlone: false,
      async run(sql) {
        if (!hasSession) throw new Error('Nothing is run where a database is only read.');
        await connection.run(sql);
      },
      query,
      close: async () => {},
    });
  } finally {
    if (hasSession) await connection.run(off).catch(() => undefined);
  }
}
