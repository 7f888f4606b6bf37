import { sql } from 'drizzle-orm';
import * as my from 'drizzle-orm/mysql-core';
import { type Fixture, testKinds } from './fixtures.js';
import type { Schema } from './kit.js';

const { int, varchar } = my;
type Columns = Record<string, my.MySqlColumnBuilderBase>;
type More = () => my.MySqlTableExtraConfigValue[];

const none: More = () => [];
const orgs = my.mysqlTable('orgs', { id: int('id').primaryKey() });
const users = (columns: Columns = {}, more = none): Schema => ({
  orgs,
  users: my.mysqlTable('users', { id: int('id').primaryKey(), ...columns }, more),
});
const name = () => varchar('name', { length: 100 });
const named = users({ name: name() });
const at = () => my.timestamp('at');
const short = (expression: string, mode: 'stored' | 'virtual' = 'stored') =>
  users({ short: varchar('short', { length: 9 }).generatedAlwaysAs(sql.raw(expression), { mode }) });
const plain = users({ short: varchar('short', { length: 9 }) });
const ids = (view = 'ids', column = 'id', algorithm?: 'merge' | 'temptable'): Schema => {
  const made = my.mysqlView(view, { id: int('id') });
  return {
    ...users(),
    view: (algorithm ? made.algorithm(algorithm) : made).as(sql.raw(`select ${column} from users`)),
  };
};
const members = (...key: ('a' | 'b' | 'c')[]): Schema => ({
  members: my.mysqlTable('members', { a: int('a').notNull(), b: int('b').notNull(), c: int('c').notNull() }, (t) => {
    const [first, ...rest] = key.map((column) => t[column]);
    return first === undefined ? [] : [my.primaryKey({ name: 'members_key', columns: [first, ...rest] })];
  }),
});

