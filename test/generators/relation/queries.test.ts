import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { relation } from '../../../generators/relation/index.js';
import { drizzle1 } from '../../guard/rebase/drizzle-1.js';
import { compile, contextOf, folderWith, repository, write } from '../table/fixture.js';
import { type Line, lines, schemaPath } from './project.js';

const schema = `import { type AnySQLiteColumn, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
});

export const posts = sqliteTable('posts', {
  id: integer('id').primaryKey(),
  title: text('title').notNull(),
  authorId: integer('author_id').notNull().references(() => users.id),
  editorId: integer('editor_id').references(() => users.id),
  topic: text('topic'),
});

export const topics = sqliteTable('topics', { name: text('name').primaryKey() });

export const groups = sqliteTable('groups', { id: integer('id').primaryKey(), title: text('title').notNull() });

export const memberships = sqliteTable(
  'memberships',
  {
    userId: integer('user_id').notNull().references(() => users.id),
    groupId: integer('group_id').notNull().references(() => groups.id),
  },
  (table) => [primaryKey({ columns: [table.userId, table.groupId] })],
);

export const friendships = sqliteTable('friendships', {
  userId: integer('user_id').notNull().references(() => users.id),
  friendId: integer('friend_id').notNull().references(() => users.id),
});

export const profiles = sqliteTable('profiles', {
  userId: integer('user_id').primaryKey().references(() => users.id),
  bio: text('bio').notNull(),
});

export const categories = sqliteTable('categories', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  parentId: integer('parent_id').references((): AnySQLiteColumn => categories.id),
});
`;

const rows = `
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE posts (id integer PRIMARY KEY, title text NOT NULL, author_id integer NOT NULL, editor_id integer, topic text);
CREATE TABLE topics (name text PRIMARY KEY);
CREATE TABLE groups (id integer PRIMARY KEY, title text NOT NULL);
CREATE TABLE memberships (user_id integer NOT NULL, group_id integer NOT NULL, PRIMARY KEY (user_id, group_id));
CREATE TABLE friendships (user_id integer NOT NULL, friend_id integer NOT NULL);
INSERT INTO friendships VALUES (1, 2);
CREATE TABLE profiles (user_id integer PRIMARY KEY, bio text NOT NULL);
CREATE TABLE categories (id integer PRIMARY KEY, name text NOT NULL, parent_id integer);
INSERT INTO users VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO topics VALUES ('news');
INSERT INTO posts VALUES (1, 'first', 1, 2, 'news'), (2, 'second', 1, NULL, 'none');
INSERT INTO groups VALUES (1, 'staff'), (2, 'guests');
INSERT INTO memberships VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO profiles VALUES (2, 'builds');
INSERT INTO categories VALUES (1, 'all', NULL), (2, 'books', 1), (3, 'films', 1);
`;

/** The commands, one after the other. */
const commands: [table: string, ...fields: string[]][] = [
  ['posts', 'author:one:users:author_id', 'topicRow:one:topics:topic=name'],
  ['users', 'edited:many:posts:editor_id'],
  ['users', 'groups:many:through=memberships', 'profile:one'],
  ['users', 'friends:many:users:through=friendships'],
  ['categories', 'parent:one'],
];

const clients: Record<Line, string> = {
  '0.45.4': `import { drizzle } from 'drizzle-orm/sqlite-proxy';
import * as schema from './schema';

type Run = (sql: string, parameters: unknown[]) => Promise<unknown[][]>;

export const connect = (run: Run) =>
  drizzle(
    async (sql, parameters, method) => {
      const rows = await run(sql, parameters);
      return { rows: method === 'get' ? (rows[0] ?? []) : rows };
    },
    { schema },
  );
`,
  '1.0.0-rc.5': `import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { relations } from './relations';

type Run = (sql: string, parameters: unknown[]) => Promise<unknown[][]>;

export const connect = (run: Run) =>
  drizzle(
    {
      all: (sql: string, parameters: unknown[]) => run(sql, parameters),
      get: async (sql: string, parameters: unknown[]) => (await run(sql, parameters))[0],
      run,
    },
    { relations },
  );
`,
};

