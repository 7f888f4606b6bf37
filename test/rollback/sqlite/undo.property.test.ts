import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import { type Engine, StatementFailed } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { applyMigration } from '../../../src/database/replay.js';
import { findUndo } from '../../../src/rollback/sqlite/undo.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

/** More by hand: LOCKSTEP_PROPERTY_RUNS=5000 npx vitest run test/rollback/sqlite */
const runs = Number(process.env.LOCKSTEP_PROPERTY_RUNS ?? 100);

const tables = ['users', 'posts', 'Tags', 'my table', 'a.b', 'order', 'x"y'];
const columns = ['id', 'name', 'Title', 'some col', 'c.d', 'select', 'n'];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const table = fc.constantFrom(...tables).map(quoted);
const column = fc.constantFrom(...columns).map(quoted);
const definition = fc
  .record({
    name: column,
    type: fc.constantFrom('text', 'integer', 'real', ''),
    more: fc.constantFrom(
      '',
      '',
      '',
      ' not null',
      ' unique',
      " default 'd'",
      " default 'd' not null",
      ' collate nocase',
      ' default (1 + 2)',
    ),
  })
  .map(({ name, type, more }) => `${name} ${type}${more}`);
const key = fc.constantFrom(
  '"id" integer primary key',
  '"id" text primary key not null',
  '"key" integer primary key autoincrement',
);

/** Statements that belong together. Many are refused by SQLite, for what they name is not there: they are left out. */
const change: fc.Arbitrary<string[]> = fc.oneof(
  fc
    .tuple(table, key, fc.array(definition, { maxLength: 3 }), table, fc.boolean())
    .map(([name, id, others, parent, refers]) => [
      `create table ${name} (${[id, ...others, ...(refers ? [`"parent" references ${parent} on delete cascade`] : [])].join(', ')})`,
    ]),
  fc.tuple(table, definition).map(([name, added]) => [`alter table ${name} add column ${added}`]),
  fc.tuple(table, column).map(([name, dropped]) => [`alter table ${name} drop column ${dropped}`]),
  fc.tuple(table, column, column).map(([name, from, to]) => [`alter table ${name} rename column ${from} to ${to}`]),
  fc.tuple(table, table).map(([from, to]) => [`alter table ${from} rename to ${to}`]),
  fc
    .tuple(table, table)
    .map(([one, other]) => [
      `alter table ${one} rename to aside`,
      `alter table ${other} rename to ${one}`,
      `alter table aside rename to ${other}`,
    ]),
  table.map((name) => [`drop table ${name}`]),
  fc
    .tuple(table, column, column)
    .map(([name, kept, renamed]) => [
      'PRAGMA foreign_keys=OFF',
      `create table __new (${kept} text, ${renamed} text default 'd')`,
      `insert into __new (${kept}) select ${kept} from ${name}`,
      `drop table ${name}`,
      `alter table __new rename to ${name}`,
      'PRAGMA foreign_keys=ON',
    ]),
  fc
    .tuple(fc.constantFrom('i1', 'i2'), table, column)
    .map(([index, name, on]) => [`create index ${index} on ${name} (${on})`]),
  fc
    .tuple(fc.constantFrom('index i1', 'index i2', 'view v1', 'view v2', 'trigger t1'))
    .map(([what]) => [`drop ${what}`]),
  fc
    .tuple(fc.constantFrom('v1', 'v2'), fc.oneof(table, fc.constant('v1')), column)
    .map(([view, name, of]) => [`create view ${view} as select ${of} from ${name}`]),
  fc
    .tuple(table, table)
    .map(([on, other]) => [`create trigger t1 after update on ${on} begin delete from ${other} where 0; end`]),
);

test('any migration is undone: the schema, the rows, and what is in them', async () => {
  const changes = fc.array(change, { minLength: 8, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(changes, fc.array(change, { minLength: 4, maxLength: 10 }), async (setups, ups) => {
      const empty = await openEngine('sqlite', { projectFolder: resolve(import.meta.dirname, '../../..') });
      const filled = await openEngine('sqlite', { projectFolder: resolve(import.meta.dirname, '../../..') });
      try {
        await holds(empty, filled, setups, ups);
      } finally {
        await empty.close();
        await filled.close();
      }
    }),
    { numRuns: runs },
  );
});

async function holds(empty: Engine, filled: Engine, setups: string[][], ups: string[][]): Promise<void> {
  for (const engine of [empty, filled]) await engine.run('pragma foreign_keys = off');
  const setup = await runWhatRuns(filled, setups);
  for (const statement of [...setup, 'pragma foreign_keys = off']) await empty.run(statement);
  await fill(filled);
  const before = await readCatalog(filled);
  const valuesBefore = await valuesIn(filled);
  const up = await runWhatRuns(filled, ups);
  const valuesAfter = await valuesIn(filled);

  await empty.run('begin');
  for (const statement of up) await empty.run(statement);
  const undo = await findUndo({
    engine: empty,
    operations: await parseOperations('sqlite', up.join(';\n')),
    before,
    after: await readCatalog(empty),
    read: () => readCatalog(empty),
  });
  expect(undo.remaining.map(({ text }) => text)).toEqual([]);

  await filled.run('pragma foreign_keys = on');
  const pieces = undo.statements.map((sql, at) => ({ sql, line: at + 1 }));
  const failure = await applyMigration(filled, { tag: 'down', pieces });
  // Rows that the schema before did not allow, or whose key is gone.
  if (failure !== null && /constraint failed|datatype mismatch/.test(failure.message)) return;
  expect(failure).toBeNull();
  expect(differences(before, await readCatalog(filled)).map(({ text }) => text)).toEqual([]);
  const values = await valuesIn(filled);
  const kept = [...valuesBefore].filter(([value]) => valuesAfter.has(value));
  expect(kept.map(([value]) => [value, values.get(value)])).toEqual(kept);
}

/** Runs each group that SQLite takes as a whole, and returns their statements. */
async function runWhatRuns(engine: Engine, groups: string[][]): Promise<string[]> {
  const done: string[] = [];
  for (const group of groups) {
    await engine.run('savepoint one');
    try {
      for (const statement of group) await engine.run(statement);
      done.push(...group);
    } catch (thrown) {
      if (!(thrown instanceof StatementFailed)) throw thrown;
      await engine.run('rollback to one');
    }
    await engine.run('release one');
  }
  return done;
}

/** Two rows in every table that takes them, no value twice. */
async function fill(engine: Engine): Promise<void> {
  let number = 0;
  for (const name of await tableNames(engine)) {
    const found = await engine.query(`select name, type, pk from pragma_table_info('${name}')`);
    for (let row = 0; row < 2; row++) {
      const values = found.map(({ pk, type }) => `${Number(pk) > 0 && type !== 'TEXT' ? '' : "'v' || "}${++number}`);
      const names = found.map((of) => quoted(String(of.name)));
      await engine.run(`insert into ${quoted(name)} (${names}) values (${values})`);
    }
  }
}

/** Where each value of {@link fill} is. */
async function valuesIn(engine: Engine): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const name of await tableNames(engine)) {
    for (const row of await engine.query(`select * from ${quoted(name)}`)) {
      for (const [of, value] of Object.entries(row))
        if (/^v\d+$/.test(String(value))) places.set(String(value), `${name} ${of}`);
    }
  }
  return places;
}

async function tableNames(engine: Engine): Promise<string[]> {
  const rows = await engine.query("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'");
  return rows.map((row) => String(row.name));
}
