import { beforeAll, describe, expect, test } from 'vitest';
import { readCatalog } from '../../src/database/catalog.js';
import { differences } from '../../src/database/difference.js';
import type { Engine } from '../../src/database/engine.js';
import { undoOfOperation } from '../../src/rollback/from-operations.js';
import { parseOperations } from '../../src/sql/parse-operations.js';
import { emptyDatabase } from '../database/engines.js';

type Dialect = 'postgresql' | 'sqlite';

/** What undoes all operations of some SQL, last one first. */
async function undoOf(dialect: Dialect, sql: string): Promise<(string[] | null)[]> {
  const operations = await parseOperations(dialect, sql);
  return operations.reverse().map((operation) => undoOfOperation(dialect, operation));
}

const schema = `
  CREATE SCHEMA app;
  CREATE TABLE users (id int NOT NULL, email text, "Odd ""name" int);
  CREATE TABLE app.posts (id int PRIMARY KEY, user_id int);
  CREATE TABLE parted (id int) PARTITION BY LIST (id);
  CREATE TABLE part (id int);
  CREATE INDEX users_email ON users (email);
  ALTER TABLE users ADD CONSTRAINT users_id CHECK (id > 0);
  CREATE TYPE mood AS ENUM ('sad', 'it''s');
  CREATE SEQUENCE counter;
  CREATE VIEW emails AS SELECT email FROM users;
  CREATE MATERIALIZED VIEW kept AS SELECT email FROM users;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE POLICY own ON users USING (true);
  CREATE ROLE reader;
`;

