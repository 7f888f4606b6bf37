import { describe, expect, it } from 'vitest';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import { type Line, refusal, schemaPath } from './project.js';

const schema = `import { relations } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  bossId: integer('boss_id'),
  posts: integer('posts'),
});

export const posts = pgTable('posts', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => users.id),
  label: text('label'),
});

export const tags = pgTable('tags', { label: text('label') });

export const likes = pgTable('likes', {
  userId: integer('user_id').references(() => users.id),
  postId: integer('post_id').references(() => posts.id),
});

export const postsRelations = relations(posts, ({ one }) => ({
  writer: one(users, { fields: [posts.authorId], references: [users.id] }),
}));

export const likesRelations = relations(likes, likesConfig);
`;

const said = (table: string, fields: string, values: AnswerValues = {}, line: Line = '0.45.4'): string => {
  const { message, fix, exitCode } = refusal(line, { [schemaPath]: schema }, table, fields, values);
  expect(exitCode).toBe(2);
  return `${message} ${fix}`;
};

describe('what is typed wrong', () => {
  it.each<[string, string, string, AnswerValues?]>([
    ['posts', 'author', 'author: has no kind. author:one for one row'],
    ['posts', 'author:on', '"on" is no kind of relation. Did you mean one?'],
    ['posts', '1st:one', '"1st" cannot be the name of a relation'],
    ['posts', 'a-b:one', '"a-b" cannot be the name'],
    ['posts', 'a:one:users:x=', 'x= is not COLUMN'],
    ['posts', 'a:many:users:through=', 'through= names nothing'],
    ['posts', 'a:one:users:x=y,z', 'is not COLUMN, COLUMN=KEY'],
    ['posts', 'a:one:users:b:c', '"c" is one part too many'],
    ['posts', 'a:one a:one', 'The relation a is given twice.'],
    ['posts', 'a:one b:one', '--inverse-name x is for one relation, and 2 are given', { 'inverse-name': 'x' }],
    ['posts', 'a:one', '--no-inverse leaves out', { inverse: false, 'inverse-name': 'x' }],
    ['post', 'a:one', 'There is no table "post" in the schema. Did you mean posts?'],
    ['posts', 'a:one:user', 'There is no table "user" in the schema. Did you mean users?'],
    ['posts', 'a:one:users:autor_id', 'has no column "autor_id". Did you mean author_id'],
    ['posts', 'a:one:users:author_id=uid', 'has no column "uid"'],
  ])('%s %s', (table, fields, text, values) => {
    expect(said(table, fields, values)).toContain(text);
  });

  it('a missing argument is named', () => {
    expect(said('', 'a:one')).toContain('The argument TABLE is missing');
    expect(said('posts', '')).toContain('The argument FIELD is missing');
  });
});

describe('what does not fit', () => {
  it.each([
    ['posts', 'label:one:users:author_id', 'posts has a column label already, in src/schema.ts:13'],
    ['posts', 'x:one:users:label=id', 'their types are text and integer'],
    ['posts', 'writer:one:users:author_id', 'posts has a relation writer already, in src/schema.ts:24'],
    ['posts', 'author:one', 'posts.writer is this relation already, in src/schema.ts:24'],
    ['posts', 'users:many', 'so each of its rows has one of users, not many'],
    ['posts', 'tag:one:tags', 'there is no foreign key between posts and tags'],
    ['posts', 'tag:one:tags:label', 'cannot refer to the primary key of tags, which has none'],
    ['users', 'like:one:likes', 'likes.userId may repeat, so a row of users has many likes.'],
    ['users', 'liked:many:tags', 'there is no foreign key between users and tags'],
    ['tags', 'xyz:one', 'no foreign key of tags fits, and no table is called so'],
    ['users', 'x:many:tags:through=likes', 'likes has no foreign key to tags that can be read'],
    ['users', 'x:many:posts:user_id:through=likes', 'name the column for users and the one for posts'],
  ])('%s %s', (table, fields, text) => {
    expect(said(table, fields)).toContain(text);
  });

  it('relations that are written elsewhere are given as code to paste', () => {
    expect(said('likes', 'user:one:users')).toContain(
      'the relations of likes are not an object that a callback returns, so it cannot be edited safely. Write it there yourself:\n  user: one(users, { fields: [likes.userId], references: [users.id] }),',
    );
  });

  it('in 0.45 a side without columns needs the other', () => {
    expect(said('users', 'liked:many:likes', { inverse: false })).toContain('Leave --no-inverse out.');
  });
});

it('an other side whose name is taken asks for one', () => {
  const { message, fix } = refusal(
    '1.0.0-rc.5',
    {
      [schemaPath]: schema
        .slice(schema.indexOf('\n') + 1, schema.indexOf('export const postsRelations'))
        .replace("posts: integer('posts'),", "posts: integer('posts'),\n  authorPosts: integer('author_posts'),"),
    },
    'posts',
    'author:one',
  );
  expect(message).toContain('users has a column posts already');
  expect(fix).toContain('author:one:inverse=NAME');
});
