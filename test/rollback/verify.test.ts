import { beforeAll, describe, expect, test } from 'vitest';
import { type Catalog, readCatalog } from '../../src/database/catalog.js';
import { differences } from '../../src/database/difference.js';
import type { Engine } from '../../src/database/engine.js';
import { type VerifyQuery, verifyQueries } from '../../src/rollback/verify.js';
import { emptyDatabase } from '../database/engines.js';
import { hasMysql } from '../helpers/servers.js';

type Dialect = 'postgresql' | 'sqlite' | 'mysql';

const schemas: Record<Dialect, string[]> = {
  postgresql: [
    `CREATE SCHEMA app;
     CREATE TYPE mood AS ENUM ('sad', 'it''s');
     CREATE TYPE app.mood AS ENUM ('sad');
     CREATE TABLE users (id int PRIMARY KEY, email varchar(20) UNIQUE, age int CHECK (age > 0), "it's" numeric(10,2));
     CREATE TABLE app.users (id int, CONSTRAINT named UNIQUE (id));
     CREATE INDEX by_age ON users (age);
     CREATE VIEW ages AS SELECT age FROM users;
     CREATE MATERIALIZED VIEW kept AS SELECT age FROM users;
     CREATE POLICY own ON users USING (true);
     CREATE TABLE posts (id int, user_id int REFERENCES users);`,
  ],
  sqlite: [
    `CREATE TABLE users (id integer PRIMARY KEY, email text, age varchar(20));
     CREATE INDEX by_age ON users (age);
     CREATE VIEW ages AS SELECT age FROM users;
     CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;`,
  ],
  mysql: [
    'CREATE TABLE users (id int PRIMARY KEY, email varchar(20), age int)',
    'CREATE INDEX by_age ON users (age)',
    'CREATE VIEW ages AS SELECT age FROM users',
  ],
};

const changes: Record<Dialect, string[]> = {
  postgresql: [
    'CREATE TABLE new (id int)',
    'DROP TABLE posts',
    'ALTER TABLE users ADD COLUMN more text',
    'ALTER TABLE app.users DROP COLUMN id',
    `ALTER TABLE users DROP COLUMN "it's"`,
    `ALTER TABLE users ALTER COLUMN "it's" TYPE text`,
    'ALTER TABLE app.users ALTER COLUMN id TYPE bigint',
    'ALTER TABLE users ALTER COLUMN email TYPE text',
    'DROP INDEX by_age',
    'CREATE INDEX ON users (email)',
    'DROP VIEW ages',
    'DROP MATERIALIZED VIEW kept',
    'DROP POLICY own ON users',
    'DROP TYPE mood',
    "CREATE TYPE app.other AS ENUM ('a')",
    'DROP TYPE app.mood',
    'ALTER TABLE app.users DROP CONSTRAINT named',
    'ALTER TABLE posts ADD PRIMARY KEY (id)',
    'ALTER TABLE posts ADD CONSTRAINT named UNIQUE (id)',
    'ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey',
    'ALTER TABLE users DROP CONSTRAINT users_age_check',
    'ALTER TABLE users DROP CONSTRAINT users_email_key',
    'ALTER TABLE users ADD UNIQUE (age)',
    'ALTER TABLE users ADD CHECK (id > 0)',
    'ALTER TABLE users RENAME COLUMN age TO years',
    'ALTER TABLE users RENAME TO people',
  ],
  sqlite: [
    'CREATE TABLE new (id int)',
    'ALTER TABLE users ADD COLUMN more text',
    'ALTER TABLE users DROP COLUMN email',
    'DROP INDEX by_age',
    'DROP VIEW ages',
    'DROP TRIGGER noted',
    'ALTER TABLE users RENAME COLUMN email TO mail',
    'CREATE UNIQUE INDEX "it\'s" ON users (email)',
  ],
  mysql: [
    'CREATE TABLE new (id int)',
    'ALTER TABLE users ADD COLUMN more text',
    'ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users MODIFY email varchar(40)',
    'DROP INDEX by_age ON users',
    'CREATE UNIQUE INDEX by_email ON users (email)',
    'DROP VIEW ages',
    'ALTER TABLE users RENAME COLUMN age TO years',
  ],
};

async function answers(engine: Engine, queries: VerifyQuery[]): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (const { query } of queries) {
    // Asked of what is not there at all, for which the query has no name to look under.
    const [row] = await engine.query(query).catch(() => []);
    found.push(row === undefined ? null : String(Object.values(row)[0]));
  }
  return found;
}

describe.each(hasMysql() ? (['postgresql', 'sqlite', 'mysql'] as const) : (['postgresql', 'sqlite'] as const))(
  '%s: a query answers as it says when the schema is back, and otherwise before, after',
  (dialect) => {
    let engine: Engine;
    let before: Catalog;
    beforeAll(async () => {
      engine = await emptyDatabase(dialect);
      for (const statement of schemas[dialect]) await engine.run(statement);
      before = await readCatalog(engine);
    });

    test.each(changes[dialect])('%s', async (change) => {
      const other = dialect === 'postgresql' ? engine : await emptyDatabase(dialect);
      if (other === engine) await engine.run('begin');
      else for (const statement of schemas[dialect]) await other.run(statement);
      await other.run(change);
      const queries = verifyQueries(dialect, differences(before, await readCatalog(other)));
      const expected = queries.map((query) => query.expected);
      const after = await answersInside(other, queries);
      if (other === engine) await engine.run('rollback');

      expect(await answers(engine, queries)).toEqual(expected);
      for (const [at, answer] of after.entries()) expect(answer).not.toBe(expected[at]);
    });
  },
);

/** In a transaction, where a query that fails would end it. */
async function answersInside(engine: Engine, queries: VerifyQuery[]): Promise<(string | null)[]> {
  if (engine.dialect !== 'postgresql') return answers(engine, queries);
  const found: (string | null)[] = [];
  for (const query of queries) {
    await engine.run('savepoint asked');
    found.push(...(await answers(engine, [query])));
    await engine.run('rollback to savepoint asked');
  }
  return found;
}

test('a migration that changes much gets eight queries', () => {
  const object = (name: string) => ({ kind: 'table', schema: 'public', table: null, name, facts: {}, besides: {} });
  const many = Array.from({ length: 20 }, (_, at) => ({
    kind: 'unexpected' as const,
    key: `table t${at}`,
    object: object(`t${at}`),
    text: '',
  }));

  expect(verifyQueries('postgresql', many)).toHaveLength(8);
});
