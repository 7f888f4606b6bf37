import type { CatalogObject } from '../catalog.js';
import { type Engine, name, text } from '../engine.js';
import { factsOf } from '../facts.js';
import { otherQueries, roleQuery } from './other-queries.js';
import { tableQueries } from './table-queries.js';

/**
 * The schema of a PostgreSQL database, by the engine's own definitions of its objects. These name what is on the
 * search path without its schema, so it is emptied while they are read; a migration may have changed it, too.
 */
export async function readCatalog(engine: Engine, ledger: { schema: string; table: string }): Promise<CatalogObject[]> {
  const [before] = await engine.query("select current_setting('search_path') as path");
  await engine.run("set search_path to ''");
  try {
    const objects: CatalogObject[] = [];
    for (const { kind, sql } of [...tableQueries, ...otherQueries, ...(engine.isAlone ? [roleQuery] : [])]) {
      for (const row of await engine.query(withLedger(sql, ledger))) {
        objects.push({
          kind: kind ?? name(row, 'kind'),
          schema: text(row, 'schema'),
          table: text(row, 'table'),
          name: name(row, 'name'),
          facts: factsOf(row.facts),
          besides: factsOf(row.besides),
        });
      }
    }
    return objects;
  } finally {
    // A value with its own quotes: set_config takes the list as it was shown.
    await engine.query(`select set_config('search_path', ${literal(name(before ?? {}, 'path'))}, false)`);
  }
}

function withLedger(sql: string, { schema, table }: { schema: string; table: string }): string {
  const ledger = `ledger as (select to_regclass(${literal(`${identifier(schema)}.${identifier(table)}`)})::oid as oid,
    ${literal(schema)} as schema)`;
  return sql.startsWith('with ') ? `with ${ledger}, ${sql.slice('with '.length)}` : `with ${ledger} ${sql}`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function identifier(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
