import { describe, expect, it } from 'vitest';
import { dropColumn } from '../../../generators/drop-column/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { emptyDatabase } from '../../database/engines.js';
import { migrationBetween, snapshotOf } from '../table/evaluate.js';
import { compile, contextOf, folderWith, outcome, type Setup, write } from '../table/fixture.js';

const core = 'drizzle-orm/pg-core';
const path = 'src/schema.ts';

function planIn(files: Record<string, string>, table: string, column: string, setup: Setup = {}): Plan {
  const schema = Object.keys(files).filter((file) => file.endsWith('.ts'));
  const answers = dropColumn.answers({ table, column });
  return dropColumn.plan(answers, contextOf(folderWith(files), { schema, ...setup }));
}
const edited = (before: string, column: string, more: Record<string, string> = {}): string =>
  outcome(planIn({ [path]: before, ...more }, 'users', column))[path] ?? '';

function refusal(files: Record<string, string>, table: string, column: string): LockstepError {
  try {
    planIn(files, table, column);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const head = (names: string): string => `import { ${names} } from '${core}';\n\n`;
const t = (...lines: string[]): string => `export const users = pgTable('users', {\n${lines.join('\n')}\n});\n`;

describe('a column is taken out', () => {
  it.each([
    ['with its line', ['  id: uuid(),', '  a: uuid(),', '  b: uuid(),'], ['  id: uuid(),', '  b: uuid(),']],
    ['at the end', ['  id: uuid(),', '  a: uuid(),'], ['  id: uuid(),']],
    ['at the end, where the last has no comma', ['  id: uuid(),', '  a: uuid()'], ['  id: uuid()']],
    ['at the beginning', ['  a: uuid(),', '  id: uuid(),'], ['  id: uuid(),']],
    [
      'with what is said about it',
      ['  id: uuid(), // the key', '  /** A note. */', '  a: uuid(), // of theirs', '  b: uuid(),'],
      ['  id: uuid(), // the key', '  b: uuid(),'],
    ],
    [
      'without the comment that heads a group',
      ['  id: uuid(),', '', '  // Others', '  a: uuid(),', '  b: uuid(),'],
      ['  id: uuid(),', '', '  // Others', '  b: uuid(),'],
    ],
    [
      'with one of two blank lines',
      ['  id: uuid(),', '', '  a: uuid(),', '', '  b: uuid(),'],
      ['  id: uuid(),', '', '  b: uuid(),'],
    ],
    [
      'over several lines',
      ['  id: uuid(),', '  a: uuid()', '    .notNull(),', '  ...more,'],
      ['  id: uuid(),', '  ...more,'],
    ],
  ])('%s', (_, before, wanted) => {
    expect(edited(head('pgTable, uuid') + t(...before), 'a')).toBe(head('pgTable, uuid') + t(...wanted));
  });

  it('within a line', () => {
    const code = (columns: string): string =>
      `${head('pgTable, uuid')}export const users = pgTable('users', { ${columns} });\n`;
    expect(edited(code('id: uuid(), a: uuid()'), 'a')).toBe(code('id: uuid()'));
    expect(edited(code('a: uuid(), id: uuid()'), 'a')).toBe(code('id: uuid()'));
  });

  it('by its name in the database too', () => {
    expect(
      edited(head('pgTable, uuid') + t('  id: uuid(),', "  homeTown: uuid('home_town'),"), 'home_town'),
    ).not.toContain('homeTown');
    const cased = head('pgTable, uuid') + t('  id: uuid(),', '  homeTown: uuid(),');
    expect(outcome(planIn({ [path]: cased }, 'users', 'home_town', { casing: 'snake_case' }))[path]).not.toContain(
      'homeTown',
    );
  });

  it.each([
    ['{ pgTable, text, uuid }', '{ pgTable, uuid }'],
    ['{ pgTable, uuid, text }', '{ pgTable, uuid }'],
    ['{\n  pgTable,\n  text,\n  uuid,\n}', '{\n  pgTable,\n  uuid,\n}'],
    ['{ pgTable, text as words, uuid }', '{ pgTable, uuid }'],
  ])('with the imports that only it used: %s', (before, wanted) => {
    const call = before.includes('words') ? 'words' : 'text';
    const file = (names: string, ...lines: string[]) =>
      `import ${names} from '${core}';\n\n${t('  id: uuid(),', ...lines)}`;
    expect(edited(file(before, `  a: ${call}(),`), 'a')).toBe(file(wanted));
  });

  it('with a whole import, and not with one that others use', () => {
    const before = `import { sql } from 'drizzle-orm';\n${head('pgTable, text, uuid')}${t('  id: uuid(),', '  a: text().default(sql`x`),', '  b: text(),')}`;
    expect(edited(before, 'a')).toBe(`${head('pgTable, text, uuid')}${t('  id: uuid(),', '  b: text(),')}`);
  });

  it('with the builder that a callback takes out for it', () => {
    const code = (names: string, columns: string): string =>
      `${head('pgTable')}export const users = pgTable('users', ({ ${names} }) => ({ ${columns} }));\n`;
    expect(edited(code('uuid, text', 'id: uuid(), a: text()'), 'a')).toBe(code('uuid', 'id: uuid()'));
  });

  it('and an enum that nothing uses then is named', () => {
    const before = `${head('pgEnum, pgTable, uuid')}export const mood = pgEnum('mood', ['a']);\n\n${t('  id: uuid(),', '  a: mood(),')}`;
    expect(planIn({ [path]: before }, 'users', 'a').nextSteps).toEqual([
      expect.stringContaining('No column uses the enum mood now'),
      expect.stringContaining('deletes the values of users.a'),
      'npm run db:generate -- --name drop_a_from_users',
    ]);
  });

  it('keeping CRLF', () => {
    const text = (head('pgTable, uuid') + t('  id: uuid(),', '  a: uuid(),', '  b: uuid(),')).replaceAll('\n', '\r\n');
    expect(edited(text, 'a')).toBe(text.replace('  a: uuid(),\r\n', ''));
  });
});

describe('a column that is in use stays', () => {
  const own = (options: string, columns = ''): string =>
    `${head('check, index, pgTable, primaryKey, unique, uuid')}export const users = pgTable('users', {\n  id: uuid(),\n  email: uuid('e_mail'),${columns}\n}${options});\n`;

  it.each([
    [
      'an index',
      own(", (t) => [\n  index('users_email_idx').on(t.email),\n]"),
      'the index users_email_idx (src/schema.ts:7)',
    ],
    [
      'a constraint of an object',
      own(", (t) => ({\n  one: unique('one').on(t.id, t.email),\n})"),
      'the unique constraint one (src/schema.ts:7)',
    ],
    [
      'a key of several',
      own(', (t) => [primaryKey({ columns: [t.id, t.email] })]'),
      'the primary key of users (src/schema.ts:6)',
    ],
    [
      'options that take the table apart',
      own(", ({ email }) => [index('i').on(email)]"),
      'the index i (src/schema.ts:6)',
    ],
    ['SQL text', own(', () => [check("c", sql`e_mail > 0`)]'), 'the check constraint c (src/schema.ts:6)'],
    [
      'a column that is made of it',
      own('', `\n  low: uuid().generatedAlwaysAs(() => sql\`lower(\${users.email})\`),`),
      'the column users.low (src/schema.ts:6)',
    ],
    [
      'a relation',
      `${own('')}export const r = relations(users, ({ one }) => ({\n  x: one(users, { fields: [users.email], references: [users.id] }),\n}));\n`,
      'a relation (src/schema.ts:8)',
    ],
    [
      'a relation of drizzle-orm 1.0',
      `${own('')}export const r = defineRelations({ users }, (r) => ({\n  users: { x: r.one.users({ from: r.users.email, to: r.users.id }) },\n}));\n`,
      'a relation (src/schema.ts:8)',
    ],
    [
      'a view',
      `${own('')}export const v = pgView('v').as((qb) => qb.select({ e: users.email }).from(users));\n`,
      'the view v (src/schema.ts:7)',
    ],
    [
      'a view of all columns',
      `${own('')}export const v = pgView('v').as((qb) => qb.select().from(users));\n`,
      'the view v (src/schema.ts:7)',
    ],
    [
      'a view in SQL',
      `${own('')}export const v = pgView('v', {}).as(sql\`select e_mail from users\`);\n`,
      'the view v (src/schema.ts:7)',
    ],
    [
      'a validation',
      `${own('')}export const s = createInsertSchema(users, { email: (s) => s.min(1) });\n`,
      'code (src/schema.ts:7)',
    ],
    [
      'what a validation picks',
      `${own('')}export const s = createInsertSchema(users).pick({ email: true });\n`,
      'code (src/schema.ts:7)',
    ],
    [
      'what a validation under a name leaves out',
      `${own('')}const s = createInsertSchema(users, {});\nexport const u = s.omit({ id: true }).partial({ email: true }).min(1);\n`,
      'code (src/schema.ts:8)',
    ],
    ['an access by string', `${own('')}export const e = users['email'];\n`, 'code (src/schema.ts:7)'],
    [
      'what is taken apart',
      `${own('')}export const { email, ...rest } = getTableColumns(users);\n`,
      'code (src/schema.ts:7)',
    ],
    ['a type', `${own('')}export type E = typeof users.email;\n`, 'code (src/schema.ts:7)'],
  ])('by %s', (_, text, place) => {
    const error = refusal({ [path]: text }, 'users', 'email');
    expect(error.message).toBe(`users.email is in use: ${place}.`);
    expect(error).toMatchObject({ path, exitCode: 2, line: Number(/:(\d+)\)/.exec(place)?.[1]) });
  });

  it.each([
    ["import { users } from './schema';", 'users.email'],
    ["import { users as people } from './schema.js';", 'people.email'],
    ["import * as schema from './schema';", 'schema.users.email'],
    ["import { users } from '@/schema';", 'users.email'],
    ["import { users } from './barrel';", 'users.email'],
  ])('by a foreign key of another file: %s', (line, use) => {
    const posts = `${line}\n\nexport const posts = pgTable('posts', {\n  id: uuid(),\n  mail: uuid().references(() => ${use}),\n});\n`;
    const files = {
      [path]: own(''),
      'src/barrel.ts': "export * from './schema';\n",
      'src/posts.ts': `${head('pgTable, uuid').trimEnd()}\n${posts}`,
    };
    expect(refusal(files, 'users', 'email').message).toBe(
      'users.email is in use: the foreign key of posts.mail (src/posts.ts:6).',
    );
  });

  it('but not by another table or a variable of the same name', () => {
    const text = `${own('')}
export const posts = pgTable('posts', { email: uuid(), x: uuid() }, (t) => [index('p').on(t.email)]);
export const other = (users: { email: string }) => users.email;
export const e = check('c', sql\`kind in ('e_mail')\`);
`;
    expect(planIn({ [path]: text }, 'users', 'email').changes).toHaveLength(1);
  });

  it('when it is the primary key, the only one, shared, or not there', () => {
    const text = `${head('pgTable, uuid')}const stamps = { at: uuid() };\nexport const a = pgTable('a', { id: uuid().primaryKey(), ...stamps, home: uuid() });\nexport const b = pgTable('b', { id: uuid() });\n`;
    expect(refusal({ [path]: text }, 'a', 'id')).toMatchObject({ line: 4, message: 'a.id is the primary key.' });
    expect(refusal({ [path]: text }, 'b', 'id').message).toContain('only column');
    expect(refusal({ [path]: text }, 'a', 'at')).toMatchObject({
      line: 3,
      message: expect.stringContaining('spreads'),
    });
    expect(refusal({ [path]: text }, 'a', 'hom').fix).toContain('Did you mean home?');
  });
});

it('what is left compiles and migrates', async () => {
  const before = `import { index, numeric, pgTable, text, uuid } from '${core}';

export const users = pgTable('users', {
  id: uuid('id').primaryKey(),
  total: numeric('total', { precision: 10, scale: 2 }).notNull(),
  note: text('note'),
}, (t) => [index('i').on(t.note)]);
`;
  const root = folderWith({ [path]: before });
  const [empty, old] = [await snapshotOf(root, null, 'postgresql'), await snapshotOf(root, path, 'postgresql')];
  const plan = dropColumn.plan(
    dropColumn.answers({ table: 'users', column: 'total' }),
    contextOf(root, { schema: [path] }),
  );
  for (const change of plan.changes) write(root, { [change.path]: change.after ?? '' });
  expect(compile(root)).toBe('');
  const migration = await migrationBetween(old, await snapshotOf(root, path, 'postgresql'), 'postgresql');
  expect(migration).toEqual(['ALTER TABLE "users" DROP COLUMN "total";']);
  const engine = await emptyDatabase('postgresql');
  for (const statement of [...(await migrationBetween(empty, old, 'postgresql')), ...migration])
    await engine.run(statement);
  expect(await engine.query('SELECT * FROM users')).toEqual([]);
}, 60_000);
