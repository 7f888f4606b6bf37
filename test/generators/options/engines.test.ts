import { describe, expect, it } from 'vitest';
import { constraint } from '../../../generators/constraint/index.js';
import { enumeration } from '../../../generators/enum/index.js';
import { index } from '../../../generators/index/index.js';
import { type Dialect, dialects } from '../../../src/project/dialects.js';
import { type AnswerValues, offer } from '../../../src/scaffold/generator.js';
import { emptyDatabase } from '../../database/engines.js';
import { hasMysql } from '../../helpers/servers.js';
import { migrationBetween, snapshotOf } from '../table/evaluate.js';
import { compile, contextOf, folderWith, write } from '../table/fixture.js';

const path = 'src/schema.ts';
const offered = { index: offer(index), constraint: offer(constraint), enum: offer(enumeration) };
type Step = [keyof typeof offered, AnswerValues];

const schemas: Record<Dialect, string> = {
  postgresql: `import { integer, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['on', 'off']);

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  email: text('email').notNull(),
  tags: text('tags').array(),
  lastOrder: integer('last_order'),
  deletedAt: timestamp('deletedAt'),
});

export const orders = pgTable('orders', {
  number: integer('number').notNull(),
  userId: integer('user_id'),
  total: integer('total').notNull(),
  state: state('state'),
});
`,
  sqlite: `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', {
  id: integer('id').primaryKey(),
  email: text('email').notNull(),
  lastOrder: integer('last_order'),
  deletedAt: text('deletedAt'),
});

export const orders = sqliteTable('orders', {
  number: integer('number').notNull(),
  userId: integer('user_id'),
  total: integer('total').notNull(),
});
`,
  mysql: `import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';

export const users = mysqlTable('users', {
  id: int('id').primaryKey(),
  email: varchar('email', { length: 100 }).notNull(),
  lastOrder: int('last_order'),
  deletedAt: varchar('deletedAt', { length: 30 }),
});

export const orders = mysqlTable('orders', {
  number: int('number').notNull(),
  userId: int('user_id'),
  total: int('total').notNull(),
});
`,
};

const common: Step[] = [
  ['constraint', { table: 'orders', kind: 'primary-key', columns: ['number'] }],
  [
    'constraint',
    { table: 'orders', kind: 'foreign-key', columns: ['user_id'], references: 'users', 'on-delete': 'cascade' },
  ],
  ['constraint', { table: 'users', kind: 'foreign-key', columns: ['last_order'], references: 'orders' }],
  ['constraint', { table: 'orders', kind: 'unique', columns: ['user_id', 'total'] }],
  ['constraint', { table: 'orders', kind: 'check', expression: 'total >= 0' }],
];
const sorted: Step = ['index', { table: 'orders', columns: ['user_id', 'total'], desc: 'total' }];
const partial: Step[] = [
  sorted,
  ['index', { table: 'users', columns: ['email'], unique: true, where: '"deletedAt" is null' }],
  ['index', { table: 'users', expression: "lower(email) || 'it''s'" }],
];
const steps: Record<Dialect, Step[]> = {
  postgresql: [
    ...partial,
    ['index', { table: 'users', columns: ['tags'], method: 'gin' }],
    ['index', { table: 'orders', columns: ['total'], method: 'brin' }],
    ['enum', { name: 'state', add: 'dim', after: 'on' }],
    ['enum', { name: 'mood', values: ['good', 'bad'] }],
  ],
  sqlite: partial,
  mysql: [sorted, ['constraint', { table: 'users', kind: 'unique', columns: ['email'] }]],
};

describe.each(dialects.filter((dialect) => dialect !== 'mysql' || hasMysql()))('in %s', (dialect) => {
  it('what the generators write compiles, is what drizzle-kit understands, and holds in a table with rows', async () => {
    const root = folderWith({ [path]: schemas[dialect] });
    let snapshot = await snapshotOf(root, path, dialect);
    const engine = await emptyDatabase(dialect);
    for (const one of await migrationBetween(await snapshotOf(root, null, dialect), snapshot, dialect))
      await engine.run(one);
    await engine.run("INSERT INTO users (id, email) VALUES (1, 'a')");
    await engine.run('INSERT INTO orders (number, user_id, total) VALUES (1, 1, 5)');
    // One migration each, as the next steps say.
    for (const [name, values] of [...common, ...steps[dialect]]) {
      const plan = await offered[name].plan(values, contextOf(root, { dialect, schema: [path] }));
      for (const change of plan.changes) write(root, { [change.path]: change.after ?? '' });
      const next = await snapshotOf(root, path, dialect);
      for (const statement of await migrationBetween(snapshot, next, dialect)) await engine.run(statement);
      snapshot = next;
    }
    expect(compile(root)).toBe('');

    const refused = [
      'INSERT INTO orders (number, user_id, total) VALUES (1, 1, 6)',
      'INSERT INTO orders (number, user_id, total) VALUES (2, 1, 5)',
      'INSERT INTO orders (number, user_id, total) VALUES (2, 9, 6)',
      'INSERT INTO orders (number, user_id, total) VALUES (2, 1, -1)',
      "INSERT INTO users (id, email) VALUES (2, 'a')",
    ];
    for (const statement of refused) await expect(engine.run(statement), statement).rejects.toThrow();
    await engine.run('INSERT INTO orders (number, user_id, total) VALUES (2, 1, 6)');
    expect(await engine.query('SELECT number FROM orders ORDER BY number')).toEqual([{ number: 1 }, { number: 2 }]);
  }, 60_000);
});
