import { expect, test } from 'vitest';
import { risksOf } from '../helpers.js';

test.each([
  ['postgresql', 'DROP TABLE;', 'error'],
  ['postgresql', `DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$;`, 'error'],
  ['postgresql', 'SELECT setval(\'users_id_seq\', 5), "archive_users"();', 'warning'],
  ['postgresql', 'CALL archive_users();', 'warning'],
  ['mysql', 'ALTER TABLE `users` CONVERT TO CHARACTER SET utf8mb4;', 'error'],
] as const)('a person has to read, on %s: %s', async (dialect, sql, severity) => {
  expect(await risksOf('unanalysed', dialect, ['', `\n${sql}`])).toMatchObject([
    { name: 'unanalysed line-2', severity, line: 2 },
  ]);
});

test('nobody has to read what the engine itself does', async () => {
  expect(await risksOf('unanalysed', 'postgresql', [`SELECT set_config('search_path', '', false), now();`])).toEqual(
    [],
  );
});

test('a person has to read what names no schema, where that is not the usual one', async () => {
  const found = async (path: string, then = 'ALTER TABLE a DROP COLUMN y;') =>
    (await risksOf('unanalysed', 'postgresql', [`${path}; ${then}`])).map(
      ({ name, severity }) => `${severity} ${name}`,
    );
  expect(await found('SET search_path TO app, public')).toEqual(['error unanalysed line-1']);
  expect(await found(`SET LOCAL search_path = 'app'`)).toEqual(['error unanalysed line-1']);
  expect(await found(`SELECT pg_catalog.set_config('search_path', 'app', false)`)).toEqual(['error unanalysed line-1']);
  expect(await found(`SET search_path TO "$user", public`)).toEqual([]);
  expect(await found(`SELECT pg_catalog.set_config('search_path', '', false)`)).toEqual([]);
  expect(await found('RESET search_path')).toEqual([]);
  expect(await found('SET search_path TO app', 'ALTER TABLE app.a DROP COLUMN y;')).toEqual([]);
});
