import { sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import { type Fixture, testKinds } from './fixtures.js';
import type { Schema } from './kit.js';

const { integer, text } = pg;
type Columns = Record<string, pg.PgColumnBuilderBase>;
type More = () => pg.PgTableExtraConfigValue[];

const none: More = () => [];
const orgs = pg.pgTable('orgs', { id: integer('id').primaryKey() });
const usersTable = (columns: Columns, more = none) =>
  pg.pgTable('users', { id: integer('id').primaryKey(), ...columns }, more);
const users = (columns: Columns = {}, more = none): Schema => ({ orgs, users: usersTable(columns, more) });
const named = users({ name: text('name') });
const billing = pg.pgSchema('billing');
const archive = pg.pgSchema('archive');
const mood = pg.pgEnum('mood', ['sad', 'ok']);
const moods = (...values: [string, ...string[]]): Schema => {
  const type = pg.pgEnum('mood', values);
  return { type, ...users({ mood: type('mood') }) };
};
const generated = (expression: string) => users({ short: text('short').generatedAlwaysAs(sql.raw(expression)) });
const policy = (name: string, options: pg.PgPolicyConfig = {}) => pg.pgPolicy(name, { using: sql`true`, ...options });
const policies = (...list: pg.PgPolicy[]) => users({}, () => list);
// A policy on a table that the schema files do not have; on one of theirs it is written as the table's own.
const foreign = pg.pgSchema('auth').table('users', { id: integer('id') });
const linked = (name: string, options: pg.PgPolicyConfig = {}): Schema => ({
  [name]: policy(name, options).link(foreign),
});
const viewOf = (name: string, column = 'id', options?: { securityBarrier: boolean }): Schema => {
  const view = pg.pgView(name, { id: integer('id') });
  return {
    ...users(),
    [name]: (options === undefined ? view : view.with(options)).as(sql.raw(`select ${column} from users`)),
  };
};
const kept = pg.pgMaterializedView('kept', { id: integer('id') });
const members = (...key: ('a' | 'b' | 'c')[]): Schema => ({
  members: pg.pgTable(
    'members',
    { a: integer('a').notNull(), b: integer('b').notNull(), c: integer('c').notNull() },
    (t) => {
      const [first, ...rest] = key.map((name) => t[name]);
      return first === undefined ? [] : [pg.primaryKey({ name: 'members_key', columns: [first, ...rest] })];
    },
  ),
});

const fixtures: Record<string, Fixture> = {
  create_table: { before: {}, after: users(), finds: [] },
  drop_table: { before: users(), after: { orgs }, finds: ['drop-table users'] },
  'drop_table: referenced': {
    before: users({ orgId: integer('org_id').references(() => orgs.id) }),
    after: { users: usersTable({ orgId: integer('org_id') }) },
    finds: ['drop-table orgs', 'already-dropped users_org_id_orgs_id_fk'],
  },
  rename_table: {
    before: users(),
    after: { orgs, people: pg.pgTable('people', { id: integer('id').primaryKey() }) },
    renamed: true,
    finds: ['rename-table users'],
  },
  alter_table_add_column: { before: users(), after: named, finds: [] },
  'alter_table_add_column: required': {
    before: users(),
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name', 'required-column users.name'],
  },
  'alter_table_add_column: volatile': {
    before: users(),
    after: users({ key: pg.uuid('key').defaultRandom() }),
    finds: ['volatile-default users.key'],
  },
  'alter_table_add_column: serial': {
    before: users(),
    after: users({ number: pg.serial('number') }),
    finds: ['serial-added users.number'],
  },
  'alter_table_add_column: generated': {
    before: named,
    after: users({ name: text('name'), short: text('short').generatedAlwaysAs(sql`left(name, 1)`) }),
    finds: ['stored-generated users.short'],
  },
  alter_table_drop_column: { before: named, after: users(), finds: ['drop-column users.name'] },
  alter_table_rename_column: {
    before: named,
    after: users({ label: text('label') }),
    renamed: true,
    finds: ['rename-column users.name'],
  },
  pg_alter_table_alter_column_set_type: {
    before: named,
    after: users({ name: pg.varchar('name', { length: 50 }) }),
    finds: ['failing-cast users.name', 'type-rewrite users.name'],
  },
  'pg_alter_table_alter_column_set_type: free': {
    before: users({ name: pg.varchar('name', { length: 50 }) }),
    after: named,
    finds: [],
  },
  'pg_alter_table_alter_column_set_type: no cast': {
    before: named,
    after: users({ name: integer('name') }),
    finds: ['failing-cast users.name', 'type-rewrite users.name'],
  },
  'pg_alter_table_alter_column_set_type: to an enum': {
    before: { mood, ...named },
    after: { mood, ...users({ name: mood('name') }) },
    finds: ['failing-cast users.name', 'type-rewrite users.name'],
  },
  'pg_alter_table_alter_column_set_type: from an enum': {
    before: { mood, ...users({ name: mood('name') }) },
    after: { mood, ...named },
    finds: ['type-rewrite users.name'],
  },
  alter_table_alter_column_set_default: { before: named, after: users({ name: text('name').default('a') }), finds: [] },
  alter_table_alter_column_drop_default: {
    before: users({ name: text('name').default('a') }),
    after: named,
    finds: [],
  },
  'alter_table_alter_column_drop_default: required': {
    before: users({ name: text('name').notNull().default('a') }),
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name'],
  },
  alter_table_alter_column_set_notnull: {
    before: named,
    after: users({ name: text('name').notNull() }),
    finds: ['not-null-added users.name', 'set-not-null users.name', 'set-not-null-scans users.name'],
  },
  alter_table_alter_column_drop_notnull: {
    before: users({ name: text('name').notNull() }),
    after: named,
    finds: ['drop-not-null users.name'],
  },
  alter_table_alter_column_set_pk: {
    before: { notes: pg.pgTable('notes', { id: integer('id') }) },
    after: { notes: pg.pgTable('notes', { id: integer('id').primaryKey() }) },
    finds: ['primary-key-on-rows notes.id', 'unique-locks notes_pkey'],
  },
  alter_table_alter_column_drop_pk: {
    before: { notes: pg.pgTable('notes', { id: integer('id').primaryKey() }) },
    after: { notes: pg.pgTable('notes', { id: integer('id') }) },
    finds: ['drop-not-null notes.id'],
  },
  alter_table_alter_column_set_generated: {
    before: users({ short: text('short') }),
    after: generated(`'a'`),
    finds: ['drop-column users.short', 'stored-generated users.short'],
  },
  alter_table_alter_column_drop_generated: {
    before: generated(`'a'`),
    after: users({ short: text('short') }),
    finds: [],
  },
  alter_table_alter_column_alter_generated: {
    before: generated(`'a'`),
    after: generated(`'b'`),
    finds: ['stored-generated users.short'],
  },
  alter_table_alter_column_set_identity: {
    before: users({ number: integer('number').notNull() }),
    after: users({ number: integer('number').notNull().generatedAlwaysAsIdentity() }),
    finds: ['identity-on-rows users.number'],
  },
  'alter_table_alter_column_set_identity: serial': {
    before: users({ number: pg.serial('number').notNull() }),
    after: users({ number: integer('number').notNull().generatedByDefaultAsIdentity() }),
    finds: ['identity-on-rows users.number'],
  },
  alter_table_alter_column_drop_identity: {
    before: users({ number: integer('number').generatedAlwaysAsIdentity() }),
    after: users({ number: integer('number').notNull() }),
    finds: ['not-null-added users.number'],
  },
  alter_table_alter_column_change_identity: {
    before: users({ number: integer('number').generatedAlwaysAsIdentity() }),
    after: users({ number: integer('number').generatedByDefaultAsIdentity({ startWith: 100 }) }),
    finds: [],
  },
  create_composite_pk: {
    before: members(),
    after: members('a', 'b'),
    finds: ['primary-key-on-rows members_key', 'unique-locks members_key'],
  },
  delete_composite_pk: { before: members('a', 'b'), after: members(), finds: [] },
  alter_composite_pk: {
    before: members('a', 'b'),
    after: members('b', 'c'),
    finds: ['primary-key-on-rows members_key', 'unique-locks members_key'],
  },
  create_unique_constraint: {
    before: named,
    after: users({ name: text('name').unique() }),
    finds: ['unique-on-rows users_name_unique', 'unique-locks users_name_unique'],
  },
  delete_unique_constraint: { before: users({ name: text('name').unique() }), after: named, finds: [] },
  create_check_constraint: {
    before: named,
    after: users({ name: text('name') }, () => [pg.check('filled', sql`name <> ''`)]),
    finds: ['check-on-rows filled', 'check-locks filled'],
  },
  delete_check_constraint: {
    before: users({ name: text('name') }, () => [pg.check('filled', sql`name <> ''`)]),
    after: named,
    finds: [],
  },
  create_reference: {
    before: users({ orgId: integer('org_id') }),
    after: users({ orgId: integer('org_id').references(() => orgs.id) }),
    finds: ['foreign-key-on-rows users_org_id_orgs_id_fk', 'foreign-key-locks users_org_id_orgs_id_fk'],
  },
  delete_reference: {
    before: users({ orgId: integer('org_id').references(() => orgs.id) }),
    after: users({ orgId: integer('org_id') }),
    finds: [],
  },
  'create_reference: another action': {
    before: users({ orgId: integer('org_id').references(() => orgs.id) }),
    after: users({ orgId: integer('org_id').references(() => orgs.id, { onDelete: 'cascade' }) }),
    finds: ['foreign-key-locks users_org_id_orgs_id_fk', 'many-locks users'],
  },
  create_index_pg: {
    before: named,
    after: users({ name: text('name') }, () => [pg.index('users_name').on(sql`name`)]),
    finds: ['index-blocks-writes users_name'],
  },
  'create_index_pg: concurrently': {
    before: named,
    after: users({ name: text('name') }, () => [pg.uniqueIndex('users_name').on(sql`name`).concurrently()]),
    finds: ['unique-on-rows users_name', 'concurrently-in-transaction users_name'],
  },
  drop_index: {
    before: users({ name: text('name') }, () => [pg.index('users_name').on(sql`name`)]),
    after: named,
    finds: ['drop-index-locks users_name'],
  },
  create_schema: { before: {}, after: { billing }, finds: [] },
  drop_schema: { before: { billing }, after: {}, finds: [] },
  'drop_schema: with a table': {
    before: { billing, bills: billing.table('bills', { id: integer('id') }) },
    after: {},
    finds: ['drop-table billing.bills'],
  },
  rename_schema: {
    before: { billing, bills: billing.table('bills', { id: integer('id') }) },
    after: { archive, bills: archive.table('bills', { id: integer('id') }) },
    renamed: true,
    finds: ['rename-schema billing'],
  },
  alter_table_set_schema: {
    before: { billing, archive, bills: billing.table('bills', { id: integer('id') }) },
    after: { billing, archive, bills: archive.table('bills', { id: integer('id') }) },
    renamed: true,
    finds: ['rename-table billing.bills'],
  },
  create_type_enum: { before: {}, after: { mood }, finds: [] },
  drop_type_enum: { before: { mood }, after: {}, finds: [] },
  rename_type_enum: {
    before: { mood },
    after: { feeling: pg.pgEnum('feeling', ['sad', 'ok']) },
    renamed: true,
    finds: [],
  },
  move_type_enum: {
    before: { billing, mood },
    after: { billing, mood: billing.enum('mood', ['sad', 'ok']) },
    renamed: true,
    finds: [],
  },
  alter_type_add_value: { before: moods('sad', 'ok'), after: moods('sad', 'fine', 'ok'), finds: [] },
  alter_type_drop_value: {
    before: moods('sad', 'ok'),
    after: moods('ok'),
    finds: [
      'enum-value-removed mood',
      'failing-cast users.mood',
      'type-rewrite users.mood',
      'type-rewrite users.mood',
      'many-locks users',
    ],
  },
  create_sequence: { before: {}, after: { number: pg.pgSequence('number') }, finds: [] },
  drop_sequence: { before: { number: pg.pgSequence('number') }, after: {}, finds: [] },
  rename_sequence: {
    before: { number: pg.pgSequence('number') },
    after: { count: pg.pgSequence('count') },
    renamed: true,
    finds: [],
  },
  move_sequence: {
    before: { billing, number: pg.pgSequence('number') },
    after: { billing, number: billing.sequence('number') },
    renamed: true,
    finds: [],
  },
  alter_sequence: {
    before: { number: pg.pgSequence('number') },
    after: { number: pg.pgSequence('number', { increment: 2 }) },
    finds: [],
  },
  create_role: { before: {}, after: { reader: pg.pgRole('reader') }, finds: [] },
  drop_role: { before: { reader: pg.pgRole('reader') }, after: {}, finds: [] },
  rename_role: {
    before: { reader: pg.pgRole('reader') },
    after: { viewer: pg.pgRole('viewer') },
    renamed: true,
    finds: [],
  },
  alter_role: {
    before: { reader: pg.pgRole('reader') },
    after: { reader: pg.pgRole('reader', { createDb: true }) },
    finds: [],
  },
  create_policy: { before: policies(policy('own')), after: policies(policy('own'), policy('read')), finds: [] },
  drop_policy: { before: policies(policy('own'), policy('read')), after: policies(policy('own')), finds: [] },
  rename_policy: { before: policies(policy('own')), after: policies(policy('mine')), renamed: true, finds: [] },
  alter_policy: { before: policies(policy('own')), after: policies(policy('own', { using: sql`id > 0` })), finds: [] },
  enable_rls: { before: users(), after: policies(policy('own')), finds: [] },
  disable_rls: { before: policies(policy('own')), after: users(), finds: ['rows-opened users'] },
  create_ind_policy: { before: {}, after: linked('own'), finds: [] },
  drop_ind_policy: { before: linked('own'), after: {}, finds: [] },
  rename_ind_policy: { before: linked('own'), after: linked('mine'), renamed: true, finds: [] },
  alter_ind_policy: { before: linked('own'), after: linked('own', { using: sql`id > 0` }), finds: [] },
  create_view: { before: users(), after: viewOf('ids'), finds: [] },
  drop_view: { before: viewOf('ids'), after: users(), finds: [] },
  'drop_view: changed': { before: viewOf('ids'), after: viewOf('ids', '1'), finds: [] },
  rename_view: { before: viewOf('ids'), after: viewOf('keys'), renamed: true, finds: ['rename-table ids'] },
  alter_view_alter_schema: {
    before: { billing, ids: pg.pgView('ids', { id: integer('id') }).as(sql`select 1 as id`) },
    after: { billing, ids: billing.view('ids', { id: integer('id') }).as(sql`select 1 as id`) },
    renamed: true,
    finds: ['rename-table ids'],
  },
  alter_view_add_with_option: {
    before: viewOf('ids'),
    after: viewOf('ids', 'id', { securityBarrier: true }),
    finds: [],
  },
  alter_view_drop_with_option: {
    before: viewOf('ids', 'id', { securityBarrier: true }),
    after: viewOf('ids'),
    finds: [],
  },
  alter_view_alter_tablespace: {
    before: { kept: kept.as(sql`select 1 as id`) },
    after: {
      kept: pg
        .pgMaterializedView('kept', { id: integer('id') })
        .tablespace('fast')
        .as(sql`select 1 as id`),
    },
    finds: [],
  },
  alter_view_alter_using: {
    before: { kept: kept.as(sql`select 1 as id`) },
    after: {
      kept: pg
        .pgMaterializedView('kept', { id: integer('id') })
        .using('columnar')
        .as(sql`select 1 as id`),
    },
    finds: [],
  },
};

testKinds('postgresql', fixtures, {
  alter_reference: 'its generator drops the key and adds it again',
  alter_table_remove_from_schema: 'its generator writes alter_table_set_schema',
  alter_table_set_new_schema: 'its generator writes alter_table_set_schema',
});
