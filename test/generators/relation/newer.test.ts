import { describe, expect, it } from 'vitest';
import { filesAfter, planIn, refusal, schemaPath } from './project.js';

const line = '1.0.0-rc.5';
const head = "import { integer, pgTable } from 'drizzle-orm/pg-core';\n\n";
const users = "export const users = pgTable('users', {\n  id: integer('id').primaryKey(),\n});\n";
const posts =
  "export const posts = pgTable('posts', {\n  id: integer('id').primaryKey(),\n  authorId: integer('author_id').references(() => users.id),\n});\n";
const plain = `${head}${users}\n${posts}`;
const relationsPath = 'src/relations.ts';
const imports = "import { defineRelations } from 'drizzle-orm';\nimport * as schema from './schema';\n\n";
const author = 'author: r.one.users({ from: r.posts.authorId, to: r.users.id }),';
const whole = `${imports}export const relations = defineRelations(schema, (r) => ({
  posts: {
    ${author}
  },
  users: {
    posts: r.many.posts(),
  },
}));
`;

/** `relations.ts` after `lockstep new relation posts author:one`. */
const added = (relations: string, schema = plain, fields = 'author:one'): string =>
  filesAfter(line, { [schemaPath]: schema, [relationsPath]: relations }, 'posts', fields)[relationsPath] ?? '';

describe('the first relations', () => {
  it('go into a file beside the schema, with every table', () => {
    expect(filesAfter(line, { [schemaPath]: plain }, 'posts', 'author:one')).toEqual({ [relationsPath]: whole });
  });

  it('go beside a folder that has a barrel, which exports all', () => {
    const files = {
      'src/schema/users.ts': head + users,
      'src/schema/posts.ts': `${head.trimEnd()}\nimport { users } from './users.js';\n\n${posts}`,
      'src/schema/index.ts': "export * from './users.js';\nexport * from './posts.js';\n",
    };
    expect(filesAfter(line, files, 'posts', 'author:one', {}, { schema: ['src/schema'] })).toEqual({
      [relationsPath]: whole.replace('./schema', './schema/index.js'),
    });
  });

  it('name their tables where no file exports all', () => {
    const files = {
      'src/schema/users.ts': head + users,
      'src/schema/posts.ts': `${head.trimEnd()}\nimport { users } from './users';\n\n${posts}`,
    };
    const made = filesAfter(line, files, 'posts', 'author:one', {}, { schema: ['src/schema'] })[relationsPath] ?? '';
    expect(made).toContain("import { posts } from './schema/posts';\nimport { users } from './schema/users';\n");
    expect(made).toContain('defineRelations({ posts, users }, (r) => ({');
  });

  it('are not written over a file of the name', () => {
    const { message, fix } = refusal(
      line,
      { [schemaPath]: plain, [relationsPath]: 'export {};\n' },
      'posts',
      'author:one',
    );
    expect(message).toBe('src/relations.ts is there and defines no relations.');
    expect(fix).toContain(author);
  });
});

