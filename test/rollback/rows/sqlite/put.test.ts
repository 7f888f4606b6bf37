import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../../src/database/catalog.js';
import { putRows } from '../../../../src/rollback/rows/index.js';
import { emptyDatabase } from '../../../database/engines.js';
import { expectedCounts, fill, valuesOf } from '../filled.js';
import { schemas } from './schemas.js';

describe('each table takes rows:', () => {
  test.each(schemas)('$title', async (schema) => {
    const engine = await emptyDatabase('sqlite');

    const { counts, empty } = await fill(engine, schema.sql);

    expect(counts).toEqual(expectedCounts(schema, Object.keys(counts)));
    expect(Object.keys(empty).sort()).toEqual(Object.keys(schema.empty ?? {}).sort());
    for (const [table, reason] of Object.entries(schema.empty ?? {})) expect(empty[table]).toMatch(reason);
    expect(await engine.query('pragma foreign_key_check')).toEqual([]);
  });
});

test('a column is NULL in one row and has a value in the others, which are the same where they may be', async () => {
  const filled = await fill(await emptyDatabase('sqlite'), 'create table t (a text, b int not null, c text unique)');

  const [a1, a2, a3] = valuesOf(filled, 't', 'a');
  expect(a1).toBe(a2);
  expect(a3).toBeNull();
  const [b1, b2, b3] = valuesOf(filled, 't', 'b');
  expect(b1).toBe(b2);
  expect(b3).not.toBe(b1);
  const [c1, c2, c3] = valuesOf(filled, 't', 'c');
  expect(c1).not.toBe(c2);
  expect(c3).toBeNull();
});

test('values are read with their storage class', async () => {
  const filled = await fill(
    await emptyDatabase('sqlite'),
    `create table t (a); create table log (a); insert into log values (1), (1.0), ('1'), (x'31'), (null), ('it''s')`,
  );

  expect(valuesOf(filled, 'log', 'a').slice(0, 6)).toEqual(['1', '1.0', "'1'", "X'31'", null, "'it''s'"]);
});

test('the same schema gets the same rows in another database', async () => {
  const sql = schemas[5]?.sql ?? '';

  const first = await fill(await emptyDatabase('sqlite'), sql);
  const second = await fill(await emptyDatabase('sqlite'), sql);

  expect(first.rows.size).toBe(7);
  expect(second.rows).toEqual(first.rows);
});

test('in a transaction the rows go with it; the schema and the settings stay', async () => {
  const engine = await emptyDatabase('sqlite');
  await engine.run(`create table a (id integer primary key, b text not null references b (id));
    create table b (id text primary key, a integer not null references a (id))`);
  const before = await readCatalog(engine);

  await engine.run('begin');
  const { tables } = await putRows(engine, before);
  expect(await engine.query('pragma defer_foreign_keys')).toEqual([{ defer_foreign_keys: 0 }]);
  expect(await engine.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  expect(await readCatalog(engine)).toEqual(before);
  await engine.run('rollback');

  expect([...tables.values()]).toEqual([3, 3]);
  expect(await engine.query('select count(*) as count from a')).toEqual([{ count: 0 }]);
});
