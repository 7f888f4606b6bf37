import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const members = 'CREATE TABLE members (id integer PRIMARY KEY, team integer NOT NULL, "user" integer);';
const dropped = 'ALTER TABLE members DROP CONSTRAINT members_pkey; ';
const found = (change: string) => foundBy('primary-key-on-rows', 'postgresql', [members, change]);

test('a key over rows is found, with what to look for', async () => {
  const change = `${dropped}ALTER TABLE members ADD CONSTRAINT pk PRIMARY KEY (team, "user");`;
  const [risk] = await reviewed('postgresql', [members, change]);
  expect(risk).toMatchObject({
    name: 'primary-key-on-rows pk',
    message:
      'The primary key of members fails to be made if two rows of members have the same team and user, or a row has no user.',
  });
  expect(risk?.statements?.[1]).toBe('SELECT count(*) FROM "members" WHERE "user" IS NULL;');
});

test.each([
  'ALTER TABLE members ADD COLUMN key uuid PRIMARY KEY NOT NULL;',
  'ALTER TABLE members ADD COLUMN key integer DEFAULT 0 PRIMARY KEY;',
])('rows have no key of their own after %s', async (change) => {
  expect(await found(dropped + change)).toEqual(['primary-key-on-rows members.key']);
});

test.each([
  'ALTER TABLE members ADD CONSTRAINT pk PRIMARY KEY (id);',
  'ALTER TABLE members ADD CONSTRAINT pk PRIMARY KEY (team, id);',
  'ALTER TABLE members ADD COLUMN key serial PRIMARY KEY;',
  'ALTER TABLE members ADD COLUMN key uuid DEFAULT gen_random_uuid() PRIMARY KEY;',
  'TRUNCATE members; ALTER TABLE members ADD PRIMARY KEY (team);',
])('every row has a key of its own after %s', async (change) => {
  expect(await found(dropped + change)).toEqual([]);
});

test('a rebuild that keeps the key is no news', async () => {
  const old = 'CREATE TABLE `t` (`a` text PRIMARY KEY NOT NULL, `b` text);';
  const rebuild = (key: string) =>
    `CREATE TABLE \`__new_t\` (\`a\` text NOT NULL, \`b\` text, PRIMARY KEY(${key})); INSERT INTO \`__new_t\`("a", "b") SELECT "a", "b" FROM \`t\`; DROP TABLE \`t\`; ALTER TABLE \`__new_t\` RENAME TO \`t\`;`;
  expect(await foundBy('primary-key-on-rows', 'sqlite', [old, rebuild('`a`')])).toEqual([]);
  expect(await foundBy('primary-key-on-rows', 'sqlite', [old, rebuild('`b`')])).toEqual(['primary-key-on-rows t.b']);
});
