import { describe, expect, it } from 'vitest';
import { constraint } from '../../../generators/constraint/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

const path = 'src/schema.ts';
const head = (names: string): string => `import { ${names} } from 'drizzle-orm/pg-core';\n\n`;
const users = `export const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n  email: text('email').notNull(),\n});\n\n`;
const orders = (columns: string, options = ''): string =>
  `export const orders = pgTable('orders', {\n${columns}\n}${options});\n`;
const columns = "  userId: uuid('user_id'),\n  number: integer('number').notNull(),\n  total: integer('total'),";
const plain = head('integer, pgTable, text, uuid') + users + orders(columns);

const planIn = (before: string, values: AnswerValues, setup: Setup = {}): Plan =>
  constraint.plan(
    constraint.answers({ table: 'orders', ...values }),
    contextOf(folderWith({ [path]: before }), { schema: [path], ...setup }),
  );
const edited = (before: string, values: AnswerValues, setup: Setup = {}): string =>
  outcome(planIn(before, values, setup))[path] ?? '';

function refusal(before: string, values: AnswerValues): LockstepError {
  try {
    planIn(before, values);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const toUsers = { kind: 'foreign-key', columns: ['user_id'], references: 'users' };

describe('a constraint of one column stands at the column', () => {
  it.each<[string, AnswerValues, string, string]>([
    ['a foreign key', toUsers, "uuid('user_id')", "uuid('user_id').references(() => users.id)"],
    [
      'with its action',
      { ...toUsers, 'on-delete': 'set-null' },
      "uuid('user_id')",
      "uuid('user_id').references(() => users.id, { onDelete: 'set null' })",
    ],
    ['unique', { kind: 'unique', columns: ['number'] }, '.notNull(),\n  total', '.notNull().unique(),\n  total'],
    [
      'a primary key',
      { kind: 'primary-key', columns: ['number'] },
      '.notNull(),\n  total',
      '.notNull().primaryKey(),\n  total',
    ],
  ])('%s', (_, values, before, after) => {
    expect(edited(plain, values)).toBe(plain.replace(before, after));
  });

  it('on a line of its own where the other calls are', () => {
    const broken = plain.replace("integer('number').notNull()", "integer('number')\n    .notNull()");
    expect(edited(broken, { kind: 'unique', columns: ['number'] })).toBe(
      broken.replace('    .notNull(),\n  total', '    .notNull()\n    .unique(),\n  total'),
    );
  });

  it('with CRLF line ends', () => {
    expect(edited(plain.replaceAll('\n', '\r\n'), toUsers)).toBe(
      plain.replace("uuid('user_id')", "uuid('user_id').references(() => users.id)").replaceAll('\n', '\r\n'),
    );
  });

  it('with the type that a table needs which refers to itself or back', () => {
    const self = head('pgTable, uuid') + orders("  id: uuid('id').primaryKey(),\n  parent: uuid('parent'),");
    expect(edited(self, { kind: 'foreign-key', columns: ['parent'], references: 'orders' })).toContain(
      '.references((): AnyPgColumn => orders.id)',
    );
  });
});

it('imports the table that it refers to, as the files of the schema do', () => {
  const files = {
    'src/db/users.ts': `${head('pgTable, text, uuid')}${users.trimEnd()}\n`,
    'src/db/orders.ts': head('integer, pgTable, uuid') + orders(columns),
    'src/db/index.ts': "export * from './orders.js';\nexport * from './users.js';\n",
  };
  const context = contextOf(folderWith(files), { schema: ['src/db/index.ts'] });
  const now = outcome(constraint.plan(constraint.answers({ table: 'orders', ...toUsers }), context));
  expect(Object.keys(now)).toEqual(['src/db/orders.ts']);
  expect(now['src/db/orders.ts']).toContain("import { users } from './users.js';");
  expect(now['src/db/orders.ts']).toContain("uuid('user_id').references(() => users.id),");
});

describe('another one stands in the table options', () => {
  it.each<[string, string, AnswerValues, string]>([
    [
      'several columns',
      '',
      { kind: 'unique', columns: ['userId', 'number'] },
      "(table) => [unique('orders_user_id_number_unique').on(table.userId, table.number)]",
    ],
    [
      'a name of its own',
      ", (t) => ({\n  a: check('a', b),\n})",
      { kind: 'unique', columns: ['number'], name: 'one' },
      "one: unique('one').on(t.number)",
    ],
    [
      'a composite key',
      ', (t) => []',
      { kind: 'primary-key', columns: ['userId', 'number'] },
      'primaryKey({ columns: [t.userId, t.number] })',
    ],
    [
      'a named foreign key',
      '',
      { ...toUsers, name: 'fk' },
      "foreignKey({ name: 'fk', columns: [table.userId], foreignColumns: [users.id] })",
    ],
  ])('%s', (_, options, values, code) => {
    const before = head('check, integer, pgTable, text, uuid') + users + orders(columns, options);
    expect(
      edited(before, values)
        .replaceAll(/\s+/g, '')
        .replaceAll(/,(?=[})\]])/g, ''),
    ).toContain(code.replaceAll(/\s+/g, '').replaceAll(/,(?=[})\]])/g, ''));
  });

  it('a column that is a constant, which other tables may have too', () => {
    const shared = plain.replace("integer('number').notNull()", 'count');
    expect(edited(shared, { kind: 'unique', columns: ['number'] })).toContain(
      "unique('orders_number_unique').on(table.number)",
    );
  });

  it('a check, with its columns as code and its quotes kept', () => {
    const after = edited(plain, { kind: 'check', expression: "total >= 0 or number = 'a`b'::int" });
    const own = (name: string): string => `\${table.${name}}`;
    expect(after).toContain(`sql\`${own('total')} >= 0 or ${own('number')} = 'a\\\`b'::int\``);
    expect(after).toContain("check('orders_total_number_check'");
    expect(after).toContain("import { sql } from 'drizzle-orm';");
  });
});

