import { sql } from 'drizzle-orm';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { type Fixture, testKinds } from './fixtures.js';
import type { Schema } from './kit.js';

const { integer, text } = sqlite;
type Columns = Record<string, sqlite.SQLiteColumnBuilderBase>;
type More = () => sqlite.SQLiteTableExtraConfigValue[];

const none: More = () => [];
const orgs = sqlite.sqliteTable('orgs', { id: integer('id').primaryKey() });
const users = (columns: Columns = {}, more = none): Schema => ({
  orgs,
  users: sqlite.sqliteTable('users', { id: integer('id').primaryKey(), ...columns }, more),
});
const named = users({ name: text('name') });

const fixtures: Record<string, Fixture> = {
  alter_table_alter_column_set_type: { before: named, after: users({ name: integer('name') }), finds: [] },
  alter_table_alter_column_set_notnull: {
    before: named,
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name'],
  },
  alter_table_alter_column_drop_notnull: {
    before: users({ name: text('name').notNull() }),
    after: named,
    finds: ['drop-not-null users.name'],
  },
  alter_table_alter_column_set_default: { before: named, after: users({ name: text('name').default('a') }), finds: [] },
  alter_table_alter_column_drop_default: {
    before: users({ name: text('name').default('a') }),
    after: named,
    finds: [],
  },
  create_reference: {
    before: users({ orgId: integer('org_id') }),
    after: users({ orgId: integer('org_id').references(() => orgs.id) }),
    finds: ['foreign-key-on-rows users.org_id'],
  },
  recreate_table: {
    before: named,
    after: users({ name: text('name') }, () => [sqlite.check('filled', sql`name <> ''`)]),
    finds: ['check-on-rows filled'],
  },
};

const never = 'its generator rebuilds the table instead';
testKinds('turso', fixtures, { create_check_constraint: never, delete_check_constraint: never });
