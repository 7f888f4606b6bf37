import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import type { Engine } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { deriveFromModel } from '../../../src/rollback/mysql/derive.js';
import { type Inverse, inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel } from '../../../src/rollback/mysql/model.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { hasMysql, mysqlUrl } from '../../helpers/servers.js';
import { type Case, combined, single } from './cases.js';

const projectFolder = resolve(import.meta.dirname, '../../..');

async function found(setup: string, up: string): Promise<Inverse> {
  const before = applyOperations(emptyModel, await parseOperations('mysql', setup));
  return inverse(before, await parseOperations('mysql', up));
}

test('what a type took since is said to be cut off by the way back', async () => {
  const before = applyOperations(
    emptyModel,
    await parseOperations('mysql', "CREATE TABLE `t` (`a` varchar(50), `b` enum('x'), `c` int DEFAULT 1);"),
  );
  const up =
    "ALTER TABLE `t` MODIFY COLUMN `a` varchar(80); ALTER TABLE `t` MODIFY COLUMN `b` enum('x','y'); ALTER TABLE `t` MODIFY COLUMN `c` int DEFAULT 2;";
  const derived = await deriveFromModel(before, await parseOperations('mysql', up));
  expect(derived.inverse.narrows).toBe("t.a to varchar(50), t.b to enum('x')");
});

describe.skipIf(!hasMysql())('on a server', () => {
  /** Several statements at once, a database for each. */
  async function walk({ setup, up, rows = '', loses }: Case): Promise<void> {
    const engine = await openEngine('mysql', { projectFolder, url: mysqlUrl });
    try {
      await run(engine, setup);
      const before = await readCatalog(engine);
      await run(engine, rows);
      const stored = await rowsOf(engine);
      const { statements, impossible } = await found(setup, up);
      await run(engine, up);
      const after = await readCatalog(engine);
      for (let round = 0; round < 2; round++) {
        await run(engine, statements.join('\n'));
        expect(differences(before, await readCatalog(engine)).map(({ text }) => text)).toEqual([]);
        if (loses !== true) expect(await rowsOf(engine)).toEqual(stored);
        await run(engine, up);
        expect(differences(after, await readCatalog(engine)).map(({ text }) => text)).toEqual([]);
      }
      expect(impossible).toEqual([]);
    } finally {
      await engine.close();
    }
  }

  /** Every row of every table, its columns by name. */
  async function rowsOf(engine: Engine): Promise<string[]> {
    const tables = await engine.query(
      'select table_name as name from information_schema.tables where table_type = "BASE TABLE" and table_schema = database()',
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const quoted = `\`${String(name).replaceAll('`', '``')}\``;
      for (const row of await engine.query(`select * from ${quoted}`)) {
        const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
        found.push(`${name} ${JSON.stringify(columns)}`);
      }
    }
    return found.sort();
  }

  async function run(engine: Engine, sql: string): Promise<void> {
    if (sql.trim() !== '') await engine.run(sql);
  }

  test.concurrent.each(Object.entries(single))('undone: %s', async (_, change) => walk(change));
  test.concurrent.each(Object.entries(combined))('undone: %s', async (_, change) => walk(change));
});
