import { beforeAll, describe, expect, test } from 'vitest';
import { readCatalog } from '../../src/database/catalog.js';
import { differences } from '../../src/database/difference.js';
import type { Engine } from '../../src/database/engine.js';
import { type Dialect, dialects } from '../../src/project/dialects.js';
import { hasMysql } from '../helpers/servers.js';
import { emptyDatabase } from './engines.js';
import * as mysql from './mysql/schema.js';
import * as postgresql from './postgresql/schema.js';
import * as sqlite from './sqlite/schema.js';

const schemas = { postgresql, sqlite, mysql };
const usable: Record<Dialect, boolean> = { postgresql: true, sqlite: true, mysql: hasMysql() };

describe.each(dialects)('the catalog of %s', (dialect) => {
  const { base, detour, changes } = schemas[dialect];
  let engine: Engine;

  /** A database with the schema of everything. PGlite takes a second to start: there a transaction is undone. */
  async function changed(change: string): Promise<string[]> {
    if (dialect !== 'postgresql') {
      engine = await emptyDatabase(dialect);
      await engine.run(base);
      if (dialect === 'sqlite') await engine.run('pragma foreign_keys = off');
    } else await engine.run('begin');
    const before = await readCatalog(engine);
    await engine.run(change);
    const found = differences(before, await readCatalog(engine)).map(({ text }) => text);
    await (dialect === 'postgresql' ? engine.run('rollback') : engine.close());
    return found;
  }

  beforeAll(async () => {
    if (dialect !== 'postgresql') return;
    engine = await emptyDatabase(dialect, base);
    await engine.run(base);
  });

  test.skipIf(!usable[dialect])('is the same for a schema that came about on another way', async () => {
    const one = await emptyDatabase(dialect, base);
    const other = await emptyDatabase(dialect, detour);
    await one.run(base);
    await other.run(detour);

    const [before, after] = [await readCatalog(one), await readCatalog(other)];

    expect(differences(before, after).map(({ text }) => text)).toEqual([]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(before.size).toBeGreaterThan(20);
  });

  test.skipIf(!usable[dialect]).each(changes)('shows %s', async (change, lines) => {
    expect(lines).not.toEqual([]);
    expect(await changed(change)).toEqual(lines);
  });

  test.skipIf(!usable[dialect])('leaves out the table of applied migrations', async () => {
    const empty = await emptyDatabase(dialect);
    const before = await readCatalog(empty);
    if (dialect === 'postgresql') await empty.run('create schema drizzle');
    const ledger = dialect === 'postgresql' ? 'drizzle.__drizzle_migrations' : '__drizzle_migrations';
    await empty.run(`create table ${ledger} (id serial primary key, hash text not null, created_at bigint)`);

    expect(differences(before, await readCatalog(empty))).toEqual([]);
  });
});

test('a ledger by another name is left out where it is named', async () => {
  const engine = await emptyDatabase('postgresql');
  await engine.run('create table applied (id serial primary key); create table users (id int)');

  const catalog = await readCatalog(engine, { ledger: { schema: 'public', table: 'applied' } });

  expect([...catalog.keys()]).toEqual(['column users.id', 'schema public', 'table users']);
});

describe('reading a PostgreSQL catalog', () => {
  const settings = ['search_path', 'plan_cache_mode', 'jit'];
  const shown = async (engine: Engine): Promise<unknown> =>
    (await engine.query(`select ${settings.map((name) => `current_setting('${name}') as ${name}`).join()}`))[0];
  let engine: Engine;

  beforeAll(async () => {
    engine = await emptyDatabase('postgresql');
    await engine.run('create schema "a b"; create table users (id int)');
  });

  test('leaves an open transaction as it is', async () => {
    await engine.run('begin; create table "a b".t (id int)');

    expect((await readCatalog(engine)).has('table a b.t')).toBe(true);
    await engine.run('rollback');

    expect((await readCatalog(engine)).has('table a b.t')).toBe(false);
  });

  test('leaves the settings as they are, those of a transaction, too', async () => {
    const before = await shown(engine);
    await engine.run(`begin; set local search_path to "a b", public; set local plan_cache_mode to force_custom_plan`);
    const inside = await shown(engine);

    await readCatalog(engine);
    expect(await shown(engine)).toEqual(inside);
    await engine.run('rollback');
    await readCatalog(engine);

    expect(inside).toMatchObject({ search_path: '"a b", public', plan_cache_mode: 'force_custom_plan' });
    expect(await shown(engine)).toEqual(before);
  });

  test.each(['deallocate all', 'discard all', 'set search_path to "a b"'])(
    'is the same after %s',
    async (statement) => {
      const before = await readCatalog(engine);
      await engine.run(statement);

      expect([...(await readCatalog(engine))]).toEqual([...before]);
      await engine.run('reset all');
    },
  );

  test('of a transaction that has failed fails, and is read again after it', async () => {
    await engine.run('begin');
    await expect(engine.run('select no_such_column')).rejects.toThrow();

    await expect(readCatalog(engine)).rejects.toMatchObject({ code: '25P02' });
    await engine.run('rollback');

    expect((await readCatalog(engine)).has('table users')).toBe(true);
  });
});