describe('a constraint that makes no sense is refused', () => {
  const keyed = plain.replace("uuid('user_id')", "uuid('user_id').references(() => users.id)");
  const back = plain.replace(
    "email: text('email').notNull(),",
    "email: text('email').notNull(),\n  last: integer('last').notNull().references(() => orders.number),",
  );
  it.each<[string, string, AnswerValues, string, string]>([
    ['no kind', plain, {}, 'KIND is missing', 'foreign-key|unique'],
    ['a kind that is none', plain, { kind: 'uniqe' }, 'no kind of constraint', 'Did you mean unique?'],
    ['no column', plain, { kind: 'unique' }, 'COLUMN is missing', 'unique COLUMN'],
    ['no table to refer to', plain, { ...toUsers, references: '' }, '--references is missing', '--references TABLE'],
    [
      'a flag of another kind',
      plain,
      { kind: 'unique', columns: ['total'], expression: 'x' },
      'has no --expression',
      'out',
    ],
    [
      'a column that is not there',
      plain,
      { kind: 'unique', columns: ['totl'] },
      'no column "totl"',
      'Did you mean total?',
    ],
    ['a table that is not there', plain, { ...toUsers, references: 'user' }, 'no table "user"', 'Did you mean users?'],
    [
      'a column of it that is not there',
      plain,
      { ...toUsers, references: 'users.idd' },
      'no column "idd"',
      'Did you mean id?',
    ],
    ['an action that is none', plain, { ...toUsers, 'on-delete': 'cascad' }, 'not known', 'cascade'],
    [
      'types that do not fit',
      plain,
      { ...toUsers, columns: ['total'] },
      'their types are integer and uuid',
      'type of the key',
    ],
    [
      'what may repeat',
      plain,
      { ...toUsers, columns: ['number'], references: 'users.email' },
      'may repeat',
      'constraint users unique email',
    ],
    [
      'as many columns on both sides',
      plain,
      { ...toUsers, columns: ['user_id', 'total'] },
      '1 column (id) for 2',
      'as many',
    ],
    ['a key that is there', keyed, toUsers, 'has a foreign key already, in src/schema.ts:9', 'there'],
    [
      'null for a required column',
      plain.replace("uuid('user_id')", "uuid('user_id').notNull()"),
      { ...toUsers, 'on-delete': 'set-null' },
      'is required',
      'cascade',
    ],
    [
      'two tables that need each other',
      back.replace("uuid('user_id')", "uuid('user_id').notNull()"),
      toUsers,
      'would require each other',
      'required',
    ],
    [
      'a circle in the options',
      back,
      { ...toUsers, name: 'fk' },
      'already, be it through others',
      "foreignKey({ name: 'fk'",
    ],
    [
      'a second primary key',
      plain,
      { table: 'users', kind: 'primary-key', columns: ['email'] },
      'has a primary key (id) already',
      'unique',
    ],
    [
      'unique twice',
      plain,
      { table: 'users', kind: 'unique', columns: ['id'] },
      'has a primary key (id) already',
      'nothing',
    ],
    [
      'a check of nothing here',
      plain,
      { kind: 'check', expression: '1 > 0' },
      'names no column of orders',
      'user_id, number, total',
    ],
    [
      'a check with an open quote',
      plain,
      { kind: 'check', expression: "total > '" },
      'not closed',
      'one SQL expression',
    ],
  ])('%s', (_, before, values, message, fix) => {
    const error = refusal(before, values);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect(error.fix).toContain(fix);
  });
});

