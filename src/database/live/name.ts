import type { Connection } from './connection.js';

/** The name of the database itself, as a person knows it: of a file its path, of libSQL over the network its host. */
export async function databaseName(connection: Connection): Promise<string> {
  if (connection.dialect === 'sqlite') {
    const { target } = connection;
    return connection.file ?? (URL.canParse(target) ? new URL(target).hostname : target);
  }
  const asked = connection.dialect === 'postgresql' ? 'current_database()' : 'database()';
  const [row] = await connection.query(`select ${asked} as name`);
  return String(row?.name);
}
