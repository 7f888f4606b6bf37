import { describe, expect, it } from 'vitest';
import { renameColumn } from '../../../generators/rename-column/index.js';
import { renameTable } from '../../../generators/rename-table/index.js';
import type { PlannedRename } from '../../../src/scaffold/generator.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

const core = 'drizzle-orm/pg-core';
const path = 'src/schema.ts';

/** What a rename does to the schema files, and what it asks for as a migration; none is made. */
async function planned(files: Record<string, string>, what: string, to: string, code = false, setup: Setup = {}) {
  const asked: PlannedRename[] = [];
  const schema = Object.keys(files).filter((file) => file.endsWith('.ts'));
  const context = {
    ...contextOf(folderWith(files), { schema, ...setup }),
    planRename: async (one: PlannedRename) => {
      asked.push(one);
      return [];
    },
  };
  const [table = '', column] = what.split('.');
  const plan = await (column === undefined
    ? renameTable.plan(renameTable.answers({ table, to, export: code }), context)
    : renameColumn.plan(renameColumn.answers({ table, column, to, property: code }), context));
  return { files: outcome(plan), asked: asked[0], plan };
}
const edited = async (text: string, what: string, to: string, code = false, setup: Setup = {}) =>
  (await planned({ [path]: text }, what, to, code, setup)).files[path];

const head = `import { index, pgTable, text, varchar } from '${core}';\n\n`;
const users = (column: string, rest = ''): string =>
  `${head}export const users = pgTable('users', {\n  id: text('id').primaryKey(),\n  ${column},\n}${rest});\n`;

describe('a column gets another name in the database', () => {
  it.each([
    ["name: text('name').notNull()", "name: text('full_name').notNull()"],
    ['name: text().notNull()', "name: text('full_name').notNull()"],
    ['name: varchar({ length: 9 })', "name: varchar('full_name', { length: 9 })"],
    ["name: varchar('name', { length: 9 })", "name: varchar('full_name', { length: 9 })"],
    ['name: text("name")', 'name: text("full_name")'],
    ['name: text(`name`)', "name: text('full_name')"],
  ])('and code goes on as it is: %s', async (before, wanted) => {
    expect(await edited(users(before), 'users.name', 'full_name')).toBe(users(wanted));
  });

  it('by its property or its name, under the case of the table', async () => {
    const text = users("placedAt: text('placed_at')");
    expect(await edited(text, 'users.placedAt', 'orderedAt')).toContain("placedAt: text('ordered_at')");
    expect(await edited(text, 'users.placed_at', 'ordered_at')).toContain("placedAt: text('ordered_at')");
  });

  it('and the migration is told', async () => {
    const { asked, plan } = await planned({ [path]: users("name: text('name')") }, 'users.name', 'full_name');
    expect(asked?.rename).toEqual({ kind: 'column', schema: null, table: 'users', from: 'name', to: 'full_name' });
    expect(asked?.name).toBe('rename_users_name_to_full_name');
    expect(plan.nextSteps?.[0]).toBe('Code still says name; only the database says full_name.');
    expect(plan.nextSteps?.at(-1)).toContain('lockstep review says how');
  });

  it('with --property in the code of the schema files too', async () => {
    const text = users("name: text('name')", ", (t) => [index('i').on(t.name)]").concat(`
export const posts = pgTable('posts', { name: text().references(() => users.name) }, (t) => [index('p').on(t.name)]);
export const r = relations(users, ({ one }) => ({ x: one(users, { fields: [users.name], references: [users.id] }) }));
export const s = createInsertSchema(users, { name: (one) => one.min(1) }).pick({ name: true });
export const n = users['name'];
export const f = (users: { name: string }) => users.name;
export const { name, ...rest } = getTableColumns(users);
`);
    expect(await edited(text, 'users.name', 'full_name', true)).toBe(
      users("fullName: text('full_name')", ", (t) => [index('i').on(t.fullName)]").concat(`
export const posts = pgTable('posts', { name: text().references(() => users.fullName) }, (t) => [index('p').on(t.name)]);
export const r = relations(users, ({ one }) => ({ x: one(users, { fields: [users.fullName], references: [users.id] }) }));
export const s = createInsertSchema(users, { fullName: (one) => one.min(1) }).pick({ fullName: true });
export const n = users['fullName'];
export const f = (users: { name: string }) => users.name;
export const { fullName: name, ...rest } = getTableColumns(users);
`),
    );
  });

  it('without a written name where casing makes it', async () => {
    const text = users('name: text()');
    const setup: Setup = { casing: 'snake_case' };
    expect(await edited(text, 'users.name', 'full_name', true, setup)).toContain('  fullName: text(),');
    expect(await edited(text, 'users.name', 'full_name', false, setup)).toContain("  name: text('full_name'),");
  });

  it('where options take the table apart', async () => {
    const text = users("name: text('name')", ", ({ name }) => [index('i').on(name)]");
    expect(await edited(text, 'users.name', 'full_name', true)).toBe(
      users("fullName: text('full_name')", ", ({ fullName: name }) => [index('i').on(name)]"),
    );
  });

  it.each([
    ['a name that is taken', users("name: text('name')"), 'id', 'has a column id already, in src/schema.ts:4'],
    ['the name it has', users("name: text('name')"), 'name', 'is called name in the database already'],
    ['a helper of the project', users('name: named()'), 'full_name', 'not made with a column builder'],
    [
      'SQL text with its name',
      users("name: text('name')", ", (t) => [check('c', sql`name > 0`)]"),
      'full_name',
      'the check constraint c (src/schema.ts:6)',
    ],
    ['a reserved word', users("name: text('name')"), 'order', 'reserved word'],
  ])('but not with %s', async (_, text, to, message) => {
    await expect(edited(text, 'users.name', to)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
      fix: expect.any(String),
    });
  });
});

