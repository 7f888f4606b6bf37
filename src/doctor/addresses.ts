const protocols = /^(?:postgres(?:ql)?|mysql|mariadb|libsql|wss|https):$/;
const localHosts = /^(?:localhost|0\.0\.0\.0|127(?:\.\d+){3}|\[::1\]|host\.docker\.internal|.*\.local(?:host)?)$/;
const placeholders =
  /^(?:user(?:name)?|pass(?:word)?|pw|secret|postgres|root|admin|test|dev|example|change.*|your.*|x+|\*+|\.+|\[.*\]|<.*>|%3c.*|%5b.*|\$.*|%7b.*|\{.*)$/i;

/** The address of a database server, or `null` for any other text. */
export function readAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return protocols.test(url.protocol) && url.hostname !== '' ? url : null;
}

/**
 * Whether a text holds what nobody but its owner should read: the address of a server elsewhere, with a password that is
 * none of those that stand for one. A name without a dot is a service of a compose file.
 */
export function hasSecret(text: string): boolean {
  const url = readAddress(text);
  if (url === null) return false;
  const token = url.searchParams.get('authToken') ?? url.searchParams.get('password') ?? '';
  const isElsewhere = !localHosts.test(url.hostname) && url.hostname.includes('.') && !isPlaceholderHost(url.hostname);
  return isElsewhere && [url.password, token].some((secret) => secret.length > 3 && !placeholders.test(secret));
}

/** What kind of pooler an address leads to, and where to go instead; `null` for a connection of one's own. */
export function poolerOf(url: URL): { what: string; instead: string } | null {
  if (!/^postgres(?:ql)?:$/.test(url.protocol) || localHosts.test(url.hostname)) return null;
  if (/^[\w-]+-pooler\./.test(url.hostname) && url.hostname.endsWith('.neon.tech')) {
    return { what: "Neon's pooler", instead: 'take «-pooler» out of the host name' };
  }
  if (url.port === '6543') {
    return {
      what: "Supabase's pooler in transaction mode (port 6543)",
      instead: 'use port 5432: the direct connection, or the pooler in session mode',
    };
  }
  if (url.searchParams.get('pgbouncer') === 'true') {
    return { what: 'PgBouncer (pgbouncer=true)', instead: 'use the address of the server itself' };
  }
  return null;
}

function isPlaceholderHost(host: string): boolean {
  return /(?:^|\.)(?:example\.(?:com|org|net)|your[-_].*|host(?:name)?)$|^(?:your|host|endpoint|ep-x+)/i.test(host);
}
