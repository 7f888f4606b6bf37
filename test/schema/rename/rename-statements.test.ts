import { expect, it } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import type { Snapshot } from '../../../src/schema/protocol.js';
import { renameStatements } from '../../../src/schema/rename/rename-statements.js';
import type { Rename } from '../../../src/schema/rename/renamed-snapshot.js';
import { snapshotOf } from '../../generators/table/evaluate.js';
import { folderWith } from '../../generators/table/fixture.js';

const modules = { postgresql: 'pg', sqlite: 'sqlite', mysql: 'mysql' };

async function planned(dialect: Dialect, before: string, after: string, rename: Rename) {
  const code = (text: string): string =>
    `import { sql } from 'drizzle-orm';\nimport * as d from 'drizzle-orm/${modules[dialect]}-core';\n${text}`;
  const root = folderWith({ 'src/a.ts': code(before), 'src/b.ts': code(after) });
  const snapshot = async (path: string): Promise<Snapshot> => Object(await snapshotOf(root, path, dialect));
  return renameStatements(await snapshot('src/a.ts'), await snapshot('src/b.ts'), rename, dialect);
}

const column: Rename = { kind: 'column', schema: null, table: 'users', from: 'a', to: 'b' };
const table: Rename = { kind: 'table', schema: null, from: 'users', to: 'people' };
const users = (name: string): string =>
  `export const users = d.pgTable('users', { id: d.text(), a: d.text('${name}') });\n`;
const view = "export const v = d.pgView('v').as((qb) => qb.select({ a: users.a }).from(users));\n";

it('of a column that a view selects is refused, since the view would keep the old name', async () => {
  expect(await planned('postgresql', users('a') + view, users('b') + view, column)).toEqual({
    reason: 'the view public.v selects from it',
  });
});

it('of a table that a view selects from is one statement: PostgreSQL changes the view', async () => {
  const before = users('a') + view;
  const plan = await planned('postgresql', before, before.replace("'users'", "'people'"), table);
  expect(plan).toMatchObject({ statements: ['ALTER TABLE "users" RENAME TO "people";'] });
});

it('that comes with another change is refused', async () => {
  const after = users('b').replace('d.text()', 'd.text().notNull()');
  expect(await planned('postgresql', users('a'), after, column)).toEqual({
    reason: 'it would change more than the name',
  });
});

it('names the schema of a table, and of what belongs to it', async () => {
  const code = (name: string, list: string): string =>
    `export const app = d.pgSchema('app');\nexport const users = app.table('${name}', { id: d.integer().generatedAlwaysAsIdentity(), a: d.text().unique(${list}) });\n`;
  const plan = await planned('postgresql', code('users', ''), code('people', ''), { ...table, schema: 'app' });
  expect(plan).toMatchObject({
    statements: [
      'ALTER TABLE "app"."users" RENAME TO "people";',
      'ALTER TABLE "app"."people" RENAME CONSTRAINT "users_a_unique" TO "people_a_unique";',
      'ALTER SEQUENCE "app"."users_id_seq" RENAME TO "people_id_seq";',
    ],
  });
});

it('leaves a name alone that PostgreSQL cuts to the same', async () => {
  const long = 'a_table_with_a_name_that_fills_most_of_what_postgresql_takes_';
  const code = (name: string): string =>
    `export const users = d.pgTable('${long}', { a: d.text('${name}').unique() });\n`;
  const rename: Rename = { ...column, table: long, from: 'aaa', to: 'aab' };
  expect(await planned('postgresql', code('aaa'), code('aab'), rename)).toMatchObject({
    statements: [`ALTER TABLE "${long}" RENAME COLUMN "aaa" TO "aab";`],
  });
});

it('takes a check away while MySQL renames its column, and refuses one that another is computed from', async () => {
  const code = (name: string, more = ''): string =>
    `export const users = d.mysqlTable('users', { a: d.int('${name}')${more} }, (t) => [d.check('c', sql\`\${t.a} > 0\`)]);\n`;
  expect(await planned('mysql', code('a'), code('b'), column)).toMatchObject({
    statements: [
      'ALTER TABLE `users` DROP CONSTRAINT `c`;',
      'ALTER TABLE `users` RENAME COLUMN `a` TO `b`;',
      'ALTER TABLE `users` ADD CONSTRAINT `c` CHECK(`users`.`b` > 0);',
    ],
  });
  const computed = `, x: d.int().generatedAlwaysAs(() => sql\`\${users.a} + 1\`)`;
  expect(await planned('mysql', code('a', computed), code('b', computed), column)).toEqual({
    reason: 'a generated column is computed from it, which MySQL does not allow',
  });
});

it('lets an index of an expression follow on SQLite, and refuses it on MySQL, which does not rename its column', async () => {
  const hole = `\${t.a}`;
  const code = (dialect: string, name: string, sql = `(lower(${hole}))`): string =>
    `export const users = d.${dialect}Table('users', { a: d.text('${name}') }, (t) => [d.index('i').on(sql\`${sql}\`)]);\n`;
  expect(await planned('sqlite', code('sqlite', 'a'), code('sqlite', 'b'), column)).toMatchObject({
    statements: ['ALTER TABLE `users` RENAME COLUMN `a` TO `b`;'],
  });
  expect(await planned('mysql', code('mysql', 'a'), code('mysql', 'b'), column)).toEqual({
    reason: 'the index i is of an expression with it, which MySQL does not allow',
  });
  const desc = (name: string): string => code('mysql', name, `${hole} desc`);
  expect(await planned('mysql', desc('a'), desc('b'), column)).toMatchObject({
    statements: ['ALTER TABLE `users` RENAME COLUMN `a` TO `b`;'],
  });
  expect(await planned('sqlite', code('sqlite', 'a'), code('sqlite', 'b', `upper(${hole})`), column)).toEqual({
    reason: 'it would change more than the name',
  });
});
