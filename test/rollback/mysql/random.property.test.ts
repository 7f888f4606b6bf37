import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import { type Engine, StatementFailed } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel } from '../../../src/rollback/mysql/model.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { hasMysql, mysqlUrl } from '../../helpers/servers.js';

const projectFolder = resolve(import.meta.dirname, '../../..');
/** How many migrations are made up; more are tried by hand. */
const numRuns = Number(process.env.LOCKSTEP_RUNS) || 15;

const table = fc.constantFrom('a', 'b', 'c');
const column = fc.constantFrom('x', 'y', 'z', 'id');
const index = fc.constantFrom('i', 'j', 'fk_1');
const key = fc.constantFrom('fk_1', 'fk_2');
const type = fc.constantFrom('int', 'bigint', 'varchar(20)', "enum('p','q')", 'datetime', 'text');
const attributes = fc.constantFrom('', ' NOT NULL', ' DEFAULT NULL', ' COMMENT "note"');
const columns = fc
  .uniqueArray(column, { minLength: 1, maxLength: 3 })
  .map((names) => names.map((name) => `\`${name}\``).join(','));
const definition = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(type, attributes).map((parts) => parts.join('')) },
  fc.constant('int NOT NULL DEFAULT 7'),
  fc.constant('int AUTO_INCREMENT NOT NULL'),
  fc.constant('int GENERATED ALWAYS AS (`x` + 1) STORED'),
  fc.constant('int UNIQUE'),
);
const action = fc.constantFrom('cascade', 'no action', 'set null', 'restrict');

/** What stands behind ALTER TABLE. */
const clause = fc.oneof(
  fc.tuple(column, definition).map(([name, text]) => `ADD \`${name}\` ${text}`),
  column.map((name) => `DROP COLUMN \`${name}\``),
  fc.tuple(column, definition).map(([name, text]) => `MODIFY COLUMN \`${name}\` ${text}`),
  fc.tuple(column, column, definition).map(([name, to, text]) => `CHANGE COLUMN \`${name}\` \`${to}\` ${text}`),
  fc.tuple(column, column).map(([name, to]) => `RENAME COLUMN \`${name}\` TO \`${to}\``),
  columns.map((names) => `ADD PRIMARY KEY(${names})`),
  fc.constant('DROP PRIMARY KEY'),
  columns.map((names) => `DROP PRIMARY KEY, ADD PRIMARY KEY(${names})`),
  fc.tuple(index, columns).map(([name, names]) => `ADD CONSTRAINT \`${name}\` UNIQUE(${names})`),
  fc.tuple(index, columns).map(([name, names]) => `ADD INDEX \`${name}\` (${names})`),
  index.map((name) => `DROP INDEX \`${name}\``),
  fc.tuple(index, index).map(([name, to]) => `RENAME INDEX \`${name}\` TO \`${to}\``),
  fc
    .tuple(key, column, table, action)
    .map(
      ([name, from, to, onDelete]) =>
        `ADD CONSTRAINT \`${name}\` FOREIGN KEY (\`${from}\`) REFERENCES \`${to}\`(\`id\`) ON DELETE ${onDelete} ON UPDATE no action`,
    ),
  fc.tuple(column, table).map(([from, to]) => `ADD FOREIGN KEY (\`${from}\`) REFERENCES \`${to}\`(\`id\`)`),
  key.map((name) => `DROP FOREIGN KEY \`${name}\``),
  column.map((name) => `ADD CONSTRAINT \`check_1\` CHECK (\`${name}\` IS NOT NULL OR \`${name}\` IS NULL)`),
  fc.constant('DROP CONSTRAINT `check_1`'),
);

const statement = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(table, clause).map(([name, text]) => `ALTER TABLE \`${name}\` ${text}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(table, clause, clause).map(([name, one, two]) => `ALTER TABLE \`${name}\` ${one}, ${two}`),
  },
  fc.tuple(table, table).map(([name, to]) => `RENAME TABLE \`${name}\` TO \`${to}\``),
  table.map((name) => `DROP TABLE \`${name}\``),
  table.map((name) => `CREATE TABLE \`${name}\` (\`id\` int PRIMARY KEY NOT NULL, \`x\` int, \`y\` int)`),
  table.map((name) => `CREATE OR REPLACE VIEW \`v\` AS (select 1 as \`one\` from \`${name}\`)`),
  fc.constant('DROP VIEW `v`'),
);

const start = ['a', 'b'].map(
  (name) =>
    `CREATE TABLE \`${name}\` (\`id\` int AUTO_INCREMENT NOT NULL, \`x\` int, \`y\` varchar(20), CONSTRAINT \`${name}_id\` PRIMARY KEY(\`id\`), CONSTRAINT \`j\` UNIQUE(\`x\`))`,
);

/** Those that the server takes: what migrations it is given are made of. */
async function accepted(engine: Engine, statements: readonly string[]): Promise<string[]> {
  const taken: string[] = [];
  for (const sql of statements) {
    try {
      await engine.run(sql);
      taken.push(sql);
    } catch (thrown) {
      if (!(thrown instanceof StatementFailed)) throw thrown;
    }
  }
  return taken;
}

/** The actions of foreign keys in the server's own words: the catalog takes those that do the same for equal. */
async function rules(engine: Engine): Promise<string[]> {
  const rows = await engine.query(
    `select table_name as t, if(constraint_name regexp '_ibfk_[0-9]+$', '', constraint_name) as name, delete_rule as d,
     update_rule as u from information_schema.referential_constraints where constraint_schema = database()`,
  );
  return rows.map(({ t, name, d, u }) => `${t} ${name} ${d} ${u}`).sort();
}

test.skipIf(!hasMysql())(
  'whatever migration the server takes is undone, and can run again',
  { timeout: 600_000 },
  async () => {
    const migration = fc.array(statement, { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { maxLength: 14 }), migration, async (earlier, statements) => {
        const engine = await openEngine('mysql', { projectFolder, url: mysqlUrl });
        try {
          const setup = await accepted(engine, [...start, ...earlier]);
          const before = { catalog: await readCatalog(engine), rules: await rules(engine) };
          const up = await accepted(engine, statements);
          const after = { catalog: await readCatalog(engine), rules: await rules(engine) };
          const model = applyOperations(emptyModel, await parseOperations('mysql', setup.join(';\n')));
          const found = inverse(model, await parseOperations('mysql', up.join(';\n')));
          const story = JSON.stringify({ setup, up, down: found.statements }, null, 1);

          // A view whose table is gone is shown and cannot be made.
          const broken = found.impossible.filter((reason) => reason.endsWith('which is not there'));
          expect(found.impossible, story).toEqual(broken);
          fc.pre(broken.length === 0);
          for (const [direction, sql, expected] of [
            ['down', found.statements, before],
            ['up', up, after],
            ['down again', found.statements, before],
          ] as const) {
            for (const each of sql) {
              await engine
                .run(each)
                .catch((thrown) => expect.fail(`${direction}: ${each}: ${thrown.message}\n${story}`));
            }
            const lines = differences(expected.catalog, await readCatalog(engine)).map(({ text }) => text);
            expect(lines, `${direction}: ${story}`).toEqual([]);
            expect(await rules(engine), `${direction}: ${story}`).toEqual(expected.rules);
          }
        } finally {
          await engine.close();
        }
      }),
      { numRuns, seed: Number(process.env.LOCKSTEP_SEED) || 4 },
    );
  },
);