it('says how to find the rows that break it, and that tables refer to each other', () => {
  const steps = planIn(plain, toUsers).nextSteps ?? [];
  expect(steps[0]).toContain(
    'SELECT t.* FROM orders t WHERE t.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users r WHERE r.id = t.user_id);',
  );
  expect(steps[1]).toContain('lockstep new index orders userId');
  const back = plain.replace("email: text('email').notNull(),", "last: uuid('last').references(() => orders.userId),");
  expect((planIn(back, toUsers).nextSteps ?? []).join('\n')).toContain('refer to each other now');
  expect(planIn(plain, { kind: 'check', expression: 'total > 0' }).nextSteps?.[0]).toContain('WHERE NOT (total > 0);');
});

it('says how to look for rows that break it, in the schema of the table and with the names of the database', () => {
  const app = `import { pgSchema, integer } from 'drizzle-orm/pg-core';\n\nexport const app = pgSchema('app');\n\n${orders("  unitPrice: integer('unitPrice'),\n  total: integer('total'),").replace('pgTable', 'app.table')}`;
  const first = (values: AnswerValues): string => planIn(app, values).nextSteps?.[0] ?? '';
  expect(first({ kind: 'check', expression: 'unitPrice <= total' })).toContain(
    'SELECT * FROM app.orders WHERE NOT ("unitPrice" <= total);',
  );
  expect(first({ kind: 'unique', columns: ['unitPrice'] })).toContain('FROM app.orders GROUP BY "unitPrice"');
});

describe('on SQLite, which copies the table', () => {
  const before = `import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable } from 'drizzle-orm/sqlite-core';

export const orders = sqliteTable('orders', {
  number: integer('number'),
  total: integer('total'),
}, (t) => [index('plain').on(t.number, t.total), index('downwards').on(sql\`\${t.total} desc\`)]);
`;
  const steps = (values: AnswerValues, line: Setup['line']): string[] =>
    planIn(before, values, { dialect: 'sqlite', line }).nextSteps?.filter((step) =>
      /cop(y|ies)|backticks/.test(step),
    ) ?? [];
  const check = { kind: 'check', expression: 'total >= 0' };
  const unique = { kind: 'unique', columns: ['number'] };

  it('a check says which indexes drizzle-kit 0.31 makes again wrongly', () => {
    expect(steps(check, 'journal')).toEqual([
      expect.stringContaining('SQLite copies the table orders'),
      expect.stringMatching(/makes downwards again .* in backticks/),
    ]);
    expect(steps(check, 'folders')).toEqual([expect.stringContaining('SQLite copies the table orders')]);
  });

  it('a unique constraint is one of drizzle-kit 1.0 alone, and an index does without', () => {
    expect(steps(unique, 'journal')).toEqual([]);
    expect(steps(unique, 'folders')).toEqual([
      expect.stringContaining('SQLite copies the table orders'),
      expect.stringContaining('lockstep new index orders number --unique'),
    ]);
  });
});
