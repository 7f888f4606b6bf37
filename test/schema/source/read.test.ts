import { describe, expect, it } from 'vitest';
import { LockstepError } from '../../../src/errors.js';
import { readSchema, readSource } from '../../../src/schema/source/index.js';

const tablesOf = (text: string) => readSource('schema.ts', text).tables;

/** A reader of files that are kept in memory. */
function reader(files: Record<string, string>) {
  return {
    read: (path: string) => files[path] ?? null,
    list: (folder: string) => {
      const prefix = folder === '.' ? '' : `${folder}/`;
      const names = Object.keys(files)
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length));
      return [...new Set(names.map((name) => (name.includes('/') ? `${name.split('/')[0]}/` : name)))].sort();
    },
  };
}

describe('a schema file', () => {
  it('has tables with columns, keys, options and places', () => {
    const text = `import { pgTable as table, text, uuid, varchar } from 'drizzle-orm/pg-core';
// people
export const users = table('app_users', {
  id: uuid().primaryKey().defaultRandom(),
  email: varchar('mail', { length: 255 }).notNull(),
  bio: text(),
} as const);
`;
    const [users] = tablesOf(text);
    expect(users).toMatchObject({
      exportName: 'users',
      name: 'app_users',
      line: 3,
      incomplete: false,
      maker: { kind: 'core', callee: 'table' },
    });
    expect(text.slice(users?.start, users?.end)).toMatch(/^export const users[\s\S]*\);$/);
    expect(users?.columns).toMatchObject([
      { property: 'id', name: null, builder: 'uuid', options: {}, calls: ['primaryKey', 'defaultRandom'] },
      { property: 'email', name: 'mail', builder: 'varchar', options: { length: 255 }, calls: ['notNull'] },
      { property: 'bio', name: null, builder: 'text', calls: [] },
    ]);
  });

  it.each([
    [
      'a namespace',
      "import * as p from 'drizzle-orm/sqlite-core';\nexport const t = p.sqliteTable('t', { id: p.integer().primaryKey() });",
      'core',
    ],
    [
      'a function of columns',
      "import { mysqlTable } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', (c) => ({ id: c.int().primaryKey() }));",
      'core',
    ],
    [
      'a function with a body',
      "import { pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', (c) => { return { id: c.integer().primaryKey() }; });",
      'core',
    ],
    [
      'a creator',
      "import { pgTableCreator, integer } from 'drizzle-orm/pg-core';\nconst make = pgTableCreator((n) => 'x_' + n);\nexport const t = make('t', { id: integer().primaryKey() });",
      'creator',
    ],
    [
      'an imported creator',
      "import { integer } from 'drizzle-orm/pg-core';\nimport { make } from './make';\nexport const t = make('t', { id: integer().primaryKey() });",
      'creator',
    ],
    [
      'a schema',
      "import { pgSchema, integer } from 'drizzle-orm/pg-core';\nexport const app = pgSchema('app');\nexport const t = app.table('t', { id: integer().primaryKey() });",
      'schema',
    ],
    [
      'an export at the end',
      "import { pgTable, integer } from 'drizzle-orm/pg-core';\nconst t = pgTable('t', { id: integer().primaryKey() });\nexport { t };",
      'core',
    ],
    [
      'row level security',
      "import { pgTable, integer } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer().primaryKey() }).enableRLS();",
      'core',
    ],
  ])('shows tables made with %s', (_, text, kind) => {
    expect(tablesOf(text)).toMatchObject([
      { name: 't', exportName: 't', maker: { kind }, columns: [{ property: 'id', calls: ['primaryKey'] }] },
    ]);
  });

  it('does not take other calls for tables', () => {
    const text = `import { relations } from 'drizzle-orm';
import { pgView, text } from 'drizzle-orm/pg-core';
import { make } from './make';
export const a = relations(users, () => ({}));
export const b = pgView('b', { x: text() }).existing();
export const c = make('c', { x: 1 });
export const d = { table: 'x' };
`;
    expect(tablesOf(text)).toEqual([]);
  });

  it('knows what it cannot know: spread columns, computed options, columns of its own functions', () => {
    const [table] = tablesOf(`import { pgTable, varchar } from 'drizzle-orm/pg-core';
import { id, stamps } from './common';
export const t = pgTable('t', { id: id(), code: varchar({ length: MAX }), ...stamps });`);
    expect(table).toMatchObject({
      incomplete: true,
      columns: [
        { property: 'id', builder: null },
        { property: 'code', options: null },
      ],
    });
  });

  it('has enums, re-exports and taken names', () => {
    const file = readSource(
      'schema.ts',
      `import { pgEnum, pgSchema } from 'drizzle-orm/pg-core';
export * from './a';
export { b, c as d } from './b';
export type { X } from './x';
const app = pgSchema('app');
export const mood = pgEnum('mood', ['sad', 'ok']);
export const size = app.enum('size', ['s']);
function helper() {}
`,
    );
    expect(file.enums).toMatchObject([
      { name: 'mood', exportName: 'mood', values: ['sad', 'ok'] },
      { name: 'size', values: ['s'] },
    ]);
    expect(file.reexports).toMatchObject([
      { source: './a', names: null },
      { source: './b', names: ['b', 'd'] },
    ]);
    expect([...file.names].sort()).toEqual(['app', 'helper', 'mood', 'pgEnum', 'pgSchema', 'size']);
  });

  it('with a syntax error is an error with its line', () => {
    const read = () => readSource('src/schema.ts', 'const a = 1;\nconst b = ;\n');
    expect(read).toThrow(LockstepError);
    expect(read).toThrow(expect.objectContaining({ exitCode: 2, path: 'src/schema.ts', line: 2 }));
  });
});

describe('the schema of a project', () => {
  const table = (name: string) =>
    `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const ${name} = pgTable('${name}', { id: text().primaryKey() });`;
  const files = {
    'src/db/index.ts': "export * from './users';\nexport * from './orders.js';\nexport * from './deep';",
    'src/db/users.ts': table('users'),
    'src/db/orders.ts': table('orders'),
    'src/db/deep/index.ts': table('deep'),
    'src/db/notes.md': '',
    'src/other.sql.ts': table('other'),
  };

  it.each([
    ['a file and what it re-exports', ['./src/db/index.ts'], ['users', 'orders', 'deep']],
    ['a folder', ['src/db/'], ['orders', 'users', 'deep']],
    ['a folder without an ending slash', ['./src/db'], ['orders', 'users', 'deep']],
    ['a glob', ['./src/**/*.sql.ts'], ['other']],
    ['several files', ['./src/db/orders.ts', './src/db/users.ts'], ['orders', 'users']],
    ['a file that does not exist', ['./src/none.ts'], []],
  ])('is %s', (_, schema, names) => {
    expect(readSchema(schema, reader(files)).tables.map(({ name }) => name)).toEqual(names);
  });

  it('outside of the project is refused', () => {
    expect(() => readSchema(['../other/schema.ts'], reader(files))).toThrow('outside of the project');
  });
});