describe('a table gets another name in the database', () => {
  it('and code goes on as it is', async () => {
    const text = users("name: text('name')");
    const { files, asked, plan } = await planned({ [path]: text }, 'users', 'customers');
    expect(files[path]).toBe(text.replace("pgTable('users'", "pgTable('customers'"));
    expect(asked).toMatchObject({
      rename: { kind: 'table', schema: null, from: 'users', to: 'customers' },
      name: 'rename_users_to_customers',
    });
    expect(plan.nextSteps?.[0]).toBe('Code still says users; only the database says customers.');
    expect(plan.nextSteps?.at(-1)).toContain('lockstep review says how');
  });

  it('within its schema, and without the prefix of a creator', async () => {
    const text = `import { pgSchema, pgTableCreator, text } from '${core}';
export const app = pgSchema('app');
export const make = pgTableCreator((name) => \`shop_\${name}\`);
export const users = app.table('users', { id: text() });
export const carts = make('carts', { id: text() });
`;
    const inSchema = await planned({ [path]: text }, 'app.users'.replace('app.', ''), 'people');
    expect(inSchema.asked?.rename).toMatchObject({ schema: 'app', from: 'users', to: 'people' });
    const prefixed = await planned({ [path]: text }, 'carts', 'baskets');
    expect(prefixed.asked?.rename).toMatchObject({ from: 'shop_carts', to: 'shop_baskets' });
    expect(prefixed.files[path]).toContain("make('baskets'");
    expect((await planned({ [path]: text }, 'carts', 'shop_baskets')).files[path]).toContain("make('baskets'");
  });

  it('with --export in the code of the schema files too', async () => {
    const files = {
      [path]: users(
        "boss: text('boss').references((): AnyPgColumn => users.id)",
        ", (users) => [index('i').on(users.id)]",
      ),
      'src/posts.ts': `import { users } from './schema';\nimport { users as people } from './schema';\n\nexport const posts = pgTable('posts', { a: text().references(() => users.id), b: text().references(() => people.id) });\nexport const all = { users };\n`,
      'src/index.ts': "export { users } from './schema';\nexport * from './posts';\n",
      'src/relations.ts': `import * as schema from './index';\n\nexport const r = defineRelations(schema, (r) => ({\n  users: { posts: r.many.posts({ from: r.users.id, to: r.posts.a }) },\n  posts: { user: r.one.users() },\n}));\nexport const x = schema.users.id;\n`,
    };
    const now = (await planned(files, 'users', 'customers', true)).files;
    expect(now[path]).toBe(
      files[path]
        ?.replace("users = pgTable('users'", "customers = pgTable('customers'")
        .replace('=> users.id)', '=> customers.id)'),
    );
    expect(now['src/posts.ts']).toBe(
      "import { customers } from './schema';\nimport { customers as people } from './schema';\n\nexport const posts = pgTable('posts', { a: text().references(() => customers.id), b: text().references(() => people.id) });\nexport const all = { users: customers };\n",
    );
    expect(now['src/index.ts']).toBe("export { customers } from './schema';\nexport * from './posts';\n");
    expect(now['src/relations.ts']).toBe(
      files['src/relations.ts']
        .replace('  users: {', '  customers: {')
        .replace('r.users.id', 'r.customers.id')
        .replace('r.one.users', 'r.one.customers')
        .replace('schema.users', 'schema.customers'),
    );
  });

  it.each([
    [
      'a name that is taken',
      `${users("name: text('name')")}export const posts = pgTable('posts', { id: text() });\n`,
      'posts',
      'There is a table posts already, in src/schema.ts:7',
    ],
    ['the name it has', users("name: text('name')"), 'users', 'is called users already'],
    [
      'SQL text with its name',
      `${users("name: text('name')")}export const v = pgView('v', {}).as(sql\`select 1 from users\`);\n`,
      'people',
      'stands in SQL text: src/schema.ts:7',
    ],
  ])('but not with %s', async (_, text, to, message) => {
    await expect(edited(text, 'users', to)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  it('nor its export, where the name is taken in code', async () => {
    const text = `${users("name: text('name')")}export const customers = 1;\n`;
    await expect(edited(text, 'users', 'customers', true)).rejects.toMatchObject({
      message: 'The name customers is taken in src/schema.ts.',
    });
  });
});
