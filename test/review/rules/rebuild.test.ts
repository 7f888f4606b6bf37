import { expect, test } from 'vitest';
import { foundBy, risksOf } from '../helpers.js';

const users = 'CREATE TABLE `users` (`id` integer PRIMARY KEY NOT NULL, `name` text, `nick` text NOT NULL);';
const rebuild = (columns: string, into: string, select = into) =>
  `CREATE TABLE \`__new_users\` (\`id\` integer PRIMARY KEY NOT NULL, ${columns}); INSERT INTO \`__new_users\`("id", ${into}) SELECT "id", ${select} FROM \`users\`; DROP TABLE \`users\`; ALTER TABLE \`__new_users\` RENAME TO \`users\`;`;
const required = '`name` text NOT NULL, `nick` text NOT NULL';

test('a column that is not there is not copied', async () => {
  const sql = rebuild('`name` text, `age` integer', '"name", "age"');
  const [risk] = await risksOf('rebuild-missing-column', 'sqlite', [users, sql]);
  expect(risk).toMatchObject({ name: 'rebuild-missing-column users.age', severity: 'error' });
  expect(risk?.message).toContain(`every row gets the text 'age', or the migration fails`);
  expect(await foundBy('rebuild-missing-column', 'sqlite', [users, rebuild('`name` text', '"name"')])).toEqual([]);
  expect(await foundBy('rebuild-missing-column', 'sqlite', [users + sql])).toEqual([]);
});

test('a nullable column does not become required by a plain copy', async () => {
  const found = (...sql: string[]) => foundBy('rebuild-not-null', 'sqlite', [users, sql.join('')]);
  expect(await found(rebuild(required, '"name", "nick"'))).toEqual(['rebuild-not-null users.name']);
  expect(await found(rebuild(required, '"name", "nick"', `coalesce("name", ''), "nick"`))).toEqual([]);
  expect(
    await found("UPDATE `users` SET `name` = '' WHERE `name` IS NULL;", rebuild(required, '"name", "nick"')),
  ).toEqual([]);
});

test('a new required column needs a default or a value', async () => {
  const history = (rest: string) => [
    users,
    rebuild(`\`nick\` text NOT NULL, \`age\` integer NOT NULL${rest}`, '"nick"'),
  ];
  expect(await foundBy('rebuild-not-null', 'sqlite', history(''))).toEqual(['rebuild-not-null users.age']);
  expect(await foundBy('rebuild-not-null', 'sqlite', history(' DEFAULT 0'))).toEqual([]);
});
