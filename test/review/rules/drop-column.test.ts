import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text UNIQUE, "email" text);';

test('a column that is dropped is found, with what goes with it', async () => {
  const view =
    'CREATE VIEW "names" AS SELECT "name" FROM "users"; CREATE VIEW "emails" AS SELECT "email" FROM "users";';
  const [found] = await reviewed('postgresql', [users + view, 'ALTER TABLE "users" DROP COLUMN "name" CASCADE;']);
  expect(found).toMatchObject({ name: 'drop-column users.name', severity: 'error' });
  expect(found?.message).toBe(
    'users.name is dropped, and its values are gone from every row. With it goes users_name_key. The view names falls with it (CASCADE). Code that still has it in its schema fails.',
  );
});

test('a view is in the way on SQLite, and is broken on MySQL', async () => {
  const view = 'CREATE VIEW "names" AS SELECT "name" FROM "users";';
  const drop = 'ALTER TABLE "users" DROP COLUMN "name";';
  const [refused] = await reviewed('sqlite', [users + view, drop]);
  expect(refused?.message).toContain('SQLite refuses it as long as the view names is there.');
  const backticks = [users.replace(' UNIQUE', '') + view, drop].map((sql) => sql.replaceAll('"', '`'));
  const [broken] = await reviewed('mysql', backticks);
  expect(broken?.message).toContain('The view names can no longer be read.');
});

test('an index is in the way on SQLite, and a foreign key on MySQL', async () => {
  const posts =
    'CREATE TABLE `posts` (`id` integer PRIMARY KEY, `by` integer, CONSTRAINT `posts_by` FOREIGN KEY (`by`) REFERENCES `users` (`id`));';
  const history = [`${posts} CREATE INDEX \`by_id\` ON \`posts\` (\`by\`);`, 'ALTER TABLE `posts` DROP COLUMN `by`;'];
  const messages = async (dialect: 'sqlite' | 'mysql') =>
    (await reviewed(dialect, history)).map(({ message }) => message);
  expect(await messages('sqlite')).toEqual([
    expect.stringContaining('SQLite refuses it as long as by_id and posts_by are there.'),
  ]);
  expect(await messages('mysql')).toContainEqual(
    expect.stringContaining('With it goes by_id. MySQL refuses it as long as posts_by is there.'),
  );
});

test('on SQLite, also one that a rebuild does not copy', async () => {
  const rebuild = (columns: string, copied: string): string =>
    `CREATE TABLE "__new_users" (${columns}); INSERT INTO "__new_users" (${copied}) SELECT ${copied} FROM "users"; DROP TABLE "users"; ALTER TABLE "__new_users" RENAME TO "users";`;
  const without = rebuild('"id" integer PRIMARY KEY, "name" text', '"id", "name"');
  expect(await foundBy('drop-column', 'sqlite', [users, without])).toEqual(['drop-column users.email']);
  const all = rebuild('"id" integer PRIMARY KEY, "name" text, "email" text', '"id", "name", "email"');
  expect(await foundBy('drop-column', 'sqlite', [users, all])).toEqual([]);
});

test('a generated column whose expression changes loses nothing but what goes with it', async () => {
  const made = (more: string): string =>
    `CREATE TABLE "notes" ("id" integer PRIMARY KEY, "short" text GENERATED ALWAYS AS ('a') STORED${more});`;
  const drop = 'ALTER TABLE "notes" DROP COLUMN "short";';
  const again = `${drop} ALTER TABLE "notes" ADD COLUMN "short" text GENERATED ALWAYS AS ('b') STORED;`;
  const found = (history: string[]) => foundBy('drop-column', 'postgresql', history);
  expect(await found([made(''), again])).toEqual([]);
  expect(await found([made(''), drop])).toEqual(['drop-column notes.short']);
  const all = await reviewed('postgresql', [made(' UNIQUE'), again]);
  expect(all.find(({ name }) => name === 'drop-column notes.short')?.message).toBe(
    'notes.short is dropped. With it goes notes_short_key.',
  );
});

test('on MySQL, also one whose values an expression overwrites', async () => {
  const made = 'CREATE TABLE `notes` (`id` int PRIMARY KEY, `text` text, `short` varchar(9));';
  const modify = 'ALTER TABLE `notes` MODIFY COLUMN `short` varchar(9) GENERATED ALWAYS AS (left(`text`, 9)) STORED;';
  const all = await reviewed('mysql', [made, modify]);
  expect(all.find(({ name }) => name === 'drop-column notes.short')?.message).toBe(
    'notes.short becomes a generated column: its expression overwrites the values of every row.',
  );
  expect(await foundBy('drop-column', 'mysql', ['', made + modify])).toEqual([]);
});

test.each([
  ['a column of a table that the migration made', ['', `${users} ALTER TABLE "users" DROP COLUMN "name";`]],
  [
    'a column that the migration added',
    [users, 'ALTER TABLE "users" ADD COLUMN "tmp" text; ALTER TABLE "users" DROP COLUMN "tmp";'],
  ],
  [
    'a column that was put aside under another name and copied from',
    [
      users,
      'ALTER TABLE "users" RENAME COLUMN "name" TO "old"; ALTER TABLE "users" ADD COLUMN "name" text; UPDATE "users" SET "name" = lower("old"); ALTER TABLE "users" DROP COLUMN "old";',
    ],
  ],
  ['a column that is not there', [users, 'ALTER TABLE "users" DROP COLUMN IF EXISTS "age";']],
])('%s may go', async (_, history) => {
  expect(await foundBy('drop-column', 'postgresql', history)).toEqual([]);
});
