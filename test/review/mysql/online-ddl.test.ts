import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../../src/review/server.js';
import { hasMysql, mysqlUrl } from '../../helpers/servers.js';
import { reviewed } from '../helpers.js';

const schema = `CREATE TABLE \`p\` (\`id\` int PRIMARY KEY);
CREATE TABLE \`t\` (\`id\` int NOT NULL, \`a\` varchar(20), \`b\` int NOT NULL, \`e\` enum('a','b'), \`n\` decimal(10,2), CONSTRAINT \`key\` PRIMARY KEY (\`id\`));`;

const maria: Server = { product: 'mariadb', version: [10, 11, 0] };

const statements = [
  'ADD COLUMN `c` int',
  'ADD COLUMN `c` int NOT NULL DEFAULT 5',
  'ADD COLUMN `c` varchar(36) DEFAULT (uuid())',
  'ADD COLUMN `c` int GENERATED ALWAYS AS (`b` + 1) STORED',
  'ADD COLUMN `c` int GENERATED ALWAYS AS (`b` + 1) VIRTUAL',
  'DROP COLUMN `a`',
  'MODIFY COLUMN `a` varchar(30)',
  'MODIFY COLUMN `a` varchar(64)',
  'MODIFY COLUMN `a` varchar(10)',
  'MODIFY COLUMN `a` varchar(20) DEFAULT "z"',
  'MODIFY COLUMN `a` varchar(20) COMMENT "z"',
  'MODIFY COLUMN `a` text',
  'MODIFY COLUMN `b` bigint NOT NULL',
  'MODIFY COLUMN `b` int(5) NOT NULL',
  'MODIFY COLUMN `n` decimal(12,2)',
  "MODIFY COLUMN `e` enum('a','b','c')",
  "MODIFY COLUMN `e` enum('c','a','b')",
  'MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT',
  'ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `p` (`id`)',
  'ADD CONSTRAINT `k` CHECK (`b` > 0)',
  'ADD CONSTRAINT `u` UNIQUE (`b`)',
  'ADD INDEX `i` (`a`)',
  'ADD FULLTEXT INDEX `i` (`a`)',
  'DROP PRIMARY KEY',
  'DROP PRIMARY KEY, ADD PRIMARY KEY (`b`)',
  'RENAME COLUMN `a` TO `d`',
].map((action) => `ALTER TABLE \`t\` ${action}`);

/** What is found in a statement: `copies-table`, `blocks-writes`, without what lets writes go on. */
async function found(sql: string, server: Server | null): Promise<boolean> {
  const all = await reviewed('mysql', [schema, `${sql};`], { server });
  return all.some(({ name, severity }) => /^(?:copies-table|blocks-writes)/.test(name) && severity === 'warning');
}

describe.skipIf(!hasMysql())('MariaDB 10.11 lets others write during', () => {
  const name = `lockstep_online_${randomBytes(5).toString('hex')}`;
  let connection: Connection;

  beforeAll(async () => {
    connection = await createConnection({ uri: mysqlUrl, multipleStatements: true });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4; USE ${name}`);
  });
  afterAll(async () => {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  });

  test.each(statements)('%s, exactly where nothing is found', async (sql) => {
    await connection.query(`DROP TABLE IF EXISTS t, p; ${schema} INSERT INTO t VALUES (1, 'x', 1, 'a', 1)`);
    await connection.query('INSERT INTO p VALUES (1)');
    const granted = async (how: string): Promise<boolean> =>
      connection.query(`${sql}, ${how}`).then(
        () => true,
        (error: { code: string }) => {
          if (!error.code.startsWith('ER_ALTER_OPERATION_NOT_SUPPORTED')) throw error;
          return false;
        },
      );
    const isOnline = (await granted('ALGORITHM=INSTANT')) || (await granted('ALGORITHM=INPLACE, LOCK=NONE'));
    expect(await found(sql, maria)).toBe(!isOnline);
  });
});

test('what a server can do depends on its version', async () => {
  const infos = async (sql: string, ...version: Server['version']): Promise<string[]> => {
    const all = await reviewed('mysql', [schema, sql], { server: { product: 'mysql', version } });
    return all.filter(({ name }) => name.startsWith('copies-table')).map(({ message }) => message);
  };
  const [add, drop] = ['ALTER TABLE `t` ADD COLUMN `c` int;', 'ALTER TABLE `t` DROP COLUMN `a`;'];
  expect(await infos(add, 8, 0, 11)).toEqual(['t is built anew in place, while it is written to: c is added.']);
  expect(await infos(add, 8, 0, 12)).toEqual([]);
  expect(await infos(drop, 8, 0, 28)).toEqual(['t is built anew in place, while it is written to: a is dropped.']);
  expect(await infos(drop, 8, 0, 29)).toEqual([]);
  expect(await found('ALTER TABLE `t` MODIFY COLUMN `a` varchar(64)', null)).toBe(true);
  expect(await found('ALTER TABLE `t` MODIFY COLUMN `a` varchar(63)', null)).toBe(false);
  expect(await found('ALTER TABLE `t` MODIFY COLUMN `a` text', { product: 'mariadb', version: [11, 2, 0] })).toBe(
    false,
  );
});

test('a foreign key has a way without a copy, and a new table needs none', async () => {
  const key = 'ALTER TABLE `t` ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `p` (`id`);';
  const all = await reviewed('mysql', [schema, key]);
  expect(all.find(({ name }) => name === 'copies-table f')).toMatchObject({
    message:
      't is copied row by row, and takes no writes until that is through: a foreign key is added while foreign_key_checks is on.',
    statements: [
      'SET SESSION foreign_key_checks = 0;',
      'ALTER TABLE `t` ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `p` (`id`), ALGORITHM=INPLACE, LOCK=NONE;',
      'SET SESSION foreign_key_checks = 1;',
    ],
  });
  expect((await reviewed('mysql', [schema + key])).filter(({ name }) => name.startsWith('copies-table'))).toEqual([]);
});
