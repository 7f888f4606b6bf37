import { describe, expect, it } from 'vitest';
import { column } from '../../../generators/column/index.js';
import { LockstepError } from '../../../src/errors.js';
import { dialects } from '../../../src/project/dialects.js';
import { emptyDatabase } from '../../database/engines.js';
import { hasMysql } from '../../helpers/servers.js';
import { migrationBetween, snapshotOf } from '../table/evaluate.js';
import { compile, contextOf, folderWith, outcome, type Setup, write } from '../table/fixture.js';

const core = 'drizzle-orm/pg-core';
const folder = { schema: ['src/db'] };
const users = `import { pgTable, uuid } from '${core}';\n\nexport const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n});\n`;

const planIn = (files: Record<string, string>, table: string, fields: string[], setup: Setup = folder) =>
  column.plan(column.answers({ table, fields }), contextOf(folderWith(files), setup));

function refusal(files: Record<string, string>, table: string, fields: string[]): LockstepError {
  try {
    planIn(files, table, fields);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('the table of a new column', () => {
  const files = {
    'src/db/index.ts': "export * from './shop';\nexport { users } from './users';\n",
    'src/db/users.ts': users,
    'src/db/shop.ts': `import { pgSchema, pgTableCreator, uuid } from '${core}';

export const app = pgSchema('sales');
const make = pgTableCreator((name) => \`shop_\${name}\`);
export const orders = app.table('orders', { id: uuid('id') });
export const archived = pgSchema('old').table('orders', { id: uuid('id') });
export const carts = make('cart', { id: uuid('id') });
const hidden = make('hidden', { id: uuid('id') });
`,
  };

  it.each([
    ['users', 'src/db/users.ts'],
    ['orders', 'src/db/shop.ts'],
    ['sales.orders', 'src/db/shop.ts'],
    ['app.orders', 'src/db/shop.ts'],
    ['carts', 'src/db/shop.ts'],
    ['cart', 'src/db/shop.ts'],
    ['shop_cart', 'src/db/shop.ts'],
    ['src/db/users.ts:users', 'src/db/users.ts'],
  ])('is found by what people call it: %s', (typed, path) => {
    expect(Object.keys(outcome(planIn(files, typed, ['a:uuid'])))).toEqual([path]);
  });

  it('that is not there is an error with the nearest', () => {
    expect(refusal(files, 'user', ['a:uuid'])).toMatchObject({
      exitCode: 2,
      message: 'There is no table "user" in the schema.',
      fix: expect.stringContaining('Did you mean users?'),
    });
  });

  it('that there are several of is an error with their places and what to type instead', () => {
    const twice = { ...files, 'src/db/old.ts': users.replace('export const users', 'export const formerUsers') };
    const found = refusal({ ...twice, 'src/db/x.ts': users }, 'users', ['a:uuid']);
    expect(found.message).toMatch(
      /^users is the name of 3 tables: src\/db\/old\.ts:3, src\/db\/users\.ts:3, src\/db\/x\.ts:3\.$/,
    );
    expect(found.fix).toBe('Say which one: formerUsers or src/db/users.ts:users or src/db/x.ts:users.');
    expect(found.fix).toContain('src/db/x.ts:users');
  });

  it('may be the default export', () => {
    const text = users.replace('export const users =', 'export default');
    const now = outcome(planIn({ 'src/db/users.ts': text }, 'users', ['b:text:index']));
    expect(now['src/db/users.ts']).toContain("b: text('b'),");
    const other = { 'src/db/users.ts': text, 'src/db/x.ts': users.replaceAll('users', 'x') };
    expect(refusal(other, 'x', ['a:references:users']).message).toContain('without a name');
    expect(refusal(other, 'users', ['a:references:users']).message).toContain('without a name');
  });

  it('that is not exported is an error with its place', () => {
    expect(refusal(files, 'hidden', ['a:uuid'])).toMatchObject({ path: 'src/db/shop.ts', line: 8 });
  });
});

describe('a column that makes no sense', () => {
  const table = (columns: string): Record<string, string> => ({
    'src/db/users.ts': `import { pgTable, timestamp, uuid } from '${core}';\nconst stamps = { createdAt: timestamp('created_at') };\n\nexport const users = pgTable('users', ${columns});\n`,
  });
  it.each([
    ['that is there', '{\n  id: uuid(),\n}', 'id:uuid', 'has a column id already, in src/db/users.ts:5', 5],
    ['that a spread has', '{\n  id: uuid(),\n  ...stamps\n}', 'created_at:text', 'in src/db/users.ts:2', 2],
    ['in columns from a call', 'columnsOf()', 'a:uuid', 'not written as an object', 4],
    ['in columns from a name', 'stamps', 'a:uuid', 'not written as an object', 4],
    ['in columns that are only spread', '{ ...stamps }', 'a:uuid', 'come from elsewhere', 4],
    ['in columns with computed keys', '{ [key]: uuid() }', 'a:uuid', 'computed', 4],
    ['that is a key', '{ id: uuid() }', 'a:uuid:primary', 'no primary key', 4],
  ])('%s is refused with its place', (_, columns, field, message, line) => {
    const error = refusal(table(columns), 'users', [field]);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ path: 'src/db/users.ts', line, exitCode: 2, fix: expect.any(String) });
  });

  it('that two tables would require of each other is refused', () => {
    const both = `${users}\nexport const teams = pgTable('teams', {\n  id: uuid('id').primaryKey(),\n  owner: uuid('owner').notNull().references(() => users.id),\n});\n`;
    expect(refusal({ 'src/db/users.ts': both }, 'users', ['team:references:required'])).toMatchObject({
      message: expect.stringContaining('neither table could get its first row'),
      line: 9,
    });
    expect(planIn({ 'src/db/users.ts': both }, 'users', ['team:references']).changes).toHaveLength(1);
  });

  it('given twice is refused', () => {
    expect(refusal({ 'src/db/users.ts': users }, 'users', ['a:uuid', 'a:text']).message).toContain('given by a:uuid');
  });

  it('where the code cannot be edited comes with the code to paste', () => {
    expect(refusal(table('columnsOf()'), 'users', ['a:uuid:required']).fix).toContain("a: uuid('a').notNull(),");
    const options = refusal(table('{\n  id: uuid(),\n}, makeOptions'), 'users', ['a:uuid:index']);
    expect(options.fix).toContain("index('users_a_idx').on(table.a),");
    expect(options).toMatchObject({ path: 'src/db/users.ts', line: 4 });
  });

  it('in a file with a syntax error is an error with its line', () => {
    expect(refusal({ 'src/db/users.ts': `${users}const = 1;\n` }, 'users', ['a:uuid'])).toMatchObject({ line: 6 });
  });
});

