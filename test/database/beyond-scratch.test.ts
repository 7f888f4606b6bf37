import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beyondScratch, refuseBeyondScratch } from '../../src/database/beyond-scratch.js';
import { openEngine } from '../../src/database/open.js';
import { applyMigration } from '../../src/database/replay.js';
import { hasMysql, mysqlUrl } from '../helpers/servers.js';

const others = new Set(['shop']);
const refuse = (dialect: 'mysql' | 'postgresql', sql: string) => () => refuseBeyondScratch(dialect, sql, others);

describe('on a server, a script is refused that', () => {
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
    expect(refuse('mysql', sql)).toThrow('not run on a server');
  });

  test.each(['DROP DATABASE shop', 'ALTER SYSTEM SET work_mem = 1', 'drop role bob', 'ALTER USER bob PASSWORD NULL'])(
    'PostgreSQL: %s',
    (sql) => {
      expect(refuse('postgresql', sql)).toThrow('not run on a server');
    },
  );
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
