import { type Catalog, type CatalogObject, keyOf, usualLedger } from '../catalog.js';
import { type Engine, name, StatementFailed } from '../engine.js';
import { literal, readCatalog } from './catalog.js';

/**
 * Servers of different versions write the same query down differently: from 16 on, PostgreSQL leaves a table's name out
 * before a column where it is not needed (seen on 15 and 18). Where two catalogs differ in such a text, the engine is
 * given the other one's and asked how it writes it.
 *
 * @param engine is as `expected` says, and left so.
 * @param found of another server.
 * @param inside the caller has a transaction open.
 * @returns `found`, with what is the same in the words of `expected`.
 */
export async function retold(
  engine: Engine,
  expected: Catalog,
  found: Catalog,
  { inside = false }: { inside?: boolean } = {},
): Promise<Catalog> {
  const differing = [...found].flatMap(([key, object]) => {
    const own = expected.get(key);
    if (own === undefined || own === object) return [];
    const facts = (toldFacts[object.kind] ?? []).filter((fact) => own.facts[fact] !== object.facts[fact]);
    return facts.length === 0 ? [] : [{ key, object, own, facts }];
  });
  if (differing.length === 0) return found;
  const catalog = new Map(found);
  const [begin, end] = inside
    ? ['savepoint lockstep_retold', 'rollback to savepoint lockstep_retold; release savepoint lockstep_retold']
    : ['begin', 'rollback'];
  await engine.run(`${begin}; set local search_path to ''; set local check_function_bodies to off`);
  try {
    for (const { key, object, own, facts } of differing) {
      const told = await trying(engine, () => tell(engine, object));
      if (told === null) continue;
      const same = facts.filter((fact) => told[fact] === own.facts[fact]);
      const words = Object.fromEntries(same.map((fact) => [fact, own.facts[fact] ?? null]));
      catalog.set(key, { ...object, facts: { ...object.facts, ...words } });
    }
  } finally {
    await engine.run(end);
  }
  return catalog;
}

/** The facts that hold a query, by kind. */
const toldFacts: Record<string, string[]> = {
  view: ['definition'],
  'materialized view': ['definition'],
  rule: ['definition'],
  function: ['definition'],
  procedure: ['definition'],
  policy: ['using', 'with check'],
};

async function tell(engine: Engine, object: CatalogObject): Promise<CatalogObject['facts']> {
  const { kind, schema, table, facts } = object;
  if (kind === 'view' || kind === 'materialized view') {
    await engine.run(`create temporary view lockstep_told as ${String(facts.definition)}`);
    const [row = {}] = await engine.query(
      "select pg_get_viewdef(oid) as definition from pg_class where relname = 'lockstep_told' and relpersistence = 't'",
    );
    return { definition: name(row, 'definition') };
  }
  if (kind === 'policy') {
    const on = `${quoted(schema ?? 'public')}.${quoted(table ?? '')}`;
    const using = facts.using === null ? '' : ` using (${String(facts.using)})`;
    const check = facts['with check'] === null ? '' : ` with check (${String(facts['with check'])})`;
    await engine.run(`create policy lockstep_told on ${on}${using}${check}`);
    const [row = {}] = await engine.query(
      `select pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
       from pg_policy where polname = 'lockstep_told' and polrelid = ${literal(on)}::regclass`,
    );
    return {
      using: row.using === null ? null : name(row, 'using'),
      'with check': row.check === null ? null : name(row, 'check'),
    };
  }
  // Both say OR REPLACE where there is one.
  const sql = String(facts.definition).replace(/^CREATE (?=RULE)/, 'CREATE OR REPLACE ');
  await engine.run(sql);
  const objects = await readCatalog(engine, usualLedger);
  return objects.find((other) => keyOf(other) === keyOf(object))?.facts ?? {};
}

/** `null` where the engine refuses: then the two differ. What was made is taken back. */
async function trying<T>(engine: Engine, work: () => Promise<T>): Promise<T | null> {
  await engine.run('savepoint lockstep_telling');
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof StatementFailed)) throw thrown;
    return null;
  } finally {
    await engine.run('rollback to savepoint lockstep_telling; release savepoint lockstep_telling');
  }
}

function quoted(part: string): string {
  return `"${part.replaceAll('"', '""')}"`;
}
