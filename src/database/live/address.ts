import { LockstepError } from '../../errors.js';
import type { Target } from './connection.js';

/**
 * An address as it may be shown: without password, token or any other parameter. A text that is no URL is a path, and
 * shown as it is; one that merely cannot be read is not shown at all.
 */
export function shownAddress(url: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return url;
  if (!URL.canParse(url)) return '(an address that cannot be read)';
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname === '/' ? '' : pathname}`;
}

const loopback = /^(?:(?:[^,/]+\.)?localhost|127(?:\.\d+){3}|\[::1\]|::1|0\.0\.0\.0)$/i;

/**
 * Whether an address is of this machine: a file, a socket, or a name of the machine itself. Every host that it names has
 * to be: pg 8 takes `host` among the parameters instead of the one before them, libpq `hostaddr` as well.
 *
 * @param env where pg and Postgres.js look for a host that the address of a PostgreSQL server leaves out: `PGHOST`.
 */
export function isLocalAddress(url: string, env: NodeJS.ProcessEnv = process.env): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, searchParams } = new URL(url);
  if (protocol === 'file:' || protocol === 'memory:') return true;
  const named = [hostname, ...searchParams.getAll('host'), ...searchParams.getAll('hostaddr')].filter(Boolean);
  const hosts = named.length === 0 && protocol.startsWith('postgres') ? [env.PGHOST ?? ''] : named;
  return hosts.every((host) => host === '' || host.startsWith('/') || loopback.test(host));
}

/**
 * Refuses a text that is no path, where the database is a file or a folder: nothing, and the address of another kind of
 * database. As a path it would be a new, empty database in the project, which every migration is applied to with success.
 *
 * @param wanted addresses that the dialect takes, for the message. The text itself may hold a password, and is not shown.
 * @throws LockstepError (exit 2).
 */
export function refuseNoPath({ url, from }: Target, wanted: string): void {
  if (url.trim() !== '' && !/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(url)) return;
  const what = url.trim() === '' ? 'is empty' : 'is the address of another kind of database';
  throw new LockstepError(`${from} ${what}.`, { exitCode: 2, fix: `Write it as ${wanted}.` });
}

/**
 * Refuses an address that cannot carry the lock of a session, where one is needed: poolers that hand out a connection
 * per transaction. Their documented forms: Neon's `-pooler` hosts, Supabase's port 6543 (Supavisor in transaction mode), `pgbouncer=true`.
 *
 * @throws LockstepError (exit 2) that says which address is needed instead.
 */
export function refusePooler({ url, from, readOnly }: Target): void {
  if (readOnly === true || !URL.canParse(url)) return;
  const { hostname, port, searchParams } = new URL(url);
  const [endpoint = ''] = hostname.split('.');
  const found = endpoint.endsWith('-pooler')
    ? { what: `Neon's pooler (${hostname})`, instead: `the host without -pooler: ${hostname.replace('-pooler', '')}` }
    : port === '6543'
      ? {
          what: `a pooler in transaction mode (port 6543 of ${hostname})`,
          instead: 'the direct connection, on port 5432',
        }
      : searchParams.get('pgbouncer') === 'true'
        ? { what: `PgBouncer (pgbouncer=true)`, instead: 'the address of the server itself' }
        : null;
  if (found === null) return;
  throw new LockstepError(
    `${from} leads to ${found.what}. There a session's lock does not hold, and two migrators could run at once.`,
    { exitCode: 2, fix: `Use ${found.instead}. On the command line: --url "$DIRECT_URL"` },
  );
}
