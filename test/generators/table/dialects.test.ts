import { describe, expect, it } from 'vitest';
import { column } from '../../../generators/column/index.js';
import { table } from '../../../generators/table/index.js';
import { LockstepError } from '../../../src/errors.js';
import { contextOf, folderWith, outcome } from './fixture.js';

/** One folder for two dialects, and an index that chooses between them, as some projects have it. */
const both = {
  'src/db/index.ts': `import * as pg from './pg';\nimport * as sqlite from './sqlite';\n\nconst chosen = process.env.PG ? pg : sqlite;\nexport const { users, posts } = chosen;\n`,
  'src/db/pg.ts': `import { pgTable, uuid } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n});\nexport const posts = pgTable('posts', {\n  id: uuid('id').primaryKey(),\n});\n`,
  'src/db/sqlite.ts': `import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\nexport const users = sqliteTable('users', {\n  id: text('id').primaryKey(),\n});\nexport const posts = sqliteTable('posts', {\n  id: text('id').primaryKey(),\n});\n`,
};

describe('a schema folder with the tables of several dialects', () => {
  it.each([
    ['postgresql', 'src/db/pg.ts', "uuid('author_id')"],
    ['sqlite', 'src/db/sqlite.ts', "text('author_id')"],
  ] as const)('is edited where those of %s are', (dialect, path, type) => {
    const context = contextOf(folderWith(both), { dialect, schema: ['src/db'] });
    const fields = ['author:references:users'];
    const edited = outcome(column.plan(column.answers({ table: 'posts', fields }), context));
    expect(Object.keys(edited)).toEqual([path]);
    expect(edited[path]).toContain(type);
    const made = outcome(table.plan(table.answers({ name: 'notes', fields }), context));
    expect(Object.keys(made)).toEqual([path]);
    expect(made[path]).toContain(type);
  });

  it('takes the tables of one dialect out of a file that has two', () => {
    const mixed = `import { pgTable, text } from 'drizzle-orm/pg-core';
import * as lite from 'drizzle-orm/sqlite-core';

export const users = pgTable('users', { name: text('name') });
export const liteUsers = lite.sqliteTable('users', { name: lite.text('name') });
`;
    const context = contextOf(folderWith({ 'src/db.ts': mixed }), { dialect: 'sqlite', schema: ['src/db.ts'] });
    const plan = column.plan(column.answers({ table: 'users', fields: ['age:integer'] }), context);
    expect(outcome(plan)['src/db.ts']).toContain("age: lite.integer('age'),");
  });
});

describe('a schema that is in another package', () => {
  const setup = { schema: ['src/db.ts'] };
  const context = () => contextOf(folderWith({ 'src/db.ts': "\nexport * from '@acme/db/schema';\n" }), setup);

  it.each([
    ['a column', () => column.plan(column.answers({ table: 'users', fields: ['a:text'] }), context())],
    ['a table', () => table.plan(table.answers({ name: 'notes', fields: ['a:text'] }), context())],
  ])('is named when it gets %s', (_, plan) => {
    expect(plan).toThrow(LockstepError);
    expect(plan).toThrow(expect.objectContaining({ exitCode: 2, path: 'src/db.ts' }));
    expect(plan).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('exports what is in @acme/db/schema') }),
    );
  });
});
