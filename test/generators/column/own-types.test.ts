import { describe, expect, it } from 'vitest';
import { column } from '../../../generators/column/index.js';
import { table } from '../../../generators/table/index.js';
import { LockstepError } from '../../../src/errors.js';
import { compile, contextOf, folderWith, outcome, write } from '../table/fixture.js';

const core = 'drizzle-orm/pg-core';
const setup = { schema: ['src/db'] };
const ids = `import { customType, varchar } from '${core}';

export const nanoId = customType<{ data: string }>({ dataType: () => 'varchar(15)' });
export const key = () => varchar('id', { length: 15 }).primaryKey();
export function ref(name: string) {
  const column = varchar(name, { length: 15 });
  return column;
}
`;
const usersBy = (made: string): string => `import { pgTable } from '${core}';
import { ${made} } from '../ids';

export const users = pgTable('users', {
  id: ${made}('id').primaryKey(),
});
`;
const posts = `import { pgTable, text } from '${core}';

export const posts = pgTable('posts', {
  title: text('title'),
});
`;

const files = (users: string, other = posts): Record<string, string> => ({
  'src/ids.ts': ids,
  'src/db/users.ts': users,
  'src/db/posts.ts': other,
});

describe('a reference to a key that a function of the project makes', () => {
  it('calls a custom type too, imported as the project imports it', () => {
    const folder = folderWith(files(usersBy('nanoId')));
    const plan = column.plan(column.answers({ table: 'posts', fields: ['user:references'] }), contextOf(folder, setup));
    expect(outcome(plan)['src/db/posts.ts']).toContain("userId: nanoId('user_id').references(() => users.id)");
    expect(outcome(plan)['src/db/posts.ts']).toContain("import { nanoId } from '../ids';");
    for (const { path, after } of plan.changes) write(folder, { [path]: after ?? '' });
    expect(compile(folder)).toBe('');
  });

  it('works in a new table, and for a reference of a table to itself', () => {
    const own = `import { customType, pgTable } from '${core}';

export const nanoId = customType<{ data: string }>({ dataType: () => 'varchar(15)' });

export const users = pgTable('users', {
  id: nanoId('id').primaryKey(),
});
`;
    const folder = folderWith({ 'src/db/schema.ts': own });
    const context = contextOf(folder, { schema: ['src/db/schema.ts'] });
    const made = table.plan(table.answers({ name: 'posts', fields: ['user:references'] }), context);
    expect(outcome(made)['src/db/schema.ts']).toContain("userId: nanoId('user_id').references(() => users.id)");
    const self = column.plan(column.answers({ table: 'users', fields: ['manager:references:users'] }), context);
    expect(outcome(self)['src/db/schema.ts']).toContain(
      "managerId: nanoId('manager_id').references((): AnyPgColumn => users.id)",
    );
  });

  it('calls a function that makes other columns as well', () => {
    const other = `import { pgTable } from '${core}';
import { ref } from '../ids';

export const posts = pgTable('posts', {
  ownerId: ref('owner_id').notNull(),
});
`;
    const folder = folderWith(files(usersBy('ref'), other));
    const plan = column.plan(column.answers({ table: 'posts', fields: ['user:references'] }), contextOf(folder, setup));
    expect(outcome(plan)['src/db/posts.ts']).toContain("userId: ref('user_id').references(() => users.id)");
  });

  it('is refused where the function may make nothing but keys', () => {
    const folder = folderWith(files(usersBy('ref')));
    const answers = column.answers({ table: 'posts', fields: ['user:references'] });
    expect(() => column.plan(answers, contextOf(folder, setup))).toThrow(LockstepError);
    expect(() => column.plan(answers, contextOf(folder, setup))).toThrow('the type of users.id cannot be read');
  });
});

it('refuses a key in the options to a table that leads back: TypeScript could not infer the types', () => {
  const long = 'a'.repeat(30);
  const source = `import { pgTable, uuid } from '${core}';

export const one = pgTable('${long}_one', { id: uuid('id').primaryKey() });
export const two = pgTable('${long}_two', {
  id: uuid('id').primaryKey(),
  oneId: uuid('one_id').references(() => one.id),
});
`;
  const context = contextOf(folderWith({ 'src/db.ts': source }), { schema: ['src/db.ts'] });
  const plan = (table: string, fields: string[]) => () => column.plan(column.answers({ table, fields }), context);
  expect(plan('one', ['two:references:two'])).toThrow('TypeScript could not infer the types of both');
  expect(plan('two', ['other:references:one'])).not.toThrow();
});