/** What PGlite can run on the schema above: the undo brings its catalog back. */
const onPostgresql: [up: string, undo: string[]][] = [
  ['CREATE TABLE app."t""x" (a int)', ['DROP TABLE "app"."t""x";']],
  ['CREATE TABLE IF NOT EXISTS t (a int)', ['DROP TABLE "t";']],
  ['CREATE TABLE t AS SELECT 1 AS a', ['DROP TABLE "t";']],
  ['CREATE TEMPORARY TABLE t (a int)', []],
  ['ALTER TABLE users RENAME TO people', ['ALTER TABLE "people" RENAME TO "users";']],
  ['ALTER TABLE app.posts RENAME TO articles', ['ALTER TABLE "app"."articles" RENAME TO "posts";']],
  ['ALTER TABLE parted ATTACH PARTITION part DEFAULT', ['ALTER TABLE "parted" DETACH PARTITION "part";']],
  ['ALTER TABLE users ADD COLUMN age int DEFAULT 1', ['ALTER TABLE "users" DROP COLUMN "age";']],
  [
    'ALTER TABLE users RENAME COLUMN "Odd ""name" TO plain',
    ['ALTER TABLE "users" RENAME COLUMN "plain" TO "Odd ""name";'],
  ],
  ['ALTER TABLE users ALTER COLUMN email SET NOT NULL', ['ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL;']],
  ['ALTER TABLE users ALTER COLUMN id DROP NOT NULL', ['ALTER TABLE "users" ALTER COLUMN "id" SET NOT NULL;']],
  [
    'ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
    ['ALTER TABLE "users" ALTER COLUMN "id" DROP IDENTITY;'],
  ],
  ['ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)', ['ALTER TABLE "users" DROP CONSTRAINT "u";']],
  [
    'ALTER TABLE app.posts ADD CONSTRAINT c CHECK (id > 1) NOT VALID',
    ['ALTER TABLE "app"."posts" DROP CONSTRAINT "c";'],
  ],
  ['ALTER TABLE users RENAME CONSTRAINT users_id TO c', ['ALTER TABLE "users" RENAME CONSTRAINT "c" TO "users_id";']],
  ['CREATE INDEX i ON app.posts (user_id)', ['DROP INDEX "app"."i";']],
  ['ALTER INDEX users_email RENAME TO i', ['ALTER INDEX "i" RENAME TO "users_email";']],
  ["CREATE TYPE app.colour AS ENUM ('red')", ['DROP TYPE "app"."colour";']],
  ['CREATE TYPE pair AS (a int, b int)', ['DROP TYPE "pair";']],
  ["ALTER TYPE mood RENAME VALUE 'it''s' TO 'o''k'", ["ALTER TYPE \"mood\" RENAME VALUE 'o''k' TO 'it''s';"]],
  ['ALTER TYPE mood RENAME TO feeling', ['ALTER TYPE "feeling" RENAME TO "mood";']],
  ['ALTER TYPE public.mood SET SCHEMA app', ['ALTER TYPE "app"."mood" SET SCHEMA "public";']],
  ['ALTER TABLE app.posts SET SCHEMA public', ['ALTER TABLE "public"."posts" SET SCHEMA "app";']],
  ['CREATE SCHEMA other', ['DROP SCHEMA "other";']],
  ['ALTER SCHEMA app RENAME TO other', ['ALTER SCHEMA "other" RENAME TO "app";']],
  ['CREATE SEQUENCE s', ['DROP SEQUENCE "s";']],
  ['ALTER SEQUENCE counter RENAME TO s', ['ALTER SEQUENCE "s" RENAME TO "counter";']],
  ['CREATE VIEW v AS SELECT 1 AS a', ['DROP VIEW "v";']],
  ['ALTER VIEW emails RENAME TO v', ['ALTER VIEW "v" RENAME TO "emails";']],
  ['CREATE MATERIALIZED VIEW m AS SELECT 1 AS a', ['DROP MATERIALIZED VIEW "m";']],
  ['ALTER MATERIALIZED VIEW kept RENAME TO m', ['ALTER MATERIALIZED VIEW "m" RENAME TO "kept";']],
  ['CREATE DOMAIN d AS int', ['DROP DOMAIN "d";']],
  ["CREATE FUNCTION two(a int) RETURNS int LANGUAGE sql AS 'SELECT 2'", ['DROP FUNCTION "two";']],
  ['ALTER FUNCTION one() RENAME TO uno', ['ALTER FUNCTION "uno" RENAME TO "one";']],
  ['CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)', ['DROP ROUTINE "total";']],
  ["CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", ['DROP PROCEDURE "p";']],
  ['CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch()', ['DROP TRIGGER "t" ON "users";']],
  ['ALTER TRIGGER touched ON users RENAME TO t', ['ALTER TRIGGER "t" ON "users" RENAME TO "touched";']],
  ['CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING', ['DROP RULE "r" ON "users";']],
  ['CREATE POLICY p ON app.posts USING (true)', ['DROP POLICY "p" ON "app"."posts";']],
  ['ALTER POLICY own ON users RENAME TO p', ['ALTER POLICY "p" ON "users" RENAME TO "own";']],
  ['ALTER TABLE users ENABLE ROW LEVEL SECURITY', ['ALTER TABLE "users" DISABLE ROW LEVEL SECURITY;']],
  ['ALTER TABLE users FORCE ROW LEVEL SECURITY', ['ALTER TABLE "users" NO FORCE ROW LEVEL SECURITY;']],
  ['CREATE ROLE writer', ['DROP ROLE "writer";']],
  [
    'DO $$ BEGIN ALTER TABLE users ADD CONSTRAINT u UNIQUE (email); EXCEPTION WHEN duplicate_object THEN null; END $$',
    ['ALTER TABLE "users" DROP CONSTRAINT "u";'],
  ],
  ["INSERT INTO users VALUES (1, 'a')", []],
  ["UPDATE users SET email = 'b'; DELETE FROM users", []],
  ['TRUNCATE users', []],
  ['REFRESH MATERIALIZED VIEW kept', []],
  ["SELECT setval('counter', 5)", []],
  ["SET lock_timeout = '1s'", []],
];