describe('relations that are there', () => {
  it('get one more in the object of their table', () => {
    const before = whole.replace(`    ${author}\n`, '    // nothing yet\n');
    expect(added(before)).toBe(whole.replace(`    ${author}`, `    // nothing yet\n    ${author}`));
  });

  it.each([
    ['r', 'r', 'r.one.users({ from: r.posts.authorId, to: r.users.id })'],
    ['()', '(r)', 'r.one.users({ from: r.posts.authorId, to: r.users.id })'],
    ['({ many })', '({ many, one, posts, users })', 'one.users({ from: posts.authorId, to: users.id })'],
  ])('with the parameter %s', (before, parameter, relation) => {
    const text = (name: string): string =>
      `${imports}export const relations = defineRelations(schema, ${name} => ({}));\n`;
    const made = added(text(before));
    expect(made).toContain(
      `defineRelations(schema, ${parameter} => ({\n  posts: {\n    author: ${relation},\n  },\n  users: {`,
    );
  });

  it('get the tables that the call does not have', () => {
    const few =
      "import { defineRelations } from 'drizzle-orm';\nimport { users } from './schema';\n\nexport const relations = defineRelations({ users }, (r) => ({ users: {} }));\n";
    const made = added(few);
    expect(made).toContain("import { posts, users } from './schema';");
    expect(made).toContain('defineRelations({ users, posts }, (r) => ({');
  });

  it('stay in their part, where both sides then are', () => {
    const parts = `import { defineRelations, defineRelationsPart } from 'drizzle-orm';
import * as schema from './schema';

export const main = defineRelations(schema, (r) => ({}));

export const part = defineRelationsPart(schema, (r) => ({
  users: {
    all: r.many.users({ from: r.users.id, to: r.users.id }),
  },
}));
`;
    const made = added(parts);
    expect(made).toContain('defineRelations(schema, (r) => ({}))');
    expect(made).toContain('to: r.users.id }),\n    posts: r.many.posts(),\n  },\n  posts: {\n');
  });

  it('name the columns on both sides where these are in different calls', () => {
    const parts = `import { defineRelationsPart } from 'drizzle-orm';
import * as schema from './schema';

export const a = defineRelationsPart(schema, (r) => ({
  users: {},
}));

export const b = defineRelationsPart(schema, (r) => ({
  posts: {},
}));
`;
    expect(added(parts)).toContain(
      '  users: {\n    posts: r.many.posts({ from: r.users.id, to: r.posts.authorId }),\n  },',
    );
  });

  it('wait for their other side', () => {
    const waiting = whole.replace(/ {2}posts: \{[\s\S]*?\},\n/, '');
    expect(added(waiting)).toBe(
      waiting.replace('posts(),\n  },\n', `posts(),\n  },\n  posts: {\n    ${author}\n  },\n`),
    );
  });

  it('are told from others of the same tables by an alias', () => {
    const twice = plain.replace(
      'users.id),\n',
      "users.id),\n  editorId: integer('editor_id').references(() => users.id),\n",
    );
    const made = added(whole, twice, 'editor:one');
    expect(made).toContain("editor: r.one.users({ from: r.posts.editorId, to: r.users.id, alias: 'posts_editor' }),");
    expect(made).toContain("editorPosts: r.many.posts({ alias: 'posts_editor' }),");
    expect(made).toContain('posts: r.many.posts(),');
  });

  it('are not edited where some are written elsewhere', () => {
    const spread = `${imports}export const relations = defineRelations(schema, (r) => ({ ...others(r) }));\n`;
    const { message, fix } = refusal(line, { [schemaPath]: plain, [relationsPath]: spread }, 'posts', 'author:one');
    expect(message).toContain('src/relations.ts:4: the relations are not all written in an object there');
    expect(fix).toContain(author);
  });

  it('say that a namespace does not lead to the table', () => {
    const files = {
      'src/schema/users.ts': head + users,
      'src/schema/posts.ts': `${head.trimEnd()}\nimport { users } from './users';\n\n${posts}`,
      'src/schema/index.ts': "export * from './users';\n",
      [relationsPath]: whole,
    };
    const { message } = refusal(
      line,
      { ...files, [relationsPath]: `${imports}export const relations = defineRelations(schema, (r) => ({}));\n` },
      'posts',
      'author:one',
      {},
      { schema: ['src/schema'] },
    );
    expect(message).toContain('src/schema/index.ts does not export posts');
  });
});

it('a required foreign key always has its row', () => {
  const required = plain.replace("integer('author_id')", "integer('author_id').notNull()");
  expect(filesAfter(line, { [schemaPath]: required }, 'posts', 'author:one')[relationsPath]).toContain(
    'to: r.users.id, optional: false }),',
  );
});

it('composite keys are pairs of columns', () => {
  const text = `import { foreignKey, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';

export const shops = pgTable('shops', { country: integer(), number: integer() }, (t) => [
  primaryKey({ columns: [t.country, t.number] }),
]);

export const orders = pgTable('orders', { country: integer(), shop: integer() }, (t) => [
  foreignKey({ columns: [t.country, t.shop], foreignColumns: [shops.country, shops.number] }),
]);
`;
  const made = filesAfter(line, { [schemaPath]: text }, 'orders', 'place:one')[relationsPath] ?? '';
  expect(made).toContain('from: [r.orders.country, r.orders.shop],\n      to: [r.shops.country, r.shops.number],');
});

it('a table in between is named on one side, the other follows it', () => {
  const text = `${plain}
export const likes = pgTable('likes', {
  userId: integer('user_id').references(() => users.id),
  postId: integer('post_id').references(() => posts.id),
});
`;
  const made = filesAfter(line, { [schemaPath]: text }, 'users', 'liked:many:posts:through=likes:inverse=likers')[
    relationsPath
  ];
  expect(made).toContain(`  users: {
    liked: r.many.posts({
      from: r.users.id.through(r.likes.userId),
      to: r.posts.id.through(r.likes.postId),
    }),
  },
  posts: {
    likers: r.many.users(),
  },`);
});

