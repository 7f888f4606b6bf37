import { expect, test } from 'vitest';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { type Inverse, inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel } from '../../../src/rollback/mysql/model.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

async function found(setup: string, up: string): Promise<Inverse> {
  const before = applyOperations(emptyModel, await parseOperations('mysql', setup));
  return inverse(before, await parseOperations('mysql', up));
}

const unseen = 'is not known as it was: no migration that could be read made it';

test.each<[string, string[]]>([
  ['ALTER TABLE `t` ADD `a` int;', ['ALTER TABLE `t` DROP COLUMN `a`;']],
  ['ALTER TABLE `t` RENAME COLUMN `a` TO `b`;', ['ALTER TABLE `t` RENAME COLUMN `b` TO `a`;']],
  ['RENAME TABLE `t` TO `u`;', ['RENAME TABLE `u` TO `t`;']],
  [
    'RENAME TABLE `t` TO `u`; ALTER TABLE `u` ADD `a` int;',
    ['RENAME TABLE `u` TO `t`;', 'ALTER TABLE `t` DROP COLUMN `a`;'],
  ],
  ['CREATE INDEX `i` ON `t` (`a`);', ['DROP INDEX `i` ON `t`;']],
  ['ALTER TABLE `t` RENAME INDEX `i` TO `j`;', ['ALTER TABLE `t` RENAME INDEX `j` TO `i`;']],
  ['ALTER TABLE `t` ADD CONSTRAINT `c` CHECK (`a` > 1);', ['ALTER TABLE `t` DROP CONSTRAINT `c`;']],
  ['ALTER TABLE `t` ADD PRIMARY KEY (`a`);', ['ALTER TABLE `t` DROP PRIMARY KEY;']],
])('of a table that the history does not make, what only adds or renames is undone: %s', async (up, statements) => {
  expect(await found('', up)).toEqual({ statements, impossible: [], doubtful: [], filled: [], unfilled: [] });
});

test.each<[string, string]>([
  ['DROP TABLE `t`;', `the table t ${unseen}`],
  ['ALTER TABLE `t` DROP COLUMN `a`;', `the column t.a ${unseen}`],
  ['ALTER TABLE `t` MODIFY COLUMN `a` int;', `the column t.a ${unseen}`],
  ['ALTER TABLE `t` ALTER COLUMN `a` SET DEFAULT 1;', `the column t.a ${unseen}`],
  ['DROP INDEX `i` ON `t`;', `the index i of t ${unseen}`],
  ['ALTER TABLE `t` DROP PRIMARY KEY;', `the primary key of t ${unseen}`],
  ['ALTER TABLE `t` DROP CHECK `c`;', `the check c of t ${unseen}`],
  ['ALTER TABLE `t` DROP FOREIGN KEY `f`;', `the foreign key f of t ${unseen}`],
  ['DROP VIEW `v`;', `the view v ${unseen}`],
  ['ALTER VIEW `v` AS SELECT 1;', `the view v ${unseen}`],
])('of a table that the history does not make, what is lost is named: %s', async (up, reason) => {
  expect((await found('', up)).impossible).toEqual([reason]);
});

test('a statement that cannot be read is named, and the others are undone', async () => {
  const { statements, impossible } = await found(
    'CREATE TABLE `t` (`a` int);',
    'ALTER TABLE `t` ADD `b` text;\nALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4;',
  );

  expect(impossible).toEqual(['line 2: what "ALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4" does is not known']);
  expect(statements).toEqual(['ALTER TABLE `t` DROP COLUMN `b`;']);
});

test('a check without a name is one that cannot be named', async () => {
  const { impossible } = await found('CREATE TABLE `t` (`a` int);', 'ALTER TABLE `t` ADD CHECK (`a` > 1);');

  expect(impossible).toEqual([expect.stringMatching(/^a check of t was added without a name/)]);
});

test('a table that an earlier statement may have changed is not certain', async () => {
  const setup =
    'CREATE TABLE `t` (`a` int); CREATE TABLE `u` (`a` int); ALTER TABLE `t` ADD INDEX IF NOT EXISTS i (a);';

  expect((await found(setup, 'DROP TABLE `t`;')).doubtful).toHaveLength(1);
  expect((await found(setup, 'ALTER TABLE `t` ADD `b` int;')).doubtful).toEqual([]);
  expect((await found(setup, 'DROP TABLE `u`;')).doubtful).toEqual([]);
});

test('a table made IF NOT EXISTS may have been there, where the history does not make it', async () => {
  const up = 'CREATE TABLE IF NOT EXISTS `t` (`a` int);';

  expect(await found('', up)).toMatchObject({
    statements: ['DROP TABLE `t`;'],
    doubtful: ['whether t was there before is not certain: it was made IF NOT EXISTS'],
  });
  expect(await found('CREATE TABLE `t` (`a` int);', up)).toMatchObject({ statements: [], doubtful: [] });
});

test('a statement built at run time, and a routine, may have changed what they name and anything', async () => {
  const prepared = "CREATE TABLE `t` (`a` int); PREPARE s FROM 'ALTER TABLE t ADD b int';";
  const called = 'CREATE TABLE `t` (`a` int); CALL p();';

  expect((await found(prepared, 'DROP TABLE `t`;')).doubtful).toHaveLength(1);
  expect((await found(called, 'DROP TABLE `t`;')).doubtful).toHaveLength(1);
});

test('columns that come back empty are named with what fills them', async () => {
  const { statements, filled, unfilled } = await found(
    'CREATE TABLE `t` (`id` int PRIMARY KEY, `a` varchar(9) NOT NULL, `b` datetime NOT NULL, `c` int NOT NULL DEFAULT 1, `d` int);',
    'ALTER TABLE `t` DROP COLUMN `a`, DROP COLUMN `b`, DROP COLUMN `c`, DROP COLUMN `d`;',
  );

  expect(statements).toEqual([
    'ALTER TABLE `t` ADD `a` varchar(9) NOT NULL;',
    'ALTER TABLE `t` ADD `b` datetime;',
    "UPDATE `t` SET `b` = '1970-01-02 00:00:00';",
    'ALTER TABLE `t` MODIFY COLUMN `b` datetime NOT NULL;',
    'ALTER TABLE `t` ADD `c` int NOT NULL DEFAULT 1;',
    'ALTER TABLE `t` ADD `d` int;',
  ]);
  expect(filled.map(({ column, value }) => [column, value])).toEqual([
    ['a', "''"],
    ['b', "'1970-01-02 00:00:00'"],
  ]);
  expect(unfilled).toEqual([]);
});

test('no value is made up for a column of a key', async () => {
  const { filled, unfilled } = await found(
    'CREATE TABLE `t` (`id` int PRIMARY KEY, `email` varchar(9) NOT NULL, CONSTRAINT `u` UNIQUE(`email`));',
    'ALTER TABLE `t` DROP COLUMN `email`;',
  );

  expect(filled).toEqual([]);
  expect(unfilled).toEqual([{ schema: null, table: 't', column: 'email' }]);
});