describe('PostgreSQL', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await emptyDatabase('postgresql');
    await engine.run(schema);
  });

  test.each(onPostgresql)('%s', async (up, expected) => {
    const undo = (await undoOf('postgresql', up)).flat();
    expect(undo).toEqual(expected);

    const before = await readCatalog(engine);
    await engine.run('BEGIN');
    try {
      await engine.run(up);
      await engine.run(undo.join('\n') || 'SELECT 1');
      expect(
        differences(before, await readCatalog(engine)).filter(({ object }) => !isTemporary(object.schema)),
      ).toEqual([]);
    } finally {
      await engine.run('ROLLBACK');
    }
  });

  function isTemporary(name: string | null): boolean {
    return name?.startsWith('pg_temp') ?? false;
  }

  test('several operations of one statement, last one first', async () => {
    expect(await undoOf('postgresql', 'ALTER TABLE t ADD a int, ADD CONSTRAINT c CHECK (a > 1)')).toEqual([
      ['ALTER TABLE "t" DROP CONSTRAINT "c";'],
      ['ALTER TABLE "t" DROP COLUMN "a";'],
    ]);
  });

  test.each([
    ['CREATE INDEX CONCURRENTLY i ON app.t (a)', ['DROP INDEX CONCURRENTLY "app"."i";']],
    ['CREATE EXTENSION "postgis"', ['DROP EXTENSION "postgis";']],
    ['CREATE FOREIGN TABLE f (a int) SERVER s', ['DROP FOREIGN TABLE "f";']],
  ])('what needs another server: %s', async (up, undo) => {
    expect(await undoOf('postgresql', up)).toEqual([undo]);
  });

  test.each([
    'DROP TABLE t',
    'DROP TYPE IF EXISTS t',
    'DROP EXTENSION e',
    'ALTER TABLE t DROP COLUMN a',
    'ALTER TABLE t ALTER COLUMN a TYPE int',
    'ALTER TABLE t ALTER COLUMN a SET DEFAULT 1',
    'ALTER TABLE t ALTER COLUMN a DROP DEFAULT',
    'ALTER TABLE t ALTER COLUMN a DROP IDENTITY',
    'ALTER TABLE t ADD CHECK (a > 1)',
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i',
    'ALTER TABLE t DROP CONSTRAINT c',
    'ALTER TABLE t VALIDATE CONSTRAINT c',
    'ALTER TABLE t DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE t DETACH PARTITION p',
    'ALTER TABLE t SET SCHEMA s',
    'ALTER TABLE t OWNER TO o',
    'CREATE INDEX ON t (a)',
    'DROP INDEX i',
    "ALTER TYPE mood ADD VALUE 'x'",
    'CREATE OR REPLACE VIEW v AS SELECT 1',
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'ALTER SEQUENCE s INCREMENT 2',
    'DROP POLICY p ON t',
    "COMMENT ON TABLE t IS 'x'",
    'GRANT SELECT ON t TO r',
    "SELECT create_hypertable('t', 'a')",
    'CALL p()',
    "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$",
    'DO $$ BEGIN IF true THEN ALTER TABLE t DROP COLUMN a; END IF; END $$',
    'not sql at all',
  ])('not told by the operation alone: %s', async (up) => {
    expect(await undoOf('postgresql', up)).toEqual([null]);
  });
});

describe('SQLite', () => {
  const tables = 'CREATE TABLE `t` (`a` int, `b``c` int);';

  test.each<[string, string[]]>([
    ['CREATE TABLE `u` (`a` int)', ['DROP TABLE `u`;']],
    ['ALTER TABLE `t` RENAME TO `u`', ['ALTER TABLE `u` RENAME TO `t`;']],
    ['ALTER TABLE `t` ADD `d` text', ['ALTER TABLE `t` DROP COLUMN `d`;']],
    ['ALTER TABLE `t` RENAME COLUMN `b``c` TO `d`', ['ALTER TABLE `t` RENAME COLUMN `d` TO `b``c`;']],
    ['CREATE UNIQUE INDEX `i` ON `t` (`a`)', ['DROP INDEX `i`;']],
    ['CREATE VIEW `v` AS SELECT 1', ['DROP VIEW `v`;']],
    ['CREATE TRIGGER `g` AFTER INSERT ON `t` BEGIN SELECT 1; END', ['DROP TRIGGER `g`;']],
    ['INSERT INTO `t` VALUES (1, 2)', []],
    ['PRAGMA foreign_keys=OFF', []],
  ])('%s', async (up, expected) => {
    const undo = (await undoOf('sqlite', `${up};`)).flat();
    expect(undo).toEqual(expected);

    const engine = await emptyDatabase('sqlite');
    await engine.run(tables);
    const before = await readCatalog(engine);
    await engine.run(up);
    if (undo.length > 0) await engine.run(undo.join('\n'));
    expect(differences(before, await readCatalog(engine))).toEqual([]);
  });

  test.each([
    'DROP TABLE `t`',
    'ALTER TABLE `t` DROP COLUMN `a`',
    'DROP INDEX `i`',
    'DROP VIEW `v`',
    'CREATE TABLE `__new_t` (`a` text); INSERT INTO `__new_t`(`a`) SELECT `a` FROM `t`; DROP TABLE `t`; ALTER TABLE `__new_t` RENAME TO `t`',
  ])('not told by the operation alone: %s', async (up) => {
    expect(await undoOf('sqlite', `${up};`)).toEqual([null]);
  });
});