const fixtures: Record<string, Fixture> = {
  create_table: { before: {}, after: users(), finds: [] },
  drop_table: { before: users(), after: { orgs }, finds: ['drop-table users'] },
  rename_table: {
    before: users(),
    after: { orgs, people: my.mysqlTable('people', { id: int('id').primaryKey() }) },
    renamed: true,
    finds: ['rename-table users', 'copies-table people', 'copies-table people', 'not-atomic last'],
  },
  alter_table_add_column: { before: users(), after: named, finds: [] },
  'alter_table_add_column: required': {
    before: users(),
    after: users({ name: name().notNull() }),
    finds: ['not-null-added users.name', 'required-column users.name'],
  },
  alter_table_drop_column: { before: named, after: users(), finds: ['drop-column users.name'] },
  alter_table_rename_column: {
    before: named,
    after: users({ label: varchar('label', { length: 100 }) }),
    renamed: true,
    finds: ['rename-column users.name'],
  },
  alter_table_alter_column_set_type: {
    before: named,
    after: users({ name: varchar('name', { length: 50 }) }),
    finds: ['failing-cast users.name', 'copies-table users.name'],
  },
  'alter_table_alter_column_set_type: wider': {
    before: named,
    after: users({ name: varchar('name', { length: 200 }) }),
    finds: [],
  },
  'alter_table_alter_column_set_type: enum value removed': {
    before: users({ mood: my.mysqlEnum('mood', ['sad', 'ok']) }),
    after: users({ mood: my.mysqlEnum('mood', ['ok']) }),
    finds: ['enum-value-removed users.mood', 'failing-cast users.mood', 'copies-table users.mood'],
  },
  'alter_table_alter_column_drop_default: required': {
    before: users({ name: name().notNull().default('a') }),
    after: users({ name: name().notNull() }),
    finds: ['not-null-added users.name'],
  },
  alter_table_alter_column_set_notnull: {
    before: named,
    after: users({ name: name().notNull() }),
    finds: ['not-null-added users.name', 'set-not-null users.name', 'copies-table users.name'],
  },
  alter_table_alter_column_drop_notnull: {
    before: users({ name: name().notNull() }),
    after: named,
    finds: ['drop-not-null users.name', 'copies-table users.name'],
  },
  alter_table_alter_column_set_default: { before: named, after: users({ name: name().default('a') }), finds: [] },
  alter_table_alter_column_drop_default: { before: users({ name: name().default('a') }), after: named, finds: [] },
  alter_table_alter_column_set_on_update: {
    before: users({ at: at() }),
    after: users({ at: at().onUpdateNow() }),
    finds: [],
  },
  alter_table_alter_column_drop_on_update: {
    before: users({ at: at().onUpdateNow() }),
    after: users({ at: at() }),
    finds: [],
  },
  alter_table_alter_column_set_autoincrement: {
    before: { notes: my.mysqlTable('notes', { id: int('id').primaryKey() }) },
    after: { notes: my.mysqlTable('notes', { id: int('id').primaryKey().autoincrement() }) },
    finds: ['copies-table notes.id'],
  },
  alter_table_alter_column_drop_autoincrement: {
    before: { notes: my.mysqlTable('notes', { id: int('id').primaryKey().autoincrement() }) },
    after: { notes: my.mysqlTable('notes', { id: int('id').primaryKey() }) },
    finds: ['not-null-added notes.id'],
  },
  alter_table_alter_column_set_generated: {
    before: plain,
    after: short(`'a'`),
    finds: ['drop-column users.short', 'copies-table users.short'],
  },
  alter_table_alter_column_drop_generated: { before: short(`'a'`), after: plain, finds: [] },
  'alter_table_alter_column_drop_generated: virtual': {
    before: short(`'a'`, 'virtual'),
    after: plain,
    finds: ['drop-column users.short', 'not-atomic last'],
  },
  alter_table_alter_column_alter_generated: {
    before: short(`'a'`),
    after: short(`'b'`),
    finds: ['copies-table users.short', 'not-atomic last'],
  },
  create_composite_pk: {
    before: members(),
    after: members('a', 'b'),
    finds: ['primary-key-on-rows members.a,b', 'copies-table members'],
  },
  delete_composite_pk: { before: members('a', 'b'), after: members(), finds: ['copies-table members'] },
  alter_composite_pk: {
    before: members('a', 'b'),
    after: members('b', 'c'),
    finds: ['primary-key-on-rows members.b,c', 'copies-table members', 'copies-table members'],
  },
  create_unique_constraint: {
    before: named,
    after: users({ name: name().unique() }),
    finds: ['unique-on-rows users_name_unique'],
  },
  delete_unique_constraint: { before: users({ name: name().unique() }), after: named, finds: [] },
  create_check_constraint: {
    before: named,
    after: users({ name: name() }, () => [my.check('filled', sql`name <> ''`)]),
    finds: ['check-on-rows filled', 'copies-table filled'],
  },
  delete_check_constraint: {
    before: users({ name: name() }, () => [my.check('filled', sql`name <> ''`)]),
    after: named,
    finds: [],
  },
  create_reference: {
    before: users({ orgId: int('org_id') }),
    after: users({ orgId: int('org_id').references(() => orgs.id) }),
    finds: ['foreign-key-on-rows users_org_id_orgs_id_fk', 'copies-table users_org_id_orgs_id_fk'],
  },
  delete_reference: {
    before: users({ orgId: int('org_id').references(() => orgs.id) }),
    after: users({ orgId: int('org_id') }),
    finds: [],
  },
  create_index: {
    before: named,
    after: users({ name: name() }, () => [my.index('users_name').on(sql`name`)]),
    finds: [],
  },
  drop_index: {
    before: users({ name: name() }, () => [my.index('users_name').on(sql`name`)]),
    after: named,
    finds: [],
  },
  mysql_create_view: { before: users(), after: ids(), finds: [] },
  'mysql_create_view: replaced': { before: ids(), after: ids('ids', '1'), finds: [] },
  drop_view: { before: ids(), after: users(), finds: [] },
  rename_view: { before: ids(), after: ids('keys'), renamed: true, finds: ['rename-table ids'] },
  alter_mysql_view: { before: ids('ids', 'id', 'merge'), after: ids('ids', 'id', 'temptable'), finds: [] },
};

testKinds('mysql', fixtures, {
  alter_table_alter_column_drop_pk: 'its snapshots keep every primary key as a composite one',
  alter_table_alter_column_set_pk: 'its snapshots keep every primary key as a composite one',
});