describe('what a new column means', () => {
  const usersOf = {
    postgresql: users,
    sqlite: `import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\nexport const users = sqliteTable('users', { id: text('id') });\n`,
    mysql: `import { mysqlTable, text } from 'drizzle-orm/mysql-core';\n\nexport const users = mysqlTable('users', { id: text('id') });\n`,
  };
  const next = (field: string, dialect: keyof typeof usersOf = 'postgresql'): string[] =>
    planIn({ 'src/db/users.ts': usersOf[dialect] }, 'users', [field], { ...folder, dialect }).nextSteps ?? [];

  it('is said for a required one without a default', () => {
    expect(next('a:integer:required')).toEqual([
      expect.stringContaining('fails where users has rows'),
      'npm run db:generate -- --name add_a_to_users',
    ]);
    expect(next('a:integer:required', 'mysql')[0]).toContain('empty value');
    expect(next('a:uuid:required:default=uuid', 'sqlite')[0]).toContain('fails where users has rows');
  });

  it('is said for a default that SQLite cannot add', () => {
    expect(next('a:timestamp:required:default=now', 'sqlite')[0]).toContain('only to a table without rows');
  });

  it('is not said where there is nothing to say', () => {
    expect(next('a:integer:required:default=1')).toHaveLength(1);
    expect(next('a:integer')).toHaveLength(1);
  });
});

describe('a schema of several files', () => {
  it('gets its imports from the file of the other table, and its enum through the barrel', () => {
    const files = {
      'src/db/index.ts': "export { users } from './users.js';\nexport * from './posts.js';\n",
      'src/db/users.ts': users,
      'src/db/posts.ts': users.replaceAll('users', 'posts'),
    };
    const now = outcome(planIn(files, 'users', ['post:references', 'state:enum:on,off']));
    expect(now['src/db/users.ts']).toContain("import { posts } from './posts.js';");
    expect(now['src/db/index.ts']).toBe(
      "export { users, userState } from './users.js';\nexport * from './posts.js';\n",
    );
  });
});

describe.each(dialects.filter((dialect) => dialect !== 'mysql' || hasMysql()))('a column in %s', (dialect) => {
  const before = {
    postgresql: `import { pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n  createdAt: timestamp('created_at').notNull().defaultNow(),\n});\n\nexport const orders = pgTable('orders', {\n  id: uuid('id').primaryKey(),\n});\n`,
    sqlite: `import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\nexport const users = sqliteTable('users', {\n  id: text('id').primaryKey(),\n});\n\nexport const orders = sqliteTable('orders', {\n  id: text('id').primaryKey(),\n});\n`,
    mysql: `import { mysqlTable, varchar } from 'drizzle-orm/mysql-core';\n\nexport const users = mysqlTable('users', (t) => ({\n  id: t.varchar('id', { length: 36 }).primaryKey(),\n}));\n\nexport const orders = mysqlTable('orders', {\n  id: varchar('id', { length: 36 }).primaryKey(),\n});\n`,
  }[dialect];

  it('compiles, is what drizzle-kit understands, and migrates a table with a row', async () => {
    const root = folderWith({ 'src/schema.ts': before });
    const context = { dialect, schema: ['src/schema.ts'] };
    const [empty, old] = [await snapshotOf(root, null, dialect), await snapshotOf(root, 'src/schema.ts', dialect)];
    for (const [table, fields] of [
      ['users', ['total:numeric:10,2:required:default=0:index', 'note:text', 'state:enum:on,off:required:default=on']],
      ['orders', ['user:references:users:cascade', 'code:string:20:unique']],
      ['users', ['last_order:references:orders:set-null']],
    ] as const) {
      const plan = column.plan(column.answers({ table, fields: [...fields] }), contextOf(root, context));
      for (const change of plan.changes) write(root, { [change.path]: change.after ?? '' });
    }
    expect(compile(root)).toBe('');
    const now = await snapshotOf(root, 'src/schema.ts', dialect);
    const migration = await migrationBetween(old, now, dialect);
    expect(migration.join('\n')).toContain('users_total_idx');

    const engine = await emptyDatabase(dialect);
    for (const statement of await migrationBetween(empty, old, dialect)) await engine.run(statement);
    await engine.run(`INSERT INTO users (id) VALUES ('8d5c3c1e-2b0a-4c5e-9f53-0f9a1c2b3d4e')`);
    for (const statement of migration) await engine.run(statement);
    expect(await engine.query('SELECT state, note FROM users')).toEqual([{ state: 'on', note: null }]);
  }, 60_000);
});
