import { LockstepError } from '../../errors.js';
import { StatementFailed } from '../engine.js';

/** The session is gone, and with it its locks and what was not yet committed. */
export class ConnectionLost extends LockstepError {}

/** @param target the address as it may be shown. */
export function connectionLost(target: string, cause: unknown): ConnectionLost {
  const said = cause instanceof Error ? cause.message.replace(/\.$/, '') : '';
  return new ConnectionLost(`The connection to ${target} was lost${said === '' ? '' : `: ${said}`}.`, {
    exitCode: 1,
    fix: 'Look whether the server runs, and run it again: it goes on where this stopped.',
    cause,
  });
}

/**
 * Whether a failure of a driver means that its session is over. PostgreSQL: admin_shutdown, crash_shutdown,
 * cannot_connect_now, idle timeouts, and the class of connection exceptions. MySQL: ER_SERVER_SHUTDOWN, MariaDB's
 * ER_CONNECTION_KILLED. Where no server gave a code, the connection itself failed.
 */
export function isGone(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  if (!(failure instanceof StatementFailed)) return !(failure instanceof TypeError);
  return /^(?:57P0[1235]|25P0[34]|08\w{3}|1053|1927)$/.test(failure.code);
}
