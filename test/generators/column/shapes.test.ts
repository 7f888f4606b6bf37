import { describe, expect, it } from 'vitest';
import { column } from '../../../generators/column/index.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { contextOf, folderWith, formatted, outcome, type Setup } from '../table/fixture.js';

const core = 'drizzle-orm/pg-core';
const path = 'src/schema.ts';

function planIn(before: string, table: string, fields: string[], more: Record<string, string>, setup: Setup): Plan {
  const root = folderWith({ [path]: before, ...more });
  return column.plan(column.answers({ table, fields }), contextOf(root, { schema: [path], ...setup }));
}

/** The schema file after `lockstep new column TABLE FIELD…`. */
const edited = (
  before: string,
  table: string,
  fields: string[],
  more: Record<string, string> = {},
  setup: Setup = {},
): string => outcome(planIn(before, table, fields, more, setup))[path] ?? '';

const imports = (names: string): string => `import { ${names} } from '${core}';\n\n`;
const t = (columns: string): string => `export const users = pgTable('users', {\n${columns}\n});\n`;

describe('a column stands where a careful colleague would put it', () => {
  it.each([
    ['at the end', ['  id: uuid(),'], ['  id: uuid(),', '  a: text(),']],
    [
      'before the timestamps, behind what its neighbour says on its line',
      ['  id: uuid(), // the key', '  // When', '  createdAt: timestamp(), // then', '  updatedAt: timestamp(),'],
      [
        '  id: uuid(), // the key',
        '  a: text(),',
        '  // When',
        '  createdAt: timestamp(), // then',
        '  updatedAt: timestamp(),',
      ],
    ],
    [
      'before a spread at the end, and above the blank line before it',
      ['  id: uuid(),', '', '  ...timestamps,'],
      ['  id: uuid(),', '  a: text(),', '', '  ...timestamps,'],
    ],
    [
      'behind a spread at the beginning',
      ['  ...base,', '  id: uuid(),'],
      ['  ...base,', '  id: uuid(),', '  a: text(),'],
    ],
    [
      'before timestamps that follow a spread at the beginning',
      ['  ...base,', '  createdAt: timestamp(),'],
      ['  ...base,', '  a: text(),', '  createdAt: timestamp(),'],
    ],
    ['without a comma where the last has none', ['  id: uuid()'], ['  id: uuid(),', '  a: text()']],
    [
      'without a comma where the last has none but a comment',
      ['  id: uuid() // the key'],
      ['  id: uuid(), // the key', '  a: text()'],
    ],
    [
      'above comments at the end',
      ['  id: uuid(),', '  // more to come'],
      ['  id: uuid(),', '  a: text(),', '  // more to come'],
    ],
  ])('%s', (_, before, wanted) => {
    const head = imports('pgTable, text, timestamp, uuid');
    expect(edited(head + t(before.join('\n')), 'users', ['a:text'])).toBe(head + t(wanted.join('\n')));
  });

  it('behind the other timestamps when it is one', () => {
    const head = imports('pgTable, timestamp, uuid');
    const before = head + t('  id: uuid(),\n  createdAt: timestamp(),\n  ...more,');
    expect(edited(before, 'users', ['deleted_at:timestamp'])).toBe(
      head + t('  id: uuid(),\n  createdAt: timestamp(),\n  deletedAt: timestamp({ withTimezone: true }),\n  ...more,'),
    );
  });

  it('within the line while there is room, else on lines of their own', () => {
    const head = imports('pgTable, text, uuid');
    const before = `${head}export const users = pgTable('users', { id: uuid().primaryKey() });\n`;
    expect(edited(before, 'users', ['a:text'])).toBe(
      `${head}export const users = pgTable('users', { id: uuid().primaryKey(), a: text() });\n`,
    );
    expect(edited(before, 'users', ['a:text:required:default=something-that-is-longer-than-the-line'])).toBe(
      `${head}${t("  id: uuid().primaryKey(),\n  a: text().notNull().default('something-that-is-longer-than-the-line'),")}`,
    );
  });

  it('in a table without columns', () => {
    const before = `${imports('pgTable, text')}export const users = pgTable('users', {});\n`;
    expect(edited(before, 'users', ['a:text'])).toContain("pgTable('users', {\n  a: text('a'),\n});");
  });
});

