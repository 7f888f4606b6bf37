import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { table } from '../../../generators/table/index.js';
import { LockstepError } from '../../../src/errors.js';
import { dialects } from '../../../src/project/dialects.js';
import { statementsOf } from './evaluate.js';
import { compile, contextOf, folderWith, formatted, outcome, planIn, write } from './fixture.js';

const core = 'drizzle-orm/pg-core';
const users = `import { pgTable, text, timestamp, uuid } from '${core}';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
`;
const story =
  'number:integer:required user:references:users total:numeric:10,2:required status:enum:open,paid,shipped:default=open placed_at:timestamp:default=now'.split(
    ' ',
  );
const oneFile = { schema: ['./src/db/schema.ts'] };

/** What is added to `before`: the rest must be there, unchanged and in order. */
function added(before: string, now: string | null | undefined): string {
  expect(now).not.toBeNull();
  const text = now ?? '';
  let at = 0;
  let rest = '';
  for (const char of text) {
    if (char === before[at]) at++;
    else rest += char;
  }
  expect(at).toBe(before.length);
  return rest;
}

function refusal(files: Record<string, string>, answers: Parameters<typeof planIn>[1], setup = {}): LockstepError {
  try {
    planIn(files, answers, setup);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a table in a folder', () => {
  it('is a new file with a line in the barrel', () => {
    const plan = planIn(
      { 'src/db/schema/users.ts': users, 'src/db/schema/index.ts': "export * from './users';\n" },
      { name: 'orders', fields: story },
    );
    expect(plan.changes.map(({ path, kind }) => [path, kind])).toEqual([
      ['src/db/schema/orders.ts', 'create'],
      ['src/db/schema/index.ts', 'edit'],
    ]);
    expect(plan.nextSteps).toEqual(['npm run db:generate -- --name add_orders']);
    expect(outcome(plan)).toMatchSnapshot();
  });

  it.each(dialects)(
    'is the same story in %s: compiled, understood by drizzle-kit, formatted',
    async (dialect) => {
      const schema = ['src/schema'];
      const root = folderWith({ 'src/schema/index.ts': '', 'biome.json': '{ "formatter": { "lineWidth": 80 } }' });
      for (const [name, fields] of [
        ['users', ['email:string:required:unique']],
        ['orders', story],
      ] as const) {
        const plan = table.plan(table.answers({ name, fields: [...fields] }), contextOf(root, { dialect, schema }));
        for (const change of plan.changes) {
          write(root, { [change.path]: change.after ?? '' });
          expect(formatted(change.after ?? '', 80)).toBe(change.after);
        }
      }
      expect(compile(root)).toBe('');
      const statements = (await statementsOf(root, 'src/schema/index.ts', dialect)).join('\n');
      expect(statements).toContain('orders_user_id_idx');
      expect(statements).toMatch(/FOREIGN KEY \(.user_id.\) REFERENCES .*users/);
      expect(statements).toMatch(/.total. (numeric|decimal)/);
      expect(statements).toContain("DEFAULT 'open'");
    },
    60_000,
  );

  it('is not compiled by a compiler that accepts anything', () => {
    expect(compile(folderWith({ 'src/a.ts': 'export const a: string = 1;\n' }))).toContain('TS2322');
  });

  it.each([
    [{ 'user-profiles.ts': ['user_profiles', 'userProfiles'] }, 'order-items.ts', 'orderItems', 'order_items'],
    [{ 'userProfiles.ts': ['user_profiles', 'userProfiles'] }, 'orderItems.ts', 'orderItems', 'order_items'],
    [{ 'user_profiles.ts': ['user_profiles', 'user_profiles'] }, 'order_items.ts', 'order_items', 'order_items'],
    [{ 'user-profile.ts': ['user_profiles', 'userProfiles'] }, 'order-item.ts', 'orderItems', 'order_items'],
    [{ 'users.schema.ts': ['users', 'usersTable'] }, 'order-items.schema.ts', 'orderItemsTable', 'order_items'],
    [{ 'user.ts': ['user', 'users'], 'post.ts': ['post', 'posts'] }, 'order-items.ts', 'orderItems', 'order_items'],
    [{ 'UserProfile.mts': ['UserProfiles', 'UserProfile'] }, 'OrderItem.mts', 'OrderItem', 'OrderItems'],
    [
      { 'users.ts': ['users', 'users'], 'carts.sql.ts': ['carts', 'carts'], 'teams.sql.ts': ['teams', 'teams'] },
      'order-items.sql.ts',
      'orderItems',
      'order_items',
    ],
  ])('is named as its neighbours are: %j', (neighbours, file, exportName, name) => {
    const files = Object.fromEntries(
      Object.entries(neighbours).map(([path, [sql, local]]) => [
        `src/db/schema/${path}`,
        `import { pgTable, text } from '${core}';\n\nexport const ${local} = pgTable('${sql}', {\n  id: text('id').primaryKey(),\n});\n`,
      ]),
    );
    const changes = outcome(planIn(files, { name: 'order_items' }));
    expect(Object.keys(changes)).toEqual([`src/db/schema/${file}`]);
    expect(changes[`src/db/schema/${file}`]).toContain(`export const ${exportName} = pgTable('${name}', {`);
  });

  it.each([
    ["export * from './users.js';\n", "'./users.js'"],
    ["export * from './users.ts';\n", "'./users.ts'"],
    ["export * from './users';\n", "'./users'"],
  ])('imports and is exported with the ending that its neighbours use: %s', (barrel, module) => {
    const changes = outcome(
      planIn(
        { 'src/db/schema/users.ts': users, 'src/db/schema/index.ts': barrel },
        { name: 'orders', fields: ['user:references'] },
      ),
    );
    expect(changes['src/db/schema/orders.ts']).toContain(`import { users } from ${module};`);
    expect(changes['src/db/schema/index.ts']).toContain(`export * from ${module.replace('users', 'orders')};`);
  });

  it('takes the ending from the compiler when no file shows one', () => {
    const tsconfig = '{ "compilerOptions": { "module": "NodeNext" } }';
    const changes = outcome(
      planIn(
        { 'tsconfig.json': tsconfig, 'src/db/schema/users.ts': users },
        { name: 'orders', fields: ['user:references'] },
      ),
    );
    expect(changes['src/db/schema/orders.ts']).toContain("import { users } from './users.js';");
  });

  it('stands beside the files that a schema file only re-exports', () => {
    const files = { 'src/db/schema.ts': "export * from './tables/users';\n", 'src/db/tables/users.ts': users };
    const changes = outcome(planIn(files, { name: 'orders', fields: ['user:references'] }, oneFile));
    expect(Object.keys(changes)).toEqual(['src/db/tables/orders.ts', 'src/db/schema.ts']);
    expect(changes['src/db/schema.ts']).toBe("export * from './tables/orders';\nexport * from './tables/users';\n");
  });

  it('must be where drizzle-kit looks: the glob, or else the first of the files', () => {
    const glob = { schema: ['src/**/*.sql.ts'] };
    expect(Object.keys(outcome(planIn({ 'src/db/users.sql.ts': users }, { name: 'orders' }, glob)))).toEqual([
      'src/db/orders.sql.ts',
    ]);
    const list = { schema: ['src/db/users.ts', 'src/db/carts.ts'] };
    const carts = users.replaceAll('users', 'carts');
    expect(
      Object.keys(outcome(planIn({ 'src/db/users.ts': users, 'src/db/carts.ts': carts }, { name: 'orders' }, list))),
    ).toEqual(['src/db/users.ts']);
  });

  it('is made with the prefix or the schema that its neighbours are made with', () => {
    const creator = {
      'src/db/schema/_make.ts': `import { pgTableCreator } from '${core}';\nexport const createTable = pgTableCreator((name) => \`shop_\${name}\`);\n`,
      'src/db/schema/users.ts': `import { uuid } from '${core}';\nimport { createTable } from './_make';\nexport const users = createTable('users', { id: uuid('id').primaryKey() });\n`,
    };
    expect(outcome(planIn(creator, { name: 'orders' }))['src/db/schema/orders.ts']).toMatch(
      /import \{ createTable \} from '.\/_make';[\s\S]*export const orders = createTable\('orders', \{/,
    );
    const named = {
      'src/db/schema/users.ts': `import { pgSchema, uuid } from '${core}';\nexport const app = pgSchema('app');\nexport const users = app.table('users', { id: uuid('id').primaryKey() });\n`,
    };
    const text = outcome(planIn(named, { name: 'orders', fields: ['status:enum:a,b'] }))['src/db/schema/orders.ts'];
    expect(text).toContain("import { app } from './users';");
    expect(text).toContain("export const orderStatus = app.enum('order_status', ['a', 'b']);");
    expect(text).toContain("export const orders = app.table('orders', {");
  });
});

describe('a table in one file', () => {
  it('stands after the last table, with the imports completed', () => {
    const before = `${users}\nexport type User = typeof users.$inferSelect;\n`;
    expect(
      outcome(planIn({ 'src/db/schema.ts': before }, { name: 'orders', fields: story }, oneFile)),
    ).toMatchSnapshot();
  });

  const double = users.replaceAll("'", '"');
  const bare = double.replaceAll(';', '');
  it.each([
    ['CRLF', users.replaceAll('\n', '\r\n')],
    ['a BOM', `\uFEFF${users}`],
    ['tabs', users.replaceAll('  ', '\t')],
    ['no semicolons and double quotes', bare],
    ['four spaces', users.replaceAll('  ', '    ')],
    ['no final newline', users.trimEnd()],
    ['no trailing commas', users.replace(/,\n\}/, '\n}')],
    [
      'a comment after the last table and code behind it',
      `${users.trimEnd()} // the people\n\nexport const answer = 42; // é 訂\n`,
    ],
    ['odd spacing of its own', `${users}\n\n\nexport   const odd  =  [ 1,2 ]\n`],
  ])('keeps every byte of a file with %s', (_, before) => {
    const now = outcome(
      planIn({ 'src/db/schema.ts': before }, { name: 'orders', fields: ['a:integer', 'user:references'] }, oneFile),
    )['src/db/schema.ts'];
    const rest = added(before, now);
    expect(rest).toContain('orders');
    expect(rest.includes('\r')).toBe(before.includes('\r'));
    if (before.includes('\r\n')) expect((now ?? '').replaceAll('\r\n', '')).not.toContain('\n');
    if (before.includes('\t')) expect(now).toContain('\n\t\ta: integer(');
    if (before === bare) expect(rest).not.toMatch(/[;']/);
    expect((now ?? '').endsWith('\n')).toBe(before.endsWith('\n'));
  });

  it('that is empty gets its first table', () => {
    const now = outcome(planIn({ 'src/db/schema.ts': '' }, { name: 'notes', fields: ['body:text!'] }, oneFile))[
      'src/db/schema.ts'
    ];
    expect(formatted(now ?? '', 100)).toBe(now);
  });

  it('with a namespace import uses the namespace', () => {
    const before = `import * as p from '${core}';\n\nexport const users = p.pgTable('users', { id: p.uuid('id').primaryKey() });\n`;
    const now =
      outcome(
        planIn({ 'src/db/schema.ts': before }, { name: 'orders', fields: ['user:references', 's:enum:a,b'] }, oneFile),
      )['src/db/schema.ts'] ?? '';
    expect(now.startsWith(before)).toBe(true);
    expect(now).toContain("userId: p.uuid('user_id').references(() => users.id)");
    expect(now).toContain("p.pgEnum('order_s', ['a', 'b'])");
  });

  it('with a syntax error is an error with its line', () => {
    expect(refusal({ 'src/db/schema.ts': `${users}const = 1;\n` }, { name: 'orders' }, oneFile)).toMatchObject({
      path: 'src/db/schema.ts',
      line: 8,
      exitCode: 2,
    });
  });
});

describe('columns', () => {
  const text = (
    fields: string[],
    more = {},
    files: Record<string, string> = { 'src/db/schema.ts': users },
    setup = {},
  ) => outcome(planIn(files, { name: 'orders', fields, ...more }, { ...oneFile, ...setup }))['src/db/schema.ts'] ?? '';

  it('have no written names where the neighbours leave them to casing', () => {
    const before = `import { pgTable, text, uuid } from '${core}';\n\nexport const users = pgTable('users', {\n  id: uuid().primaryKey(),\n  fullName: text().notNull(),\n});\n`;
    const now = text(
      ['placed_at:timestamp', 'line_2:text'],
      {},
      { 'src/db/schema.ts': before },
      { casing: 'snake_case' },
    );
    expect(now).toContain('placedAt: timestamp({ withTimezone: true }),');
    // drizzle would make line2 of it.
    expect(now).toContain("line2: text('line_2'),");
  });

  it('are properties in snake_case where the neighbours have them so', () => {
    const before = users.replace('createdAt:', 'created_at:');
    expect(text(['placed_at:timestamp'], {}, { 'src/db/schema.ts': before })).toContain(
      "placed_at: timestamp('placed_at', { withTimezone: true }),",
    );
  });

  it('can do without timestamps and with another key', () => {
    const now = text(['created_at:date'], { timestamps: false, key: 'identity' });
    expect(now).toContain("id: integer('id').primaryKey().generatedAlwaysAsIdentity(),");
    expect(now).toContain("createdAt: date('created_at'),");
    expect(now).not.toContain('updatedAt');
  });

  it('can be a key of several', () => {
    const now = text(['team_name:string:primary', 'user:references:primary'], { key: 'none', timestamps: false });
    expect(now).toContain('primaryKey({ columns: [table.teamName, table.userId] })');
    expect(now).not.toContain('.primaryKey(),\n  userId');
  });

  it('refer to a table by its name, its export, singular or plural, or to a column', () => {
    for (const field of [
      'user:references',
      'users_id:references:users',
      'user:references:users.id',
      'user_id:uuid:references=users',
    ]) {
      expect(text([field])).toMatch(/\.references\(\(\) => users\.id\)/);
    }
    expect(text(['contact:references:users.email:cascade'])).toContain(
      "contactId: text('contact_id').references(() => users.email, { onDelete: 'cascade' }),",
    );
    expect(text(['user:references:required:unique'])).not.toContain('index(');
  });

  it.each([
    ['serial', "serial('id')", "integer('user_id')"],
    ['bigserial', "bigserial('id', { mode: 'bigint' })", "bigint('user_id', { mode: 'bigint' })"],
    ['varchar', "varchar('id', { length: 21 })", "varchar('user_id', { length: 21 })"],
    ['identity', "integer('id').generatedAlwaysAsIdentity()", "integer('user_id')"],
  ])('that refer to a key of type %s have the type that it needs', (name, key, column) => {
    const builder = key.slice(0, key.indexOf('('));
    const before = `import { ${builder}, pgTable } from '${core}';\n\nexport const users = pgTable('users', {\n  id: ${key}.primaryKey(),\n});\n`;
    expect(text(['user:references'], {}, { 'src/db/schema.ts': before }), name).toContain(
      `userId: ${column}.references(() => users.id)`,
    );
  });

  it('of an enum type export it as the other enums are, under a name that is free', () => {
    const before = `import { pgEnum, pgTable, uuid } from '${core}';\n\nexport const userRoleEnum = pgEnum('user_role', ['a']);\nexport const x = pgEnum('order_status', ['a']);\n\nexport const users = pgTable('users', { id: uuid('id').primaryKey() });\n`;
    const now = text(['role:enum:a,b', 'status:enum:a,b'], {}, { 'src/db/schema.ts': before });
    expect(now).toContain("export const orderRoleEnum = pgEnum('order_role', ['a', 'b']);");
    expect(now).toContain("export const ordersStatusEnum = pgEnum('orders_status', ['a', 'b']);");
    expect(now).toContain("status: ordersStatusEnum('status'),");
  });

  it('are built by functions that are imported under another name where the table has theirs', () => {
    const folder = { schema: ['src/db/schema'] };
    const now = outcome(planIn({}, { name: 'text', fields: ['body:text'], timestamps: false }, folder))[
      'src/db/schema/text.ts'
    ];
    expect(now).toContain('text as drizzleText');
    expect(now).toContain("body: drizzleText('body'),");
  });

  it('get names that fit where drizzle would make one that is too long', async () => {
    const long = `a${'b'.repeat(50)}`;
    const root = folderWith({ 'src/db/schema.ts': users });
    const plan = table.plan(
      table.answers({
        name: 'orders',
        fields: [`${long}:references:users:cascade`, `${long}x:string:unique`, `${long}y:string:index`],
      }),
      contextOf(root, oneFile),
    );
    write(root, { 'src/db/schema.ts': plan.changes[0]?.after ?? '' });
    expect(compile(root)).toBe('');
    const statements = (await statementsOf(root, 'src/db/schema.ts', 'postgresql')).join('\n');
    const names = [...statements.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => name.length > 63)).toEqual([]);
    expect(names.filter((name) => /_(fk|idx|unique)$|_[0-9a-f]{8}$/.test(name)).length).toBeGreaterThanOrEqual(3);
  });
});

describe('a table that makes no sense is refused', () => {
  const files = { 'src/db/schema.ts': users };
  it.each([
    ['users', [], 'There is a table users already, in src/db/schema.ts:3.', ''],
    ['uuid', [], 'The name uuid is taken', ''],
    ['orders', ['a:int', 'a:text'], 'there is a column a already', 'a:int'],
    ['orders', ['placedAt:date', 'placed_at:date'], 'there is a column placed_at already', ''],
    ['orders', ['id:int'], 'there is a column id already', '--key none'],
    ['orders', ['created_at:date'], 'there is a column created_at already', '--no-timestamps'],
    ['orders', ['user:references', 'user_id:uuid'], 'there is a column user_id already', ''],
    ['orders', ['customer:references'], 'there is no table customers', 'Tables: users, orders'],
    ['orders', ['owner:references:user'], 'there is no table user', 'Did you mean users?'],
    ['orders', ['user:references:users.mail'], 'the table users has no column mail', 'Did you mean email?'],
    ['orders', ['user:references:users:required:set-null'], 'cannot be set to null', 'cascade'],
    ['orders', ['a:int:primary'], 'the table has the key id already', '--key none'],
    ['orders', ['a:json:index'], 'json cannot be indexed', ''],
    ['orders', ['a:int:cascade'], 'only a reference has an action', ''],
    [
      'orders',
      ['status:enum:open,paid:default=opn'],
      'the default "opn" is not one of open, paid',
      'Did you mean open?',
    ],
    ['orders', ['select:int'], 'reserved word of SQL', ''],
    ['orders', [`${'a'.repeat(64)}:int`], '64 bytes', ''],
    ['drop table users', [], 'it contains " "', ''],
  ])('%s %j', (name, fields, message, fix) => {
    const error = refusal(files, { name, fields }, oneFile);
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(message);
    expect(error.fix ?? '').toContain(fix);
  });

  it('without a name, with an unknown key, with no column at all', () => {
    expect(() => table.answers({})).toThrow('The name of the table is missing.');
    expect(() => table.answers({ name: 'a', key: 'uid' })).toThrow(
      expect.objectContaining({ fix: 'Did you mean uuid?' }),
    );
    expect(refusal(files, { name: 'orders', key: 'none', timestamps: false }, oneFile).message).toContain('no columns');
  });

  it('when arrays are asked of an engine that has none', () => {
    const error = refusal(
      { 'src/db/schema.ts': '' },
      { name: 'orders', fields: ['tags:text:array'] },
      { ...oneFile, dialect: 'sqlite' },
    );
    expect(error.message).toContain('only PostgreSQL has arrays');
  });

  it('when its file exists, its schema does not, or its key cannot be read', () => {
    expect(
      refusal({ 'src/db/schema/users.ts': users, 'src/db/schema/orders.ts': '' }, { name: 'orders' }).message,
    ).toContain('src/db/schema/orders.ts exists already');
    expect(refusal({}, { name: 'orders' }, oneFile)).toMatchObject({ path: 'src/db/schema.ts' });
    const custom = `import { pgTable } from '${core}';\nimport { id } from './id';\nexport const users = pgTable('users', { id: id().primaryKey() });\n`;
    expect(
      refusal({ 'src/db/schema.ts': custom }, { name: 'orders', fields: ['user:references'] }, oneFile).fix,
    ).toContain('user_id:TYPE:references=users.id');
    const index = "import * as users from './users';\nexport const schema = { ...users };\n";
    const barrel = refusal({ 'src/db/schema/users.ts': users, 'src/db/schema/index.ts': index }, { name: 'orders' });
    expect(barrel).toMatchObject({ path: 'src/db/schema/index.ts' });
  });
});

it('plans inside the project only', () => {
  const root = folderWith({ 'src/db/schema.ts': users });
  const plan = table.plan(table.answers({ name: 'orders' }), contextOf(root, oneFile));
  expect(plan.root).toBe(root);
  for (const { path } of plan.changes) expect(join(root, path).startsWith(root)).toBe(true);
});
