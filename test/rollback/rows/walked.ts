import { readCatalog } from '../../../src/database/catalog.js';
import type { Engine } from '../../../src/database/engine.js';
import { piecesOf } from '../../../src/database/pieces.js';
import { applyMigration } from '../../../src/database/replay.js';
import { changedRows, lostRows, putRows, readRows, touchedBy } from '../../../src/rollback/rows/index.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

/** Fills a schema, runs an up and perhaps a down, and compares the rows after each of them. */
export async function walk(engine: Engine, { setup, up, down }: { setup: string; up: string; down?: string }) {
  await engine.run(setup);
  const catalog = await readCatalog(engine);
  await putRows(engine, catalog);
  const before = await readRows(engine, catalog);
  await run(engine, up);
  const after = await readCatalog(engine);
  const touched = touchedBy(engine.dialect, await parseOperations(engine.dialect, up), catalog, after);
  const taken = lostRows(before, await readRows(engine, after), touched);
  if (down !== undefined) await run(engine, down);
  const back = changedRows(before, await readRows(engine, await readCatalog(engine)), touched);
  return { touched, taken, back };
}

async function run(engine: Engine, sql: string): Promise<void> {
  const isOpen = engine.dialect === 'postgresql';
  if (isOpen) {
    await engine.run(sql);
    return;
  }
  // As drizzle's migrators do it: a PRAGMA in the transaction means nothing.
  const failure = await applyMigration(engine, { tag: 'up', pieces: piecesOf(sql) }, { pragmas: 'inside' });
  if (failure !== null) throw new Error(failure.message);
}