it('a table in between may lead from a table to itself', () => {
  const text = `${head + users}
export const friendships = pgTable('friendships', {
  userId: integer('user_id').references(() => users.id),
  friendId: integer('friend_id').references(() => users.id),
});
`;
  const made = filesAfter(line, { [schemaPath]: text }, 'users', 'friends:many:users:through=friendships')[
    relationsPath
  ];
  expect(made).toContain(`  users: {
    friends: r.many.users({
      from: r.users.id.through(r.friendships.userId),
      to: r.users.id.through(r.friendships.friendId),
    }),
    friendsOf: r.many.users(),
  },`);
});

describe('the next steps', () => {
  const steps = (client: string): string =>
    (
      planIn(line, { [schemaPath]: plain, 'src/db.ts': client }, { table: 'posts', fields: ['author:one'] })
        .nextSteps ?? []
    ).join('\n');

  it('say what the client lacks, and where', () => {
    expect(steps("import { drizzle } from 'drizzle-orm/pglite';\nexport const db = drizzle(url);\n")).toContain(
      "src/db.ts:2: give drizzle() the relations, db.query needs it: drizzle(…, { relations }), with import { relations } from './relations'",
    );
    expect(
      steps(
        "import { drizzle } from 'drizzle-orm/pglite';\nimport { relations } from './relations';\nexport const db = drizzle({ client, relations });\n",
      ),
    ).not.toContain('drizzle()');
  });
});

describe('the client', () => {
  const head = "import { drizzle } from 'drizzle-orm/pglite';\n";
  const client = (text: string): Record<string, string> =>
    filesAfter(line, { [schemaPath]: plain, 'src/db.ts': text }, 'posts', 'author:one');

  it.each([
    ['drizzle({ client })', 'drizzle({ client, relations })'],
    ['drizzle(url, { logger: true })', 'drizzle(url, { logger: true, relations })'],
    ['drizzle(url, {})', 'drizzle(url, {\n  relations,\n})'],
  ])('%s gets its relations', (before, after) => {
    const made = client(`${head}export const db = ${before};\n`)['src/db.ts'];
    expect(made).toBe(`${head}import { relations } from './relations';\nexport const db = ${after};\n`);
  });

  it.each(['drizzle(url)', 'drizzle({ ...settings })', 'drizzle({ client, relations: mine })', 'drizzle(settings)'])(
    '%s is left alone',
    (call) => {
      expect(Object.keys(client(`${head}export const db = ${call};\n`))).toEqual([relationsPath]);
    },
  );

  it('is left alone where there are several', () => {
    const two = `${head}export const a = drizzle({ client });\nexport const b = drizzle({ client });\n`;
    expect(Object.keys(client(two))).toEqual([relationsPath]);
  });
});

describe('the API', () => {
  const older = (module: string): string =>
    `import { relations } from '${module}';\n${plain}\nexport const usersRelations = relations(users, () => ({}));\n`;

  it('stays the older one where the project has it from drizzle-orm/_relations', () => {
    const files = { [schemaPath]: older('drizzle-orm/_relations') };
    expect(Object.keys(filesAfter(line, files, 'posts', 'author:one'))).toEqual([schemaPath]);
    expect(planIn(line, files, { table: 'posts', fields: ['author:one'] }).nextSteps?.join()).toContain(
      'takes no schema',
    );
  });

  it.each([
    ['1.0.0-rc.5', { [schemaPath]: older('drizzle-orm') }, 'exports relations as drizzle-orm/_relations'],
    ['0.45.4', { [schemaPath]: older('drizzle-orm/_relations') }, 'has no drizzle-orm/_relations'],
    ['0.45.4', { [schemaPath]: plain, [relationsPath]: whole }, 'has no defineRelations'],
  ] as const)('of %s must have what the code uses (%#)', (version, files, message) => {
    expect(refusal(version, files, 'posts', 'author:one').message).toContain(message);
  });

  it('cannot be told without a version', () => {
    const files = { [schemaPath]: plain, 'package.json': '{ "dependencies": { "drizzle-orm": "catalog:" } }' };
    expect(refusal(line, files, 'posts', 'author:one').message).toContain('drizzle-orm is not installed');
  });
});
