import { expect } from 'vitest';
import { type Catalog, readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import type { Engine } from '../../../src/database/engine.js';
import { findUndo } from '../../../src/rollback/postgresql/find-undo.js';
import type { Undo } from '../../../src/rollback/undo.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import type { Case } from './cases/case.js';

/** Runs a case in a transaction that is undone: up, the undo found, run from the start, up again. */
export async function expectUndone(engine: Engine, given: Case): Promise<Undo> {
  await engine.run('begin');
  try {
    await engine.run(given.setup);
    const read = (): Promise<Catalog> => readCatalog(engine);
    const before = await read();
    const rows = given.keeps === undefined ? [] : await engine.query(given.keeps);
    await engine.run(given.up);
    const after = await read();
    await engine.run('savepoint migrated');
    const operations = await parseOperations('postgresql', given.up);
    const undo = await findUndo({ engine, operations, before, after, read });
    // What a commit between the two would check.
    await engine.run('rollback to savepoint migrated; set constraints all immediate');

    for (const statement of undo.statements) await engine.run(statement);
    const shown = undo.statements.join('\n');
    const left = differences(before, await read()).map(({ text }) => text);
    expect(left, shown).toEqual(given.remaining ?? []);
    expect(undo.remaining.map(({ text }) => text)).toEqual(given.remaining ?? []);
    if (given.keeps !== undefined) expect(await engine.query(given.keeps), shown).toEqual(rows);
    if (given.says !== undefined) expect(undo.statements).toEqual(expect.arrayContaining(given.says));
    if (given.avoids !== undefined) expect(shown).not.toMatch(given.avoids);
    expect(undo.filled.map(({ table, column, value }) => `${table}.${column} = ${value}`)).toEqual(given.filled ?? []);
    expect(shown).not.toMatch(/\bDROP [^;]* CASCADE;/);

    if (given.onlyOnce !== true && given.remaining === undefined) {
      await engine.run(given.up);
      expect(
        differences(after, await read()).map(({ text }) => text),
        shown,
      ).toEqual([]);
    }
    return undo;
  } finally {
    await engine.run('rollback');
  }
}
