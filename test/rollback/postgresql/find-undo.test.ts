import { describe, expect, test } from 'vitest';
import { type Catalog, readCatalog } from '../../../src/database/catalog.js';
import { findUndo } from '../../../src/rollback/postgresql/find-undo.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { emptyDatabase } from '../../database/engines.js';
import { columns } from './cases/columns.js';
import { keys } from './cases/keys.js';
import { others } from './cases/others.js';
import { tables } from './cases/tables.js';
import { types } from './cases/types.js';
import { undoes } from './undoes.js';

describe('the inverse on PostgreSQL undoes', () => {
  undoes([...tables, ...columns, ...types, ...keys, ...others]);
});

test('a migration that only adds costs one read of the catalog, one that renames as well two', async () => {
  const engine = await emptyDatabase('postgresql');
  await engine.run('create table users (id serial primary key, name text); begin');
  const before = await readCatalog(engine);

  async function readsFor(up: string): Promise<number> {
    let reads = 0;
    const read = (): Promise<Catalog> => {
      reads += 1;
      return readCatalog(engine);
    };
    await engine.run(`savepoint given; ${up}`);
    const operations = await parseOperations('postgresql', up);
    const { remaining } = await findUndo({ engine, operations, before, after: await readCatalog(engine), read });
    await engine.run('rollback to savepoint given');
    expect(remaining).toEqual([]);
    return reads;
  }

  const adds =
    "alter table users add column age int; create table posts (id int references users); create type m as enum ('a')";
  expect(await readsFor(adds)).toBe(1);
  expect(await readsFor('alter table users rename column name to label')).toBe(1);
  expect(await readsFor('alter table users rename column name to label; alter table users add column age int')).toBe(2);
});
