import { type Row, StatementFailed, textField } from '../engine.js';

/** The rows of an answer of mysql2; none where it is no list. */
export function rowsOf(answer: unknown): Row[] {
  if (!Array.isArray(answer)) return [];
  return answer.filter((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row));
}

/** Work on a server, whose refusals become StatementFailed. */
export async function saying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // Only what the server said has one.
    if (!(cause instanceof Error) || textField(cause, 'sqlState') === undefined) throw cause;
    // mysql2 knows MySQL's names alone and gives some errors of MariaDB another's (seen on 3.24).
    const code = 'errno' in cause ? String(cause.errno) : '';
    // The server counts lines only where the grammar failed.
    const line = /at line (\d+)$/.exec(cause.message)?.[1];
    throw new StatementFailed(cause.message, { code, line: line === undefined ? null : Number(line), cause });
  }
}
