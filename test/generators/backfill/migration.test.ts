import { describe, expect, it } from 'vitest';
import { backfill } from '../../../generators/backfill/index.js';
import { type Dialect, dialects } from '../../../src/project/dialects.js';
import { emptyDatabase } from '../../database/engines.js';
import { drizzle1 } from '../../guard/rebase/drizzle-1.js';
import { hasMysql } from '../../helpers/servers.js';
import { generate, migrations, projectWith } from '../rename/project.js';
import { write } from '../table/fixture.js';
import { contextIn, fill } from './project.js';

const schemas: Record<Dialect, string> = {
  postgresql: `import { integer, numeric, pgSchema } from 'drizzle-orm/pg-core';

export const shop = pgSchema('shop');
export const orders = shop.table('orders', {
  id: integer('id').primaryKey(),
  price: numeric('unit price', { precision: 10, scale: 3 }).notNull(),
  total: numeric('total', { precision: 12, scale: 2 }),
});
`,
  sqlite: `import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';

export const orders = sqliteTable('orders', {
  id: integer('id').primaryKey(),
  price: integer('unit price').notNull(),
  total: integer('total'),
});
`,
  mysql: `import { decimal, int, mysqlTable, timestamp } from 'drizzle-orm/mysql-core';

export const orders = mysqlTable('orders', {
  id: int('id').primaryKey(),
  price: decimal('unit price', { precision: 10, scale: 3 }).notNull(),
  total: decimal('total', { precision: 12, scale: 2 }),
  changedAt: timestamp('changed_at').defaultNow().onUpdateNow(),
});
`,
};
const answers = { table: 'orders', column: 'total', set: 'price * 3', where: 'id < 10', as: 'migration' };

describe.each(dialects.filter((dialect) => dialect !== 'mysql' || hasMysql()))('a backfill of %s', (dialect) => {
  it('is a migration that fills the rows, and its down empties those', async () => {
    const root = projectWith(dialect, schemas[dialect]);

    const plan = await fill(root, answers);

    expect(plan.changes.map(({ path }) => path)).toEqual([
      'drizzle/0001_fill_orders_total.sql',
      'drizzle/meta/0001_snapshot.json',
      'drizzle/meta/_journal.json',
      'drizzle/0001_fill_orders_total.down.sql',
    ]);
    expect(generate(root, 'more')).toContain('No schema changes');
    const [init = '', up = ''] = await migrations(root);
    const down = plan.changes.at(-1)?.after ?? '';
    expect(down).toContain('-- Reversible: yes\n');
    if (dialect !== 'mysql') expect(down).toContain('-- Proof: ');
    const engine = await emptyDatabase(dialect);
    for (const statement of init.split('--> statement-breakpoint')) await engine.run(statement);
    const table = dialect === 'postgresql' ? 'shop.orders' : 'orders';
    const quote = dialect === 'mysql' ? '`' : '"';
    const insert = `INSERT INTO ${table} (id, ${quote}unit price${quote}, total) VALUES`;
    await engine.run(`${insert} (1, 1.125, NULL), (2, 2, 5), (11, 2, NULL)`);
    const totals = async () =>
      (await engine.query(`SELECT total FROM ${table} ORDER BY id`)).map(({ total }) => total && Number(total));

    await engine.run(up);
    expect(await totals()).toEqual([dialect === 'sqlite' ? 3.375 : 3.38, 5, null]);
    await engine.run(up);
    const [statement = ''] = /^UPDATE.*$/m.exec(down) ?? [];
    await engine.run(statement);
    expect(await totals()).toEqual([null, 5, null]);
  });
});

it('says what it cannot do: bring back what is overwritten, run nonsense, fill a column without its migration', async () => {
  const root = projectWith('sqlite', schemas.sqlite);
  const nonsense = { ...answers, set: 'no_such_function(price)' };
  const doubtful = await backfill.plan(backfill.answers(nonsense), await contextIn(root));
  expect(doubtful.nextSteps?.[0]).toMatch(/^It is not proven: .*no such function: no_such_function/);

  const plan = await fill(root, { ...answers, column: 'price', set: 'price + 1', name: 'raise' });
  const down = plan.changes.at(-1)?.after ?? '';
  expect(down).toContain('-- Reversible: structure only\n');
  expect(down).not.toMatch(/^UPDATE/m);
  expect(plan.nextSteps?.join('\n')).toContain('what the rows held before is gone');

  write(root, { 'src/schema.ts': schemas.sqlite.replace("total: integer('total')", "sum: integer('sum')") });
  await expect(fill(root, { ...answers, column: 'sum' })).rejects.toThrow('not in lockstep');
});

const packages = drizzle1();
it.skipIf(packages === null)('is a folder on drizzle-kit 1.0', async () => {
  const root = projectWith('sqlite', schemas.sqlite, packages ?? '');
  const plan = await fill(root, answers);
  expect(plan.changes.map(({ path }) => path.replace(/\d{14}/, 'TIME')).sort()).toEqual([
    'drizzle/TIME_fill_orders_total/down.sql',
    'drizzle/TIME_fill_orders_total/migration.sql',
    'drizzle/TIME_fill_orders_total/snapshot.json',
  ]);
  expect((await migrations(root))[1]).toContain('UPDATE "orders" SET "total" = "unit price" * 3 WHERE');
  expect(generate(root, 'more')).toMatch(/no schema changes/i);
});
