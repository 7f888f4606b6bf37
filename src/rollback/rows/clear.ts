import type { Catalog } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import type { Dialect } from '../../project/dialects.js';

/** Empties every table, whatever refers to it: only ever on a database that was made for a proof. */
export async function clearRows(engine: Engine, catalog: Catalog): Promise<void> {
  const tables = [...catalog.values()].filter(({ kind, facts }) => kind === 'table' && facts.kind !== 'foreign');
  if (tables.length === 0) return;
  for (const statement of statements[engine.dialect](tables)) await engine.run(statement);
}

type Named = { schema: string | null; name: string };

const statements: Record<Dialect, (tables: Named[]) => string[]> = {
  // All in one statement: keys among them do not mind.
  postgresql: (tables) => [
    `truncate ${tables.map(({ schema, name }) => `${quoted(schema ?? 'public', '"')}.${quoted(name, '"')}`).join(', ')}`,
  ],
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

function quoted(name: string, quote: string): string {
  return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}
