/** What a drizzle config says of the database, as its run gives it (drizzle-kit 0.31.11, 1.0.0-rc.5). */
export interface DatabaseFields {
  /** The address, put together where the config gives its parts; `null` when it names none. */
  url: string | null;
  authToken: string | undefined;
  /** drizzle-kit's `driver`: `pglite`, `d1-http`, `aws-data-api`, `expo`…; none for a plain connection. */
  driver: string | undefined;
  /** Where drizzle's migrators keep what they applied. */
  ledger: { schema: string | undefined; table: string | undefined };
  /** `schemaFilter` and `tablesFilter`: what drizzle-kit looks at in a database; empty where nothing is said. */
  schemas: string[];
  tables: string[];
}

/** Reads them from an evaluated config. Nothing is checked but their types. */
export function databaseFields(config: { [key: string]: unknown }): DatabaseFields {
  const credentials = objectOf(config.dbCredentials);
  const migrations = objectOf(config.migrations);
  return {
    url: textOf(credentials.url) ?? fromParts(String(config.dialect), credentials),
    authToken: textOf(credentials.authToken) ?? undefined,
    driver: textOf(config.driver) ?? undefined,
    ledger: { schema: textOf(migrations.schema) ?? undefined, table: textOf(migrations.table) ?? undefined },
    schemas: textsOf(config.schemaFilter),
    tables: textsOf(config.tablesFilter),
  };
}

function fromParts(dialect: string, credentials: { [key: string]: unknown }): string | null {
  const host = textOf(credentials.host);
  const database = textOf(credentials.database);
  if (host === null || database === null) return null;
  const address = new URL(`${dialect === 'mysql' ? 'mysql' : 'postgresql'}://${host}`);
  if (typeof credentials.port === 'number') address.port = String(credentials.port);
  address.username = encodeURIComponent(textOf(credentials.user) ?? '');
  address.password = encodeURIComponent(textOf(credentials.password) ?? '');
  address.pathname = `/${encodeURIComponent(database)}`;
  const { ssl } = credentials;
  if (dialect !== 'mysql' && typeof ssl === 'string') address.searchParams.set('sslmode', ssl);
  if (dialect !== 'mysql' && ssl === true) address.searchParams.set('sslmode', 'require');
  return address.href;
}

function objectOf(value: unknown): { [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
