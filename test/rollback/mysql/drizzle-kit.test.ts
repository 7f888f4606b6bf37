import { resolve } from 'node:path';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import * as my from 'drizzle-orm/mysql-core';
import { expect, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import { openEngine } from '../../../src/database/open.js';
import { record } from '../../../src/history/json.js';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel } from '../../../src/rollback/mysql/model.js';
import { fromSnapshot } from '../../../src/rollback/mysql/snapshot.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';
import { hasMysql, mysqlUrl } from '../../helpers/servers.js';

type Schema = Record<string, unknown>;

const orgs = my.mysqlTable('orgs', {
  id: my.bigint('id', { mode: 'number', unsigned: true }).primaryKey().autoincrement(),
  name: my.text('name'),
});
const bare: Schema = {
  orgs,
  users: my.mysqlTable('users', {
    id: my.int('id').primaryKey().autoincrement(),
    email: my.varchar('email', { length: 255 }),
    at: my.timestamp('at'),
  }),
};
const usersWith = <Columns extends Record<string, my.MySqlColumnBuilderBase>>(more: Columns) =>
  my.mysqlTable(
    'users',
    {
      id: my.int('id').primaryKey().autoincrement(),
      email: my.varchar('email', { length: 100 }).notNull().unique(),
      at: my.timestamp('at').notNull().defaultNow().onUpdateNow(),
      orgId: my.bigint('org_id', { mode: 'number', unsigned: true }).references(() => orgs.id, { onDelete: 'cascade' }),
      parentId: my.int('parent_id'),
      role: my.mysqlEnum('role', ['admin', 'member']).notNull(),
      born: my.date('born').notNull(),
      settings: my.json('settings').notNull(),
      ...more,
    },
    (t) => [
      my.index('users_org').on(t.orgId, t.role),
      my.uniqueIndex('users_at').on(t.at, t.email),
      my.check('users_check', sql`${t.email} <> ''`),
      my.foreignKey({ name: 'users_parent', columns: [t.parentId], foreignColumns: [t.id] }).onDelete('set null'),
    ],
  );
const users = usersWith({
  twice: my.int('twice').generatedAlwaysAs(sql`length(settings)`, { mode: 'stored' }),
  once: my.int('once').generatedAlwaysAs(sql`year(born)`, { mode: 'virtual' }),
});
const plainUsers = usersWith({});
const members = my.mysqlTable(
  'members',
  { userId: my.int('user_id').references(() => users.id), orgId: my.int('org_id'), note: my.text('note') },
  (t) => [my.primaryKey({ columns: [t.userId, t.orgId] })],
);
const view = my
  .mysqlView('emails', { email: my.text('email') })
  .algorithm('merge')
  .as(sql`select email from users`);
const full: Schema = { orgs, users, members, view };

/** Each way; drizzle-kit asks nothing where nothing could be a rename. */
const changes: [name: string, from: Schema, to: Schema][] = [
  ['all of it made', {}, full],
  ['a table and a view dropped', full, { orgs, users }],
  ['a table filled out', bare, full],
  // What is generated goes first: in one migration drizzle-kit 0.31.11 drops columns in an order that servers refuse.
  ['generated columns dropped', { orgs, users }, { orgs, users: plainUsers }],
  ['a table laid bare', { orgs, users: plainUsers }, bare],
];

test.skipIf(!hasMysql()).each(changes)("drizzle-kit's own migration is undone: %s", async (_, from, to) => {
  const [none, before, after] = await Promise.all([{}, from, to].map((schema) => generateMySQLDrizzleJson(schema)));
  if (none === undefined || before === undefined || after === undefined) throw new Error('No snapshots.');
  const setup = await generateMySQLMigration(none, before);
  const up = await generateMySQLMigration(before, after);
  const engine = await openEngine('mysql', { projectFolder: resolve(import.meta.dirname, '../../..'), url: mysqlUrl });
  try {
    for (const statement of setup) await engine.run(statement);
    const catalog = await readCatalog(engine);
    const operations = await parseOperations('mysql', up.join('--> statement-breakpoint\n'));
    const model = applyOperations(emptyModel, await parseOperations('mysql', setup.join('\n')));
    for (const schema of [model, fromSnapshot(record(before) ?? {})]) {
      const { statements, impossible, doubtful } = inverse(schema, operations);
      for (const statement of up) await engine.run(statement);
      for (const statement of statements) await engine.run(statement);

      expect(differences(catalog, await readCatalog(engine)).map(({ text }) => text)).toEqual([]);
      expect([...impossible, ...doubtful]).toEqual([]);
    }
  } finally {
    await engine.close();
  }
});
