import { expect, test } from 'vitest';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel } from '../../../src/rollback/mysql/model.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

async function undo(setup: string, up: string): Promise<string[]> {
  const before = applyOperations(emptyModel, await parseOperations('mysql', setup));
  return inverse(before, await parseOperations('mysql', up)).statements;
}

const tables = `CREATE TABLE \`users\` (\`id\` int AUTO_INCREMENT NOT NULL, \`email\` varchar(255) NOT NULL, CONSTRAINT \`users_id\` PRIMARY KEY(\`id\`), CONSTRAINT \`u\` UNIQUE(\`email\`)) ENGINE=InnoDB;
  CREATE TABLE \`posts\` (\`id\` int PRIMARY KEY, \`user_id\` int);`;
const key = 'ALTER TABLE `posts` ADD CONSTRAINT `fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`)';

test('a table comes back as drizzle-kit writes it, its other indexes and its foreign keys after it', async () => {
  expect(
    await undo(
      `${tables} ${key} ON DELETE cascade; CREATE INDEX \`i\` ON \`posts\` (\`user_id\`,\`id\`);`,
      'DROP TABLE `posts`; DROP TABLE `users`;',
    ),
  ).toEqual([
    'CREATE TABLE `users` (\n\t`id` int AUTO_INCREMENT NOT NULL,\n\t`email` varchar(255) NOT NULL,\n\tPRIMARY KEY(`id`),\n\tCONSTRAINT `u` UNIQUE(`email`)\n) ENGINE=InnoDB;',
    'CREATE TABLE `posts` (\n\t`id` int NOT NULL,\n\t`user_id` int,\n\tPRIMARY KEY(`id`)\n);',
    'CREATE INDEX `i` ON `posts` (`user_id`,`id`);',
    'ALTER TABLE `posts` ADD CONSTRAINT `fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade;',
  ]);
});

test('what a foreign key does not say stays unsaid: servers show another word for it', async () => {
  for (const actions of ['', ' ON DELETE set null', ' ON UPDATE no action', ' ON DELETE restrict ON UPDATE cascade']) {
    expect(await undo(`${tables} ${key}${actions};`, 'ALTER TABLE `posts` DROP FOREIGN KEY `fk`;')).toEqual([
      `${key}${actions};`,
    ]);
  }
});

test('the index that the server makes for a foreign key goes with it', async () => {
  expect(await undo(tables, `${key};`)).toEqual([
    'ALTER TABLE `posts` DROP FOREIGN KEY `fk`;',
    'DROP INDEX `fk` ON `posts`;',
  ]);
  expect(await undo(`${tables} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`);`, `${key};`)).toEqual([
    'ALTER TABLE `posts` DROP FOREIGN KEY `fk`;',
  ]);
});

test('where the server took that index away for another one, only the foreign key brings it back', async () => {
  expect(await undo(`${tables} ${key};`, 'CREATE INDEX `i` ON `posts` (`user_id`);')).toEqual([
    'ALTER TABLE `posts` DROP FOREIGN KEY `fk`;',
    'DROP INDEX `i` ON `posts`;',
    `${key};`,
  ]);
});

test('the key of a column that counts changes in one statement', async () => {
  expect(
    await undo(tables, 'ALTER TABLE `users` MODIFY COLUMN `id` int NOT NULL; ALTER TABLE `users` DROP PRIMARY KEY;'),
  ).toEqual(['ALTER TABLE `users` MODIFY COLUMN `id` int AUTO_INCREMENT NOT NULL, ADD PRIMARY KEY(`id`);']);
});

test('a rename is undone as a rename', async () => {
  expect(
    await undo(tables, 'RENAME TABLE `users` TO `people`; ALTER TABLE `people` RENAME COLUMN `email` TO `mail`;'),
  ).toEqual(['RENAME TABLE `people` TO `users`;', 'ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;']);
});

test('what came and went within the migration needs nothing', async () => {
  expect(await undo(tables, 'ALTER TABLE `posts` ADD `x` int; ALTER TABLE `posts` DROP COLUMN `x`;')).toEqual([]);
});
