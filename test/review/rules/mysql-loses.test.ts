import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users =
  "CREATE TABLE `users` (`id` int AUTO_INCREMENT PRIMARY KEY, `locale` varchar(50) NOT NULL DEFAULT 'en' COMMENT 'ISO 639', `seen` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);";
const modify = (definition: string): string => `ALTER TABLE \`users\` MODIFY COLUMN ${definition};`;

test('what a MODIFY leaves out of the definition is found', async () => {
  const all = await reviewed('mysql', [users, modify('`locale` varchar(80)')]);
  expect(all.find(({ name }) => name === 'modify-drops-attributes users.locale')).toMatchObject({
    severity: 'error',
    message: "users.locale is defined anew without NOT NULL, DEFAULT 'en' and COMMENT 'ISO 639', which it had.",
    fix: "Add to the definition what is to stay: NOT NULL DEFAULT 'en' COMMENT 'ISO 639'",
  });
  const found = (sql: string) => foundBy('modify-drops-attributes', 'mysql', [users, sql]);
  expect(await found(modify('`id` bigint'))).toEqual(['modify-drops-attributes users.id']);
});

test('a MODIFY that keeps them, or that changes nothing but one, is not', async () => {
  const found = (sql: string) => foundBy('modify-drops-attributes', 'mysql', [users, sql]);
  expect(await found(modify("`locale` varchar(80) NOT NULL DEFAULT 'en' COMMENT 'ISO 639'"))).toEqual([]);
  expect(await found(modify("`locale` varchar(50) DEFAULT 'en' COMMENT 'ISO 639'"))).toEqual([]);
});

test('several statements, one of which changes the schema, are not all or nothing', async () => {
  const found = (history: string[]) => foundBy('not-atomic', 'mysql', history);
  const add = 'ALTER TABLE `users` ADD COLUMN `age` int;';
  expect(await found([users, `${add} UPDATE \`users\` SET \`age\` = 0;`])).toEqual(['not-atomic last']);
  expect(await found([users, add])).toEqual([]);
  expect(await found([users, 'UPDATE `users` SET `id` = 1; UPDATE `users` SET `id` = 2;'])).toEqual([]);
  expect(await found([`${users} CREATE TABLE \`posts\` (\`id\` int);`])).toEqual([]);
  const posts = 'CREATE TABLE `posts` (`id` int, `user` int); CREATE INDEX `i` ON `posts` (`user`);';
  const key = 'ALTER TABLE `posts` ADD CONSTRAINT `f` FOREIGN KEY (`user`) REFERENCES `users`(`id`);';
  expect(await found([users, posts + key])).toEqual([]);
  expect(await found([users, posts + key + add])).toEqual(['not-atomic last']);
});
