import type { Catalog, CatalogObject } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import type { Dialect } from '../../project/dialects.js';

/** Empties every table, whatever refers to it, and lets PostgreSQL's sequences begin anew: only ever on a database that was made for a proof. */
export async function clearRows(engine: Engine, catalog: Catalog): Promise<void> {
  const tables = tablesIn(catalog);
  if (tables.length === 0) return;
  await runAll(engine, statements[engine.dialect](tables));
}

/**
 * Empties these tables alone, whatever their rows are referred by: those that other migrations wrote into others stay.
 * On a PostgreSQL server where keys cannot be switched off, all tables are emptied.
 */
export async function clearTables(engine: Engine, catalog: Catalog, wanted: Named[]): Promise<void> {
  const isWanted = ({ schema, name }: Named): boolean =>
    wanted.some((table) => table.name === name && (table.schema ?? 'public') === (schema ?? 'public'));
  const tables = tablesIn(catalog).filter(isWanted);
  if (engine.dialect !== 'postgresql') return runAll(engine, statements[engine.dialect](tables));
  const [row] = await engine.query("select current_setting('is_superuser') as answer");
  if (row?.answer !== 'on') return clearRows(engine, catalog);
  return runAll(engine, [
    'set session_replication_role = replica',
    ...tables.map((table) => `delete from ${inPostgresql(table)}`),
    'reset session_replication_role',
  ]);
}

async function runAll(engine: Engine, all: string[]): Promise<void> {
  for (const statement of all) await engine.run(statement);
}

/** Whether any table holds a row. */
export async function hasRows(engine: Engine, catalog: Catalog): Promise<boolean> {
  const tables = tablesIn(catalog);
  if (tables.length === 0) return false;
  const named: Record<Dialect, (table: Named) => string> = {
    postgresql: inPostgresql,
    sqlite: ({ name }) => quoted(name, '"'),
    mysql: ({ name }) => quoted(name, '`'),
  };
  const each = tables.map((table) => `exists (select 1 from ${named[engine.dialect](table)})`);
  const [row] = await engine.query(`select case when ${each.join(' or ')} then 1 else 0 end as found`);
  return Number(row?.found) === 1;
}

function tablesIn(catalog: Catalog): CatalogObject[] {
  return [...catalog.values()].filter(({ kind, facts }) => kind === 'table' && facts.kind !== 'foreign');
}

type Named = { schema: string | null; name: string };

const statements: Record<Dialect, (tables: Named[]) => string[]> = {
  // All in one statement: keys among them do not mind.
  postgresql: (tables) => [`truncate ${tables.map(inPostgresql).join(', ')} restart identity`],
  sqlite: (tables) => [
    'pragma foreign_keys = off',
    ...tables.map(({ name }) => `delete from ${quoted(name, '"')}`),
    'pragma foreign_keys = on',
  ],
  mysql: (tables) => [
    'set foreign_key_checks = 0',
    ...tables.map(({ name }) => `delete from ${quoted(name, '`')}`),
    'set foreign_key_checks = 1',
  ],
};

function inPostgresql({ schema, name }: Named): string {
  return `${quoted(schema ?? 'public', '"')}.${quoted(name, '"')}`;
}

function quoted(name: string, quote: string): string {
  return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}
