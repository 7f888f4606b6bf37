import { sql } from 'drizzle-orm';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { type Fixture, testKinds } from './fixtures.js';

const { integer, text } = sqlite;
type Columns = Record<string, sqlite.SQLiteColumnBuilderBase>;

const orgs = sqlite.sqliteTable('orgs', { id: integer('id').primaryKey() });
const table = (name: string, columns: Columns = {}, more?: () => sqlite.SQLiteTableExtraConfigValue[]) =>
  sqlite.sqliteTable(name, { id: integer('id').primaryKey(), ...columns }, more ?? (() => []));
const users = (columns: Columns = {}, more?: () => sqlite.SQLiteTableExtraConfigValue[]) => ({
  orgs,
  users: table('users', columns, more),
});
const generated = (expression: string, mode: 'stored' | 'virtual' = 'virtual') =>
  users({ name: text('name'), short: text('short').generatedAlwaysAs(sql.raw(expression), { mode }) });
const plain = users({ name: text('name'), short: text('short') });
const view = (name: string, column: string) =>
  sqlite.sqliteView(name, { id: integer('id') }).as(sql.raw(`select ${column} from users`));

const posts = sqlite.sqliteTable('posts', {
  id: integer('id').primaryKey(),
  userId: integer('user_id').references(() => table('users').id, { onDelete: 'cascade' }),
});

const fixtures: Record<string, Fixture> = {
  sqlite_create_table: { before: {}, after: users(), finds: [] },
  drop_table: { before: users(), after: { orgs }, finds: ['drop-table users'] },
  rename_table: {
    before: users(),
    after: { orgs, people: table('people') },
    renamed: true,
    finds: ['rename-table users'],
  },
  sqlite_alter_table_add_column: { before: users(), after: users({ name: text('name') }), finds: [] },
  'sqlite_alter_table_add_column: required': {
    before: users(),
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name', 'required-column users.name'],
  },
  'sqlite_alter_table_add_column: reference': {
    before: users(),
    after: users({ orgId: integer('org_id').references(() => orgs.id) }),
    finds: [],
  },
  alter_table_drop_column: { before: users({ name: text('name') }), after: users(), finds: ['drop-column users.name'] },
  alter_table_rename_column: {
    before: users({ name: text('name') }),
    after: users({ label: text('label') }),
    renamed: true,
    finds: ['rename-column users.name'],
  },
  alter_table_alter_column_set_generated: {
    before: plain,
    after: generated('upper(name)'),
    finds: ['drop-column users.short'],
  },
  alter_table_alter_column_drop_generated: {
    before: generated('upper(name)'),
    after: plain,
    finds: ['drop-column users.short'],
  },
  alter_table_alter_column_alter_generated: {
    before: generated('upper(name)'),
    after: generated('lower(name)'),
    finds: [],
  },
  create_index: {
    before: users({ name: text('name') }),
    after: users({ name: text('name') }, () => [sqlite.index('users_name').on(sql`name`)]),
    finds: [],
  },
  'create_index: unique': {
    before: users({ name: text('name') }),
    after: users({ name: text('name').unique() }),
    finds: ['unique-on-rows users_name_unique'],
  },
  drop_index: {
    before: users({ name: text('name').unique() }),
    after: users({ name: text('name') }),
    finds: [],
  },
  recreate_table: {
    before: users({ name: text('name') }),
    after: users({ name: integer('name') }),
    finds: ['narrowing-type users.name'],
  },
  'recreate_table: not null set': {
    before: users({ name: text('name') }),
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name', 'rebuild-not-null users.name'],
  },
  'recreate_table: not null dropped': {
    before: users({ name: text('name').notNull() }),
    after: users({ name: text('name') }),
    finds: ['drop-not-null users.name'],
  },
  'recreate_table: default': {
    before: users({ name: text('name') }),
    after: users({ name: text('name').default('a') }),
    finds: [],
  },
  'recreate_table: check added': {
    before: users({ name: text('name') }),
    after: users({ name: text('name') }, () => [sqlite.check('named', sql`name <> ''`)]),
    finds: ['check-on-rows named'],
  },
  'recreate_table: reference added': {
    before: users({ orgId: integer('org_id') }),
    after: users({ orgId: integer('org_id').references(() => orgs.id) }),
    finds: ['foreign-key-on-rows users.org_id'],
  },
  'recreate_table: primary key redefined': {
    before: { members: sqlite.sqliteTable('members', { a: integer('a').primaryKey(), b: integer('b') }) },
    after: {
      members: sqlite.sqliteTable('members', { a: integer('a'), b: integer('b') }, (t) => [
        sqlite.primaryKey({ columns: [t.a, t.b] }),
      ]),
    },
    finds: ['drop-not-null members.a'],
  },
  'recreate_table: a parent': {
    before: { ...users({ name: text('name') }), posts },
    after: { ...users({ name: integer('name') }), posts },
    finds: ['narrowing-type users.name', 'rebuild-cascade users'],
  },
  'recreate_table: a column added': {
    before: users({ name: text('name') }),
    after: users({ name: integer('name'), age: integer('age') }),
    finds: ['narrowing-type users.name', 'rebuild-missing-column users.age'],
  },
  'recreate_table: a column dropped': {
    before: users({ name: text('name'), age: integer('age') }),
    after: users({ name: integer('name') }),
    finds: ['drop-column users.age', 'narrowing-type users.name'],
  },
  'recreate_table: a rename that it forgets': {
    before: users({ name: text('name') }),
    after: users({ label: integer('label') }),
    renamed: true,
    finds: ['drop-column users.name', 'rebuild-missing-column users.label'],
  },
  sqlite_create_view: { before: users(), after: { ...users(), ids: view('ids', 'id') }, finds: [] },
  drop_view: { before: { ...users(), ids: view('ids', 'id') }, after: users(), finds: [] },
  'drop_view: renamed': {
    before: { ...users(), ids: view('ids', 'id') },
    after: { ...users(), keys: view('keys', 'id') },
    renamed: true,
    finds: [],
  },
};

testKinds('sqlite', fixtures, {});
