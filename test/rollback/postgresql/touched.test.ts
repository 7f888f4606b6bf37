import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import type { Engine } from '../../../src/database/engine.js';
import { openEngine } from '../../../src/database/open.js';
import { tablesTouched } from '../../../src/rollback/postgresql/touched.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine('postgresql', { projectFolder: process.cwd() });
  await engine.run(`
    CREATE SCHEMA shop;
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TYPE unused AS ENUM ('a');
    CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, feels mood DEFAULT 'good');
    CREATE TABLE shop.users (id int PRIMARY KEY);
    CREATE TABLE orders (id int PRIMARY KEY, "user" int REFERENCES users, total numeric(10, 2) CHECK (total > 0));
    CREATE UNIQUE INDEX users_email ON users (email);
    CREATE VIEW emails AS SELECT email FROM users;
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON orders USING (id > 0);
  `);
});
afterAll(() => engine.close());

async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  await engine.run('begin');
  try {
    return await work();
  } finally {
    await engine.run('rollback');
  }
}

async function touched(sql: string): Promise<string[] | null> {
  const tables = tablesTouched(await readCatalog(engine), await parseOperations('postgresql', sql));
  return tables === null ? null : [...tables].sort();
}

test.each([
  'CREATE TABLE items (id serial PRIMARY KEY, "order" int REFERENCES orders); CREATE INDEX items_order ON items ("order");',
  'DROP TABLE orders;',
  'DROP TABLE shop.users;',
  'ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 1, DROP COLUMN feels;',
  'ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN "user" SET NOT NULL;',
  'ALTER TABLE orders DROP CONSTRAINT orders_user_fkey; ALTER TABLE users DROP CONSTRAINT users_pkey;',
  'ALTER TABLE orders ADD CONSTRAINT o UNIQUE ("user") DEFERRABLE;',
  'DROP INDEX users_email;',
  'ALTER TABLE users DISABLE ROW LEVEL SECURITY; CREATE POLICY more ON users USING (true);',
  "CREATE TYPE size AS ENUM ('s'); ALTER TABLE users ADD COLUMN size size; DROP TYPE unused;",
  'CREATE TABLE shop.orders (id int GENERATED ALWAYS AS IDENTITY); ALTER TABLE users ALTER COLUMN id DROP DEFAULT;',
  "INSERT INTO users (email) VALUES ('a'); UPDATE users SET feels = 'bad'; DELETE FROM orders;",
])('what is read again after %s is all that is another', async (sql) => {
  await inTransaction(async () => {
    const catalog = await readCatalog(engine);
    const tables = tablesTouched(catalog, await parseOperations('postgresql', sql));
    await engine.run(sql);

    const whole = await readCatalog(engine);
    const partly = await readCatalog(engine, { since: tables === null ? null : { catalog, tables } });

    expect(tables).not.toBeNull();
    expect(differences(whole, partly)).toEqual([]);
    expect([...partly]).toEqual([...whole]);
  });
});

test('an index is found where it is, and a table in whichever schema', async () => {
  expect(await touched('DROP INDEX users_email;')).toEqual(['users']);
  expect(await touched('ALTER TABLE shop.users ADD COLUMN a int;')).toEqual(['users']);
});

test.each([
  'ALTER TABLE users RENAME TO people;',
  'ALTER TABLE users RENAME COLUMN email TO mail;',
  'DROP TABLE users CASCADE;',
  'ALTER TABLE users DROP COLUMN email CASCADE;',
  "DO $$ BEGIN EXECUTE 'ALTER TABLE users ADD a int'; END $$;",
  'CREATE TABLE copies AS SELECT * FROM users;',
  'SELECT change_everything();',
  'ALTER TYPE mood RENAME TO feeling;',
  "SET search_path TO shop; COMMENT ON TABLE users IS 'people';",
])('after %s all is read again', async (sql) => {
  expect(await touched(sql)).toBeNull();
});

test.each([
  'CREATE TABLE many (id int) PARTITION BY RANGE (id);',
  'CREATE TABLE child () INHERITS (users);',
  "COMMENT ON COLUMN users.email IS 'where to';",
  'CREATE POLICY others ON users USING (id IN (SELECT "user" FROM orders));',
  'CREATE RULE quiet AS ON DELETE TO orders DO INSTEAD NOTHING;',
])('in a schema with %s all is read again', async (sql) => {
  await inTransaction(async () => {
    await engine.run(sql);
    expect(await touched('ALTER TABLE users ADD COLUMN a int;')).toBeNull();
  });
});
