import { describe, expect, it } from 'vitest';
import { filesAfter, planIn, refusal, schemaPath } from './project.js';

const line = '0.45.4';
const tables = `export const users = pgTable('users', {
  id: integer('id').primaryKey(),
});

export const posts = pgTable('posts', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => users.id),
});
`;
const head = "import { integer, pgTable } from 'drizzle-orm/pg-core';\n\n";
const both = "import { relations } from 'drizzle-orm';\n";
const plain = head + tables;
const postsRelations = `
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}));
`;
const usersRelations = `
export const usersRelations = relations(users, ({ many }) => ({
  posts: many(posts),
}));
`;

/** The schema file after `lockstep new relation posts author:one`. */
const authorIn = (text: string, fields = 'author:one'): string =>
  filesAfter(line, { [schemaPath]: text }, 'posts', fields)[schemaPath] ?? '';

describe('relations beside the tables', () => {
  it('are written behind them, both sides, with the import', () => {
    expect(authorIn(plain)).toBe(both + plain + postsRelations + usersRelations);
  });

  it('leave the other side out where that is asked for', () => {
    const after = filesAfter(line, { [schemaPath]: plain }, 'posts', 'author:one', { inverse: false });
    expect(after[schemaPath]).toBe(both + plain + postsRelations);
  });

  it('call the other side as it is asked for, by the flag and in the field', () => {
    const byFlag = filesAfter(line, { [schemaPath]: plain }, 'posts', 'author:one', { 'inverse-name': 'written' });
    expect(byFlag[schemaPath]).toContain('written: many(posts),');
    expect(authorIn(plain, 'author:one:inverse=written')).toBe(byFlag[schemaPath]);
  });

  it('are the same from the other side, the name of the first following the column', () => {
    expect(filesAfter(line, { [schemaPath]: plain }, 'users', 'posts:many')[schemaPath]).toBe(authorIn(plain));
  });

  it('keep CRLF, tabs, double quotes and missing semicolons', () => {
    const change = (text: string): string =>
      text.replaceAll("'", '"').replaceAll(';\n', '\n').replaceAll('  ', '\t').replaceAll('\n', '\r\n');
    expect(authorIn(change(plain))).toBe(change(both + plain + postsRelations + usersRelations));
  });

  it('go on where the file has its relations: each behind its table, or all at the end', () => {
    const [first = '', second = ''] = tables.split('\n\n');
    const types = '\nexport type User = typeof users.$inferSelect;\n';
    const apart = `${both + head + first}\n${usersRelations}\n${second}${types}`;
    expect(authorIn(apart)).toBe(apart.replace(types, postsRelations + types));
    const atEnd = `${both + plain}${types}${usersRelations}`;
    expect(authorIn(atEnd)).toBe(atEnd + postsRelations);
  });

  it('are called as the others are', () => {
    const named = usersRelations.replace('usersRelations', 'userRelations');
    expect(authorIn(both + plain + named)).toBe(both + plain + named + postsRelations.replace('posts', 'post'));
  });
});

