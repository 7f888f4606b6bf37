import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beyondScratch, refuseBeyondScratch } from '../../src/database/beyond-scratch.js';
import { openEngine } from '../../src/database/open.js';
import { applyMigration } from '../../src/database/replay.js';
import type { Dialect } from '../../src/project/dialects.js';
import { hasMysql, mysqlUrl } from '../helpers/servers.js';
import { emptyDatabase } from './engines.js';

const others = new Set(['shop']);
const refuse = (dialect: Dialect, sql: string) => () => refuseBeyondScratch(dialect, sql, others);

describe('a script is refused that', () => {
  test.each([
    ['names another database', 'DROP TABLE `shop`.`users`'],
    ['names it without quotes, with spaces', 'INSERT INTO Shop . users VALUES (1)'],
    ['names it in its second statement', 'SELECT 1; DELETE FROM shop.users'],
    ['names it in a comment that MySQL runs', '/*!40101 DROP TABLE shop.users */'],
    ['changes to it', 'USE shop'],
    ['changes to it in a comment that MySQL runs', '/*!40101 USE shop */'],
    ['drops a database', 'DROP DATABASE IF EXISTS anything'],
    ['makes one', 'CREATE DATABASE anything'],
    ['replaces a user', "CREATE OR REPLACE USER bob IDENTIFIED BY 'x'"],
    ['grants', 'GRANT ALL ON *.* TO bob'],
    ['sets for the whole server', 'SET GLOBAL read_only = 1'],
    ['hides its SQL', "PREPARE s FROM 'DROP TABLE shop.users'"],
  ])('MySQL: %s', (_, sql) => {
    expect(refuse('mysql', sql)).toThrow('not run, since');
  });

  test.each(['DROP DATABASE shop', 'ALTER SYSTEM SET work_mem = 1', 'drop role bob', 'ALTER USER bob PASSWORD NULL'])(
    'PostgreSQL: %s',
    (sql) => {
      expect(refuse('postgresql', sql)).toThrow('not run, since');
    },
  );
});

test('SQLite: a script that writes into another file is refused, and there is none', async () => {
  const file = join(tmpdir(), `lockstep-attached-${process.pid}.db`);
  const engine = await emptyDatabase('sqlite');
  const script = {
    tag: '0001_it',
    pieces: [{ sql: `ATTACH '${file}' AS other; CREATE TABLE other.t (a int)`, line: 1 }],
  };

  expect(await applyMigration(engine, script)).toMatchObject({ code: beyondScratch });
  expect(existsSync(file)).toBe(false);
});

describe('and one is run that', () => {
  test.each([
    ['speaks of it in a text', "INSERT INTO notes VALUES ('see shop.users; USE shop')"],
    ['speaks of it in a comment', '/* shop.users */ SELECT 1 -- shop.users\n# shop.users\n'],
    ['names tables of its own', 'UPDATE `users` SET `users`.`name` = 1'],
    ['reads what the server says of itself', 'SELECT * FROM information_schema.tables'],
    ['has a column of such a name', 'ALTER TABLE `users` ADD `use` int, ADD `shop` int'],
    ['sets for itself', 'SET FOREIGN_KEY_CHECKS = 0'],
  ])('MySQL: %s', (_, sql) => {
    expect(refuse('mysql', sql)).not.toThrow();
  });

  test('PostgreSQL: makes a role', () => {
    expect(refuse('postgresql', 'CREATE ROLE bob')).not.toThrow();
  });
});

test.runIf(hasMysql())('another database of the server keeps its tables', async () => {
  const projectFolder = resolve(import.meta.dirname, '../..');
  const theirs = await openEngine('mysql', { projectFolder, url: mysqlUrl });
  try {
    const scratch = await openEngine('mysql', { projectFolder, url: mysqlUrl });
    const [row] = await theirs.query('select database() as name');
    await theirs.run('create table users (id int)');

    const script = { tag: '0001_it', pieces: [{ sql: `DROP TABLE ${String(row?.name)}.users`, line: 1 }] };
    const failure = await applyMigration(scratch, script);
    await scratch.close();

    expect(failure).toMatchObject({ code: beyondScratch, isPartial: false });
    expect(await theirs.query('show tables')).toHaveLength(1);
  } finally {
    await theirs.close();
  }
});
