import { type Catalog, type Fact, readCatalog } from '../database/catalog.js';
import { differences } from '../database/difference.js';
import { type Engine, StatementFailed } from '../database/engine.js';
import { retold } from '../database/postgresql/retold.js';
import type { Dialect } from '../project/dialects.js';
import type { FindUndo } from './undo.js';

/** What brings a schema back to another one. */
export interface BroughtBack {
  /** One statement each, with its semicolon, in the order in which they run. */
  statements: string[];
  /** Columns that rows cannot go without and that come back empty: what stands in them instead, as SQL. */
  filled: { schema: string | null; table: string; column: string; value: string }[];
  /** What no statement was found for, a line each. */
  remaining: string[];
}

const undoers: Record<Exclude<Dialect, 'mysql'>, () => Promise<{ findUndo: FindUndo }>> = {
  postgresql: () => import('./postgresql/find-undo.js'),
  sqlite: () => import('./sqlite/undo.js'),
};

/**
 * The statements that bring a database whose schema is `found` to `wanted`. They are found by driving an engine there
 * and back; it has no rows, so whether rows are in the way is not known.
 *
 * @param engine a scratch database, with the schema `wanted`; left as it is, but for MySQL's, which takes nothing back.
 * @param narrow makes a catalog of the engine comparable with the other two.
 */
export async function bringBack(
  engine: Engine,
  wanted: Catalog,
  found: Catalog,
  narrow: (catalog: Catalog) => Catalog,
): Promise<BroughtBack> {
  const { dialect } = engine;
  if (dialect === 'mysql') return onMysql(engine, wanted, found, narrow);
  const { findUndo } = await undoers[dialect]();
  const read = async (): Promise<Catalog> => narrow(await readCatalog(engine));
  if (dialect === 'sqlite') await engine.run('pragma foreign_keys = off');
  await engine.run('begin');
  try {
    await makeRoles(engine, found);
    // What cannot be made here cannot be taken away here either.
    await findUndo({ engine, operations: [], before: found, after: wanted, read });
    const now = await read();
    const said = dialect === 'postgresql' ? await retold(engine, now, found, { inside: true }) : found;
    const unmade = differences(said, now);
    const back = await findUndo({ engine, operations: [], before: wanted, after: now, read });
    const keys = new Set([...unmade, ...back.remaining].map(({ key }) => key));
    const remaining = differences(wanted, found).filter(({ key }) => keys.has(key));
    return { statements: back.statements, filled: back.filled, remaining: remaining.map(({ text }) => text) };
  } finally {
    await engine.run('rollback');
    if (dialect === 'sqlite') await engine.run('pragma foreign_keys = on');
  }
}

/** There and back by what the two catalogs say, statement by statement: what the server refuses remains. */
async function onMysql(
  engine: Engine,
  wanted: Catalog,
  found: Catalog,
  narrow: (catalog: Catalog) => Catalog,
): Promise<BroughtBack> {
  const { fromCatalog, newIds } = await import('./mysql/from-catalog.js');
  const { wayBack } = await import('./mysql/inverse.js');
  const { fillings } = await import('./mysql/what-is-lost.js');
  const ids = newIds();
  const [before, after] = [fromCatalog(wanted, ids), fromCatalog(found, ids)];
  const drive = async (statements: string[]): Promise<string[]> => {
    const taken: string[] = [];
    for (const statement of statements) {
      try {
        await engine.run(statement);
        taken.push(statement);
      } catch (thrown) {
        if (!(thrown instanceof StatementFailed)) throw thrown;
      }
    }
    return taken;
  };
  const read = async (): Promise<Catalog> => narrow(await readCatalog(engine));
  await drive(wayBack(after, before).statements);
  const unmade = differences(found, await read());
  const back = wayBack(before, after);
  const statements = await drive(back.statements);
  const left = differences(wanted, await read());
  const keys = new Set([...unmade, ...left].map(({ key }) => key));
  const remaining = differences(wanted, found).filter(({ key }) => keys.has(key));
  return { statements, filled: fillings(back.pairing).filled, remaining: remaining.map(({ text }) => text) };
}

/** Roles belong to a server: those that the live schema names are made on an engine of our own, for the time being. */
async function makeRoles(engine: Engine, catalog: Catalog): Promise<void> {
  if (engine.dialect !== 'postgresql' || !engine.isAlone) return;
  const listed = [...catalog.values()].flatMap(({ kind, facts }) => [
    ...listOf(facts.privileges).map((entry) => entry.replace(/ with grant option$/, '').replace(/ \S+$/, '')),
    ...(kind === 'policy'
      ? listOf(facts.roles).map((role) => role.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))
      : []),
  ]);
  const there = new Set((await engine.query('select rolname from pg_roles')).map(({ rolname }) => String(rolname)));
  const missing = [...new Set(listed)].filter((role) => role !== 'public' && !there.has(role));
  for (const role of missing) await engine.run(`create role "${role.replaceAll('"', '""')}"`);
}

function listOf(fact: Fact | undefined): string[] {
  return Array.isArray(fact) ? fact : [];
}
