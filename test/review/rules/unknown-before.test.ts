import { expect, test } from 'vitest';
import { foundBy } from '../helpers.js';

const retype = (column: string) => `ALTER TABLE "t" ALTER COLUMN "${column}" TYPE integer USING 1;`;

test.each([
  ['postgresql', 'CREATE TABLE "t" ("a" text);', retype('a'), retype('b'), 't.b'],
  [
    'mysql',
    'CREATE TABLE `t` (`a` int);',
    'ALTER TABLE `t` MODIFY COLUMN `A` bigint;',
    'ALTER TABLE `u` MODIFY COLUMN `a` bigint;',
    'u.a',
  ],
  [
    'sqlite',
    'CREATE TABLE `t` (`a` text);',
    'CREATE TABLE `__new_t` (`a` integer); INSERT INTO `__new_t`("a") SELECT "a" FROM `t`; DROP TABLE `t`; ALTER TABLE `__new_t` RENAME TO `t`;',
    'CREATE TABLE `__new_u` (`a` integer); INSERT INTO `__new_u`("a") SELECT "a" FROM `u`; DROP TABLE `u`; ALTER TABLE `__new_u` RENAME TO `u`;',
    'u',
  ],
] as const)('what was there before is not known on %s', async (dialect, made, known, unknown, target) => {
  expect(await foundBy('unknown-before', dialect, [made, known])).toEqual([]);
  expect(await foundBy('unknown-before', dialect, [made, unknown])).toEqual([`unknown-before ${target}`]);
});

test('a table that the migration itself makes from another is new', async () => {
  const like = 'CREATE TABLE "t" (LIKE "u");';
  expect(await foundBy('unknown-before', 'postgresql', [like + retype('a')])).toEqual([]);
  expect(await foundBy('unknown-before', 'postgresql', [like, retype('a')])).toEqual(['unknown-before t.a']);
});