describe('an index goes into the table options', () => {
  const head = imports('index, integer, pgTable');
  const table = (options: string): string =>
    `${head}export const users = pgTable('users', {\n  id: integer('id'),\n}${options});\n`;
  const wide = 'integer_with_a_long_name_to_fill_a_line_of_code';

  it.each([
    ['a new list', '', ", (table) => [index('users_a_idx').on(table.a)]"],
    ['an empty list', ', (t) => []', ", (t) => [\n  index('users_a_idx').on(t.a),\n]"],
    [
      'a list within the line',
      ", (t) => [index('i').on(t.id)]",
      ", (t) => [index('i').on(t.id), index('users_a_idx').on(t.a)]",
    ],
    [
      'a list of lines',
      ", (t) => [\n  // by key\n  index('i').on(t.id), // often\n]",
      ", (t) => [\n  // by key\n  index('i').on(t.id), // often\n  index('users_a_idx').on(t.a),\n]",
    ],
    [
      'an object',
      ", (t) => ({\n  idIdx: index('i').on(t.id)\n})",
      ", (t) => ({\n  idIdx: index('i').on(t.id),\n  aIdx: index('users_a_idx').on(t.a)\n})",
    ],
    [
      'an object whose keys are the names',
      ", (t) => ({\n  users_id_idx: index('i').on(t.id),\n})",
      ", (t) => ({\n  users_id_idx: index('i').on(t.id),\n  users_a_idx: index('users_a_idx').on(t.a),\n})",
    ],
    [
      'an object with that key',
      ", (t) => ({ aIdx: index('i').on(t.id) })",
      ", (t) => ({ aIdx: index('i').on(t.id), aIdx2: index('users_a_idx').on(t.a) })",
    ],
    [
      'a block that returns a list',
      ", (t) => {\n  return [index('i').on(t.id)];\n}",
      ", (t) => {\n  return [index('i').on(t.id), index('users_a_idx').on(t.a)];\n}",
    ],
    [
      'a function',
      ", function (t) {\n  return [index('i').on(t.id)];\n}",
      ", function (t) {\n  return [index('i').on(t.id), index('users_a_idx').on(t.a)];\n}",
    ],
    [
      'a callback that takes the table apart',
      ", ({ id }) => [index('i').on(id)]",
      ", ({ id, a }) => [index('i').on(id), index('users_a_idx').on(a)]",
    ],
    ['a callback that takes nothing', ', () => [\n]', ", (table) => [\n  index('users_a_idx').on(table.a),\n]"],
  ])('%s', (_, before, wanted) => {
    const now = edited(table(before), 'users', ['a:integer:index']);
    expect(now).toBe(table(wanted).replace("id'),\n}", "id'),\n  a: integer('a'),\n}"));
  });

  it('on lines of its own where the line would be too long', () => {
    const now = edited(table(", (t) => [index('i').on(t.id)]"), 'users', [`${wide}:integer:index`]);
    expect(now).toContain("(t) => [\n  index('i').on(t.id),\n  index('users_integer_with");
  });

  it('with every argument on its own line where the project has a formatter, which changes nothing then', () => {
    const before = `${head}export const users = pgTable('users', {\n  // the key\n  id: integer('id'),\n\n  note: integer('note'),\n});\n`;
    const now = edited(before, 'users', ['a:integer:index'], { 'biome.json': '{}' });
    expect(now).toContain("pgTable(\n  'users',\n  {\n    // the key\n    id: integer('id'),\n\n    note");
    expect(formatted(now, 80)).toBe(now);
  });

  it('as the other tables of the file have theirs', () => {
    const other = `\nexport const posts = pgTable(\n  'posts',\n  { id: integer('id') },\n  (self) => [index('p').on(self.id)],\n);\n`;
    const now = edited(table('') + other, 'users', ['a:integer:index']);
    expect(now).toContain(
      "pgTable(\n  'users',\n  {\n    id: integer('id'),\n    a: integer('a'),\n  },\n  (self) => [",
    );
  });

  it('does not move text that stands in a template literal', () => {
    const before = `import { sql } from 'drizzle-orm';\n${head}export const users = pgTable('users', {\n  id: integer('id').default(sql\`\n1\n\`),\n});\n`;
    expect(edited(before, 'users', ['a:integer:index'], { '.prettierrc': '{}' })).toContain('default(sql`\n1\n`),');
  });
});

