import { createHash } from 'node:crypto';
import type { CatalogObject, Since } from '../catalog.js';
import { type Engine, name, StatementFailed, text } from '../engine.js';
import { factsOf } from '../facts.js';
import { otherQueries, roleQuery } from './other-queries.js';
import { relation } from './query.js';
import { tableQueries } from './table-queries.js';

/**
 * The schema of a PostgreSQL database, by the engine's own definitions of its objects.
 *
 * @param since where it is given, what it names is read with all sequences and enums, and nothing else.
 */
export async function readCatalog(
  engine: Engine,
  ledger: { schema: string; table: string },
  since: Since | null = null,
): Promise<CatalogObject[]> {
  const sql = statementFor(ledger, engine.isAlone, since !== null);
  // By its text: a name that is there already stands for the same statement.
  const prepared = `lockstep_catalog_${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
  const leave = await enter(engine);
  try {
    // A migration may have said DEALLOCATE ALL or DISCARD ALL since.
    const [known] = await engine.query(`select from pg_prepared_statements where name = '${prepared}'`);
    if (known === undefined) await engine.run(`prepare ${prepared} (text[]) as ${sql}`);
    const only = since === null ? 'null' : `array[${[...since.tables].map(literal).join(', ')}]::text[]`;
    const rows = await engine.query(`execute ${prepared}(${only})`);
    return rows.map((row) => objectOf(name(row, 'kind'), row.object));
  } finally {
    await leave();
  }
}

/**
 * PostgreSQL's definitions name what is on the search path without its schema, so it is emptied; a migration may have
 * changed it, too. Planning took three quarters of the time (PGlite 0.5.16): prepared, and with one plan for good,
 * a catalog of 500 objects takes 10 ms instead of 33. A plan that looks expensive is not compiled for it either.
 *
 * The settings are taken back by rolling back, which alone restores what SET LOCAL had made of them.
 *
 * @returns what leaves the engine as it was.
 */
async function enter(engine: Engine): Promise<() => Promise<void>> {
  const settings = "set search_path to ''; set plan_cache_mode to force_generic_plan; set jit to off";
  try {
    await engine.run(`savepoint lockstep_catalog; ${settings}`);
    return () => engine.run('rollback to savepoint lockstep_catalog; release savepoint lockstep_catalog');
  } catch (thrown) {
    const noTransaction = '25P01';
    if (!(thrown instanceof StatementFailed) || thrown.code !== noTransaction) throw thrown;
    await engine.run(`begin; ${settings}`);
    return () => engine.run('rollback');
  }
}

/** All parts in one statement: a round trip each takes longer than most of them, and they share `relation`. */
export function statementFor(
  { schema, table }: { schema: string; table: string },
  isAlone: boolean,
  ofTables: boolean,
): string {
  const ledger = `ledger as (select to_regclass(${literal(`${identifier(schema)}.${identifier(table)}`)})::oid as oid,
    ${literal(schema)} as schema)`;
  const queries = [...tableQueries, ...otherQueries, ...(isAlone ? [roleQuery] : [])];
  const parts = queries
    .filter(({ isOfTables = false }) => isOfTables || !ofTables)
    .map(
      ({ kind, sql }) =>
        `select ${kind === null ? 'part.kind' : literal(kind)} as kind, row_to_json(part)::text as object from (${sql}) part`,
    );
  return `with ${ledger}, ${relation} ${parts.join(' union all ')}`;
}

function objectOf(kind: string, json: unknown): CatalogObject {
  const parsed: unknown = JSON.parse(String(json));
  const row: Record<string, unknown> = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  return {
    kind,
    schema: text(row, 'schema'),
    table: text(row, 'table'),
    name: name(row, 'name'),
    facts: factsOf(row.facts),
    besides: factsOf(row.besides),
  };
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function identifier(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
