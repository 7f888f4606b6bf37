import { expect, test } from 'vitest';
import type { Released } from '../../../src/review/migration.js';
import { reviewed } from '../helpers.js';

const main: Released = {
  branch: 'origin/main',
  tags: new Set(),
  placeOf: ({ table }, column) =>
    table === 'users' && (column === null || column === 'email' || column === 'note')
      ? { path: 'src/schema.ts', line: 4 }
      : null,
};
const users =
  'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, note text, old text); CREATE TABLE logs (id int);';

async function found(sql: string, released: Released | null = main, dialect: 'postgresql' | 'sqlite' = 'postgresql') {
  const risks = await reviewed(dialect, [users, sql], { released });
  return risks.filter(({ name }) => name.startsWith('still-used'));
}

test('a column that the base branch has in its schema is still named by the release that runs', async () => {
  expect(await found('ALTER TABLE users DROP COLUMN email;')).toEqual([
    {
      name: 'still-used users.email',
      severity: 'warning',
      line: 1,
      message:
        'users.email is in the schema of origin/main (src/schema.ts:4): the release that runs while this is applied names it in its queries of users, and all of them fail.',
      fix: 'Let users.email be null first, in a migration of its own; then roll out the release without it, and apply this.',
      statements: ['ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL;'],
    },
  ]);
  const [nullable] = await found('ALTER TABLE users DROP COLUMN note;');
  expect(nullable).toMatchObject({ fix: 'Apply it when a release without users.note has taken over everywhere.' });
  expect(nullable).not.toHaveProperty('statements');
});

test('a table, and a column that a rebuild of SQLite leaves out', async () => {
  expect(await found('DROP TABLE users CASCADE; DROP TABLE logs;')).toMatchObject([{ name: 'still-used users' }]);
  const rebuild = `CREATE TABLE __new_users (id int PRIMARY KEY, email text NOT NULL);
INSERT INTO __new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE __new_users RENAME TO users;`;
  expect(await found(rebuild, main, 'sqlite')).toMatchObject([{ name: 'still-used users.note' }]);
});

test('not what the base branch does without, has already, or what is there again afterwards', async () => {
  expect(await found('ALTER TABLE users DROP COLUMN old;')).toEqual([]);
  expect(await found('ALTER TABLE users DROP COLUMN email;', null)).toEqual([]);
  expect(await found('ALTER TABLE users DROP COLUMN email; ALTER TABLE users ADD COLUMN email citext;')).toEqual([]);
});