describe('columns are built as the table builds its own', () => {
  it.each([
    ['t', '(t) => ({\n  id: t.uuid(),\n})', '(t) => ({\n  id: t.uuid(),\n  a: t.text(),\n})'],
    ['a pattern', '({ uuid }) => ({\n  id: uuid(),\n})', '({ uuid, text }) => ({\n  id: uuid(),\n  a: text(),\n})'],
    [
      'a pattern that renames',
      '({ uuid, text: words }) => ({\n  id: uuid(),\n})',
      '({ uuid, text: words }) => ({\n  id: uuid(),\n  a: words(),\n})',
    ],
  ])('with the builders that a callback gives: %s', (_, before, wanted) => {
    const make = (columns: string): string =>
      `${imports('pgTable')}export const users = pgTable('users', ${columns});\n`;
    expect(edited(make(before), 'users', ['a:text'])).toBe(make(wanted));
  });

  it('under the names they were imported by', () => {
    const before = `import { pgTable as table, text as words, uuid } from '${core}';\n\nexport const users = table('users', {\n  id: uuid('id'),\n});\n`;
    expect(edited(before, 'users', ['a:text'])).toContain("  a: words('a'),\n");
    const space = `import * as p from '${core}';\n\nexport const users = p.pgTable('users', {\n  id: p.uuid('id'),\n});\n`;
    expect(edited(space, 'users', ['a:text:index'])).toContain("p.index('users_a_idx')");
  });

  it('without names where the casing option gives them', () => {
    const before = imports('pgTable, uuid') + t('  id: uuid(),');
    expect(edited(before, 'users', ['first_name:text'], {}, { casing: 'snake_case' })).toContain('firstName: text(),');
  });

  it('with an enum before the table, of the same schema', () => {
    const before = `import { pgSchema, uuid } from '${core}';\n\nexport const app = pgSchema('app');\n\n/** People */\nexport const users = app.table('users', {\n  id: uuid('id'),\n});\n`;
    expect(edited(before, 'app.users', ['state:enum:on,off'])).toBe(
      before
        .replace('/** People */', "export const userState = app.enum('user_state', ['on', 'off']);\n\n/** People */")
        .replace("uuid('id'),\n", "uuid('id'),\n  state: userState('state'),\n"),
    );
  });

  it('with references that TypeScript can follow, in a circle too', () => {
    const before = `import { pgTable, uuid } from '${core}';

export const users = pgTable('users', {
  id: uuid('id').primaryKey(),
});

export const teams = pgTable('teams', {
  id: uuid('id').primaryKey(),
  ownerId: uuid('owner_id').references(() => users.id),
});
`;
    const now = edited(before, 'users', ['team:references']);
    expect(now).toContain("teamId: uuid('team_id').references((): AnyPgColumn => teams.id),");
  });
});

describe('every byte but the new ones stays', () => {
  const plain = `import { pgTable, uuid } from '${core}';\n\nexport const users = pgTable('users', {\n  id: uuid('id'),\n  createdAt: uuid('created_at'),\n});\n\nexport   const odd  =  [ 1,2 ]\n`;
  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a BOM', (text: string) => `\uFEFF${text}`],
    ['tabs', (text: string) => text.replaceAll('  id', '\tid').replaceAll('  created', '\tcreated')],
    ['double quotes', (text: string) => text.replaceAll("'", '"')],
    ['no semicolons', (text: string) => text.replaceAll(';', '')],
    ['four spaces', (text: string) => text.replaceAll('  id', '    id').replaceAll('  created', '    created')],
  ])('%s', (_, styled) => {
    const before = styled(plain);
    const now = edited(before, 'users', ['a:uuid']);
    expect(now).toBe(
      before.replace(/(\r?\n[ \t]+)createdAt/, (line, lead: string) => {
        const quote = before.includes('"') ? '"' : "'";
        return `${lead}a: uuid(${quote}a${quote}),${line}`;
      }),
    );
  });
});
