import { expect, test } from 'vitest';
import { foundBy } from '../helpers.js';

const tables =
  'CREATE TABLE a (id integer PRIMARY KEY, n text); CREATE TABLE b (id integer PRIMARY KEY, a text UNIQUE, c text);';

test.each([
  ['INSERT INTO b (id, a) SELECT id, n FROM a;', 1],
  ['INSERT INTO b SELECT id, n, n FROM a;', 1],
  ['INSERT INTO b (c) SELECT n FROM a;', 0],
  ['INSERT INTO b (id) VALUES (1);', 0],
  ['INSERT INTO b (id, a) SELECT id, n FROM a ON CONFLICT DO NOTHING;', 0],
  ['UPDATE b SET a = lower(a);', 1],
  ["UPDATE b SET a = replace(c, ' ', '-') WHERE a IS NULL;", 1],
  ['UPDATE b SET a = gen_random_uuid()::text;', 0],
  ['UPDATE b SET c = a;', 0],
])('%s: %i found', async (sql, count) => {
  expect(await foundBy('write-on-rows', 'postgresql', [tables, sql])).toHaveLength(count);
});

test('the copy of a rebuild is none', async () => {
  const rebuild =
    'CREATE TABLE `__new_b` (`id` integer PRIMARY KEY); INSERT INTO `__new_b`("id") SELECT "id" FROM `b`; DROP TABLE `b`; ALTER TABLE `__new_b` RENAME TO `b`;';
  expect(await foundBy('write-on-rows', 'sqlite', [tables, rebuild])).toEqual([]);
});
