import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Catalog, readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import type { Engine, Row } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { piecesOf } from '../../../src/database/pieces.js';
import { applyMigration } from '../../../src/database/replay.js';
import { findUndo } from '../../../src/rollback/sqlite/undo.js';
import type { Undo } from '../../../src/rollback/undo.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { type UndoCase, undoCases } from './undo-cases.js';

const opened: Engine[] = [];

afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close();
});

describe('the undo of a migration on SQLite', () => {
  test.each(Object.entries(undoCases))(
    '%s: the schema is as before, and the migration applies again',
    async (_, { setup, up, statements }) => {
      const empty = await databaseWith(setup, { rows: false });
      const before = await readCatalog(empty);
      const undo = await undoOf(empty, up, before);

      expect(undo.remaining).toEqual([]);
      if (statements !== undefined) expect(undo.statements).toEqual(statements);
      await apply(empty, up);
      const after = await readCatalog(empty);
      await apply(empty, script(undo));
      expect(lines(before, await readCatalog(empty))).toEqual([]);
      await apply(empty, up);
      expect(lines(after, await readCatalog(empty))).toEqual([]);
    },
  );

  test.each(Object.entries(undoCases))('%s: the rows are kept', async (_, undoCase) => {
    const { setup, up, gone = [], filled = [], found: queries = {} } = undoCase;
    const engine = await databaseWith(setup);
    const before = await readCatalog(engine);
    const rows = await rowsOf(engine, before, gone);
    const undo = await undoOf(await databaseWith(setup, { rows: undoCase.refusesRows !== true }), up, before);
    await apply(engine, up);

    expect(undo.filled.map(({ table, column, value }) => `${table}.${column} = ${value}`).sort()).toEqual(filled);
    if (undoCase.refusesRows) {
      await expect(apply(engine, script(undo))).rejects.toThrow();
      return;
    }
    await apply(engine, script(undo));
    expect(await rowsOf(engine, before, gone)).toEqual(rows);
    expect(lines(before, await readCatalog(engine))).toEqual([]);
    for (const [query, rows] of Object.entries(queries)) expect(await engine.query(query)).toHaveLength(rows);
    expect(await engine.query('pragma foreign_key_check')).toEqual([]);
    expect(await engine.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await engine.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  });

  test.each(Object.entries(undoCases).filter(([, { refusesRows }]) => refusesRows))(
    '%s: rows that are in the way while it is looked for are left alone, and it says what remains',
    async (_, { setup, up }) => {
      const engine = await databaseWith(setup);
      const before = await readCatalog(engine);
      await begin(engine, up);
      const after = await readCatalog(engine);
      const rows = await rowsOf(engine, after);
      const undo = await found(engine, up, before);

      expect(undo.remaining).not.toEqual([]);
      expect(await rowsOf(engine, after)).toEqual(rows);
    },
  );
});

async function databaseWith(setup: string, { rows = true } = {}): Promise<Engine> {
  const engine = await openEngine('sqlite', { projectFolder: resolve(import.meta.dirname, '../../..') });
  opened.push(engine);
  await engine.run(setup);
  if (rows) return engine;
  await engine.run('pragma foreign_keys = off');
  for (const { name } of await engine.query(
    "select name from pragma_table_list where schema = 'main' and type = 'table'",
  )) {
    if (!String(name).startsWith('sqlite_')) await engine.run(`delete from "${String(name).replaceAll('"', '""')}"`);
  }
  await engine.run('pragma foreign_keys = on');
  return engine;
}

/** As the caller does it: the migration and its undo in a transaction that is rolled back. */
async function undoOf(engine: Engine, up: string, before: Catalog): Promise<Undo> {
  await begin(engine, up);
  const undo = await found(engine, up, before);
  expect(lines(before, await readCatalog(engine))).toEqual([]);
  await engine.run('rollback');
  await engine.run('pragma foreign_keys = on');
  return undo;
}

async function begin(engine: Engine, up: string): Promise<void> {
  await engine.run('pragma foreign_keys = off');
  await engine.run('begin');
  for (const { sql } of piecesOf(up)) await engine.run(sql.replaceAll('"age", "city" FROM', `"age", 'city' FROM`));
}

async function found(engine: Engine, up: string, before: Catalog): Promise<Undo> {
  return findUndo({
    engine,
    operations: await parseOperations('sqlite', up),
    before,
    after: await readCatalog(engine),
    read: () => readCatalog(engine),
  });
}

async function apply(engine: Engine, sql: string): Promise<void> {
  const failure = await applyMigration(engine, { tag: 'it', pieces: piecesOf(sql) });
  if (failure !== null) throw new Error(`${failure.message} in ${failure.piece.sql}`);
}

function script({ statements }: Undo): string {
  return statements.join('\n--> statement-breakpoint\n');
}

function lines(expected: Catalog, found: Catalog): string[] {
  return differences(expected, found).map(({ text }) => text);
}

/** Every value of the tables in `catalog`, by table and column, without what is `gone`. */
async function rowsOf(
  engine: Engine,
  catalog: Catalog,
  gone: UndoCase['gone'] = [],
): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const { kind, name } of catalog.values()) {
    if (kind !== 'table' || gone.includes(name)) continue;
    const table = `"${name.replaceAll('"', '""')}"`;
    const found = await engine.query(`select * from ${table}`);
    rows[name] = found
      .map((row) => JSON.stringify(sorted(row).filter(([column]) => !gone.includes(`${name}.${column}`))))
      .sort();
  }
  return rows;
}

function sorted(row: Row): [string, unknown][] {
  return Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
}