const groupsOf: Record<Line, string> = {
  '0.45.4': 'memberships: { with: { group: true } }, friends: { with: { friend: true } }',
  '1.0.0-rc.5': 'groups: true, friends: true, friendsOf: true',
};
const friendNames: Record<Line, string> = {
  '0.45.4': 'user.friends.map(({ friend }) => friend.name)',
  '1.0.0-rc.5': 'user.friends.map(({ name }) => name)',
};
const groupTitles: Record<Line, string> = {
  '0.45.4': 'user.memberships.map(({ group }) => group.title)',
  '1.0.0-rc.5': 'user.groups.map(({ title }) => title)',
};

const queries = (line: Line): string => `import { connect } from './client';

export async function read(run: Parameters<typeof connect>[0]) {
  const db = connect(run);
  const posts = await db.query.posts.findMany({ with: { author: true, editor: true, topicRow: true } });
  const users = await db.query.users.findMany({
    with: { posts: true, edited: true, profile: true, ${groupsOf[line]} },
  });
  const categories = await db.query.categories.findMany({ with: { parent: true, children: true } });
  return {
    // An author is there always, which the type knows; an editor may be missing.
    posts: posts.map(({ author, editor, topicRow }): [string, string | undefined, string | undefined] => [
      author.name,
      editor?.name,
      topicRow?.name,
    ]),
    users: users.map((user) => ({
      wrote: user.posts.map(({ title }) => title),
      edited: user.edited.map(({ title }) => title),
      bio: user.profile?.bio,
      groups: ${groupTitles[line]},
      friends: ${friendNames[line]},
    })),
    categories: categories.map(({ parent, children }) => [parent?.name, children.map(({ name }) => name)]),
  };
}
`;

const packages = drizzle1();

describe.each(lines)('with drizzle-orm %s', (line) => {
  it.skipIf(line !== '0.45.4' && packages === null)(
    'what is written compiles, and queries give the rows of both sides',
    async () => {
      const root = projectOf(line);
      for (const [table, ...fields] of commands) {
        const plan = relation.plan(
          relation.answers({ table, fields }),
          contextOf(root, { dialect: 'sqlite', schema: [schemaPath] }),
        );
        for (const change of plan.changes) write(root, { [change.path]: change.after ?? '' });
      }
      write(root, { 'src/client.ts': clients[line], 'src/queries.ts': queries(line) });
      expect(compile(root)).toBe('');
      expect(await resultOf(root)).toEqual({
        posts: [
          ['Ada', 'Bob', 'news'],
          ['Ada', undefined, undefined],
        ],
        users: [
          { wrote: ['first', 'second'], edited: [], bio: undefined, groups: ['staff', 'guests'], friends: ['Bob'] },
          { wrote: [], edited: ['first'], bio: 'builds', groups: ['guests'], friends: [] },
        ],
        categories: [
          [undefined, ['books', 'films']],
          ['all', []],
          ['all', []],
        ],
      });
    },
  );
});

/** A folder with the schema, where this drizzle-orm is installed. */
function projectOf(line: Line): string {
  const root = folderWith({ [schemaPath]: schema });
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  const own = join(repository, 'node_modules');
  symlinkSync(
    join(line === '0.45.4' ? own : (packages ?? own), 'drizzle-orm'),
    join(modules, 'drizzle-orm'),
    'junction',
  );
  symlinkSync(join(own, '@types'), join(modules, '@types'), 'junction');
  return root;
}

/** What the queries of the project give, run in SQLite. */
async function resultOf(root: string): Promise<unknown> {
  const outfile = join(root, 'queries.mjs');
  buildSync({
    entryPoints: [join(root, 'src/queries.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const { read } = await import(pathToFileURL(outfile).href);
  const client = createClient({ url: ':memory:' });
  await client.executeMultiple(rows);
  try {
    return await read(async (sql: string, args: never[]) =>
      (await client.execute({ sql, args })).rows.map((row) => Object.values(row)),
    );
  } finally {
    client.close();
  }
}