describe('relations that are there get one more', () => {
  it.each([
    ['({ many })', '({ many, one })', 'one'],
    ['({ many: m })', '({ many: m, one })', 'one'],
    ['({ one, many })', '({ one, many })', 'one'],
    ['({ one: single, many })', '({ one: single, many })', 'single'],
    ['(helpers)', '(helpers)', 'helpers.one'],
    ['helpers', 'helpers', 'helpers.one'],
    ['()', '({ one })', 'one'],
  ])('with %s', (before, after, helper) => {
    const relations = (parameter: string, more: string): string =>
      `${both + plain}${usersRelations}\nexport const postsRelations = relations(posts, ${parameter} => ({${more}}));\n`;
    const entry = `\n  author: ${helper}(users, { fields: [posts.authorId], references: [users.id] }),\n`;
    expect(authorIn(relations(before, ''))).toBe(relations(after, entry));
  });

  it('in a callback with a return, behind the others', () => {
    const text = (more: string): string =>
      `${both + plain}${usersRelations}
const postsRelations = relations(posts, function (r) {
  return {
    comments: r.many(comments), // newest first
${more}  };
});
`;
    const entry = '    author: r.one(users, { fields: [posts.authorId], references: [users.id] }),\n';
    expect(authorIn(text(''))).toBe(text(entry));
  });

  it('through an alias of relations, or a namespace', () => {
    for (const [imported, name] of [
      ["import { relations } from 'drizzle-orm/relations';", 'relations'],
      ["import { relations as rel } from 'drizzle-orm';", 'rel'],
      ["import * as orm from 'drizzle-orm';", 'orm.relations'],
    ] as const) {
      const text = `${imported}\n${plain}${usersRelations.replace('relations(', `${name}(`)}`;
      expect(authorIn(text)).toBe(text + postsRelations.replace('relations(', `${name}(`));
    }
  });
});

describe('several relations of the same two tables', () => {
  const twice = plain.replace(
    '.references(() => users.id),\n',
    ".references(() => users.id),\n  editorId: integer('editor_id').references(() => users.id),\n",
  );

  it('are told apart by relationName, and those that are there get theirs', () => {
    const before = both + twice + postsRelations + usersRelations;
    const after = authorIn(before, 'editor:one');
    expect(after.slice((both + twice).length)).toMatchInlineSnapshot(`
      "
      export const postsRelations = relations(posts, ({ one }) => ({
        author: one(users, {
          fields: [posts.authorId],
          references: [users.id],
          relationName: 'posts_author',
        }),
        editor: one(users, {
          fields: [posts.editorId],
          references: [users.id],
          relationName: 'posts_editor',
        }),
      }));

      export const usersRelations = relations(users, ({ many }) => ({
        posts: many(posts, { relationName: 'posts_author' }),
        editorPosts: many(posts, { relationName: 'posts_editor' }),
      }));
      "
    `);
  });

  it('belong to a side that waits for them, by its name', () => {
    const waiting = usersRelations.replace('many(posts)', "many(posts, { relationName: 'wrote' })");
    const after = authorIn(both + twice + waiting, 'author:one:users:author_id');
    expect(after).toContain("relationName: 'wrote' }),\n}));\n");
    expect(after).toContain(waiting);
  });

  it('belong to it also where a constant holds its name', () => {
    const waiting = `const wrote = 'posts-by-author';\n${usersRelations.replace('many(posts)', 'many(posts, { relationName: wrote })')}`;
    expect(authorIn(both + twice + waiting, 'author:one:users:author_id')).toContain("relationName: 'posts-by-author'");
    const computed = waiting.replace("= 'posts-by-author'", '= nameOf(posts)');
    expect(refusal(line, { [schemaPath]: both + twice + computed }, 'posts', 'author:one').message).toContain(
      'what pairs users.posts is computed, so it cannot be edited safely',
    );
  });

  it('name both choices where no column is called like the relation', () => {
    const { message, fix } = refusal(line, { [schemaPath]: twice }, 'posts', 'owner:one:users');
    expect(message).toContain('2 foreign keys fit: posts.authorId → users; posts.editorId → users');
    expect(fix).toBe('Say which one: owner:one:users:authorId or owner:one:users:editorId');
  });
});

describe('a table that refers to itself', () => {
  it('has both sides in one call, with a relationName', () => {
    const text = `${head}export const categories = pgTable('categories', {
  id: integer('id').primaryKey(),
  parentId: integer('parent_id').references((): AnyPgColumn => categories.id),
});
`;
    const parent = filesAfter(line, { [schemaPath]: text }, 'categories', 'parent:one')[schemaPath] ?? '';
    expect(parent).toContain("children: many(categories, { relationName: 'categories_parent' }),");
    const children = filesAfter(line, { [schemaPath]: text }, 'categories', 'children:many:categories')[schemaPath];
    expect(children).toBe(parent);
  });
});

describe('over a table in between', () => {
  const text = `${head + tables}
export const memberships = pgTable('memberships', {
  userId: integer('user_id').references(() => users.id),
  postId: integer('post_id').references(() => posts.id),
});
`;

  it('both tables have many of its rows, which have one of both', () => {
    const plan = planIn(
      line,
      { [schemaPath]: text },
      { table: 'users', fields: ['liked:many:posts:through=memberships'] },
    );
    expect(plan.changes[0]?.after).toBe(`${both + text}
export const membershipsRelations = relations(memberships, ({ one }) => ({
  user: one(users, { fields: [memberships.userId], references: [users.id] }),
  post: one(posts, { fields: [memberships.postId], references: [posts.id] }),
}));

export const usersRelations = relations(users, ({ many }) => ({
  memberships: many(memberships),
}));

export const postsRelations = relations(posts, ({ many }) => ({
  memberships: many(memberships),
}));
`);
    expect(plan.nextSteps?.join('\n')).toContain('with: { memberships: { with: { post: true } } }');
  });

  it('what is there of it stays, and what is missing is added', () => {
    const half = `${both + text}
export const membershipsRelations = relations(memberships, ({ one }) => ({
  member: one(users, { fields: [memberships.userId], references: [users.id] }),
}));
`;
    const after =
      filesAfter(line, { [schemaPath]: half }, 'users', 'liked:many:posts:through=memberships')[schemaPath] ?? '';
    expect(after).toContain('  member: one(users,');
    expect(after).not.toContain('  user: one(users,');
    expect(after).toContain('relations(users, ({ many }) => ({\n  memberships: many(memberships),');
    const again = refusal(line, { [schemaPath]: after }, 'users', 'liked:many:posts:through=memberships');
    expect(again.message).toContain('leads from each of the two tables to the other already');
  });
});

it('a table may be named with its file', () => {
  const twice = { 'src/schema/a.ts': plain, 'src/schema/b.ts': plain.replaceAll('integer', 'text') };
  const setup = { schema: ['src/schema'] };
  expect(refusal(line, twice, 'src/schema/a.ts:posts', 'author:one:users', {}, setup).message).toContain('2 tables');
  const typed = 'author:one:src/schema/a.ts:users:author_id';
  const made = filesAfter(line, twice, 'src/schema/a.ts:posts', typed, {}, setup);
  expect(Object.keys(made)).toEqual(['src/schema/a.ts']);
});

describe('in files of their own', () => {
  const folder = {
    'src/schema/users.ts': `${head}${tables.split('\n\n')[0]}\n`,
    'src/schema/posts.ts': `${head}import { users } from './users.js';\n\n${tables.split('\n\n')[1]}`.replace(
      "core';\n\nimport",
      "core';\nimport",
    ),
    'src/schema/index.ts': "export { users } from './users.js';\nexport * from './posts.js';\n",
  };
  const setup = { schema: ['src/schema/index.ts'] };

  it('each side goes to its table, with the import of the other, and into a barrel that lists names', () => {
    const plan = planIn(line, folder, { table: 'posts', fields: ['author:one'] }, setup);
    const after = Object.fromEntries(plan.changes.map((change) => [change.path, change.after]));
    expect(Object.keys(after).sort()).toEqual(Object.keys(folder).sort());
    expect(after['src/schema/index.ts']).toContain('export { users, usersRelations } from');
    expect(after['src/schema/users.ts']).toContain("import { posts } from './posts.js';");
    expect(after['src/schema/posts.ts']).toBe(both + folder['src/schema/posts.ts'] + postsRelations);
    expect(plan.nextSteps?.join('\n')).toContain('import each other');
  });

  it('not where a file of the circle needs the other while it is loaded', () => {
    const eager = {
      ...folder,
      'src/schema/users.ts': `${folder['src/schema/users.ts']}\nexport const stamps = { at: integer('at') };\n`,
      'src/schema/posts.ts': folder['src/schema/posts.ts']
        .replace('{ users }', '{ stamps, users }')
        .replace('  id:', '  ...stamps,\n  id:'),
    };
    const { message, fix } = refusal(line, eager, 'posts', 'author:one', {}, setup);
    expect(message).toContain('src/schema/posts.ts needs stamps of src/schema/users.ts while it is being loaded');
    expect(fix).toContain('--no-inverse');
    const one = filesAfter(line, eager, 'posts', 'author:one', { inverse: false }, setup);
    expect(Object.keys(one)).toEqual(['src/schema/posts.ts']);
  });

  it('in the file of all relations, with its own names for the tables', () => {
    const apart = {
      [schemaPath]: plain,
      'src/relations.ts': `${both}import * as schema from './schema';\n\nexport const usersRelations = relations(schema.users, ({ many }) => ({\n  posts: many(schema.posts),\n}));\n`,
    };
    expect(filesAfter(line, apart, 'posts', 'author:one')).toEqual({
      'src/relations.ts': `${apart['src/relations.ts']}
export const postsRelations = relations(schema.posts, ({ one }) => ({
  author: one(schema.users, { fields: [schema.posts.authorId], references: [schema.users.id] }),
}));
`,
    });
  });

  it('completes the import that the file has of the schema', () => {
    const apart = {
      [schemaPath]: plain,
      'src/relations.ts': `${both}import { users } from './schema';\n\nexport const usersRelations = relations(users, () => ({}));\n`,
    };
    const after = filesAfter(line, apart, 'posts', 'author:one')['src/relations.ts'] ?? '';
    expect(after).toContain("import { posts, users } from './schema';");
    expect(after).toContain('relations(users, ({ many }) => ({\n  posts: many(posts),\n}))');
  });
});

describe('the next steps', () => {
  const steps = (client: string): string =>
    (
      planIn(line, { [schemaPath]: plain, 'src/db.ts': client }, { table: 'posts', fields: ['author:one'] })
        .nextSteps ?? []
    ).join('\n');
  const imports = "import { drizzle } from 'drizzle-orm/pglite';\nimport * as schema from './schema';\n";

  it('say that there is no migration, and how to query', () => {
    const told = steps(`${imports}export const db = drizzle(client, { schema });\n`);
    expect(told).toBe(
      'Relations are code alone: there is no migration to generate.\nUse it: await db.query.posts.findMany({ with: { author: true } })',
    );
  });

  it('are silent about clients of scripts where another one has the schema', () => {
    const script = "import { drizzle } from 'drizzle-orm/pglite';\nawait migrate(drizzle(url));\n";
    const client = `${imports}export const db = drizzle(client, { schema });\n`;
    const files = { [schemaPath]: plain, 'src/db.ts': client, 'scripts/migrate.ts': script };
    expect(planIn(line, files, { table: 'posts', fields: ['author:one'] }).nextSteps?.join()).not.toContain(
      'drizzle()',
    );
  });

  it('name the mode that mysql2 wants with a schema', () => {
    expect(steps("import { drizzle } from 'drizzle-orm/mysql2';\nexport const db = drizzle(pool);\n")).toContain(
      "drizzle(…, { schema, mode: 'default' })",
    );
  });

  it('say what a client lacks', () => {
    expect(steps("import { drizzle } from 'drizzle-orm/pglite';\nexport const db = drizzle(client);\n")).toContain(
      "src/db.ts:2: give drizzle() the schema, db.query needs it: drizzle(…, { schema }), with import * as schema from './schema'",
    );
    expect(
      steps(
        "import { drizzle } from 'drizzle-orm/pglite';\nimport { posts, users } from './schema';\nexport const db = drizzle(client, { schema: { posts, users } });\n",
      ),
    ).toContain('src/db.ts:3: add to the schema of drizzle(): postsRelations, usersRelations');
  });
});
