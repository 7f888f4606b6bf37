import { describe, expect, it } from 'vitest';
import { index } from '../../../generators/index/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

const path = 'src/schema.ts';
const head = (names: string): string => `import { ${names} } from 'drizzle-orm/pg-core';\n\n`;
const users = (options = ''): string =>
  `export const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n  email: text('email').notNull(),\n  createdAt: timestamp('created_at'),\n}${options});\n`;
const names = 'pgTable, text, timestamp, uuid';
/** `${table.email}` as it stands in the code. */
const hole = (name: string): string => `\${${name}}`;
const plain = head(`index, ${names}`);

const planIn = (before: string, values: AnswerValues, setup: Setup = {}): Plan =>
  index.plan(
    index.answers({ table: 'users', ...values }),
    contextOf(folderWith({ [path]: before }), { schema: [path], ...setup }),
  );
const edited = (before: string, values: AnswerValues, setup: Setup = {}): string =>
  outcome(planIn(before, values, setup))[path] ?? '';

function refusal(before: string, values: AnswerValues, setup: Setup = {}): LockstepError {
  try {
    planIn(before, values, setup);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('an index stands in the table options, in their own form', () => {
  it.each([
    ['none yet', '', ", (table) => [index('users_email_idx').on(table.email)]"],
    [
      'a list',
      ", (t) => [\n  index('i').on(t.id), // often\n]",
      ", (t) => [\n  index('i').on(t.id), // often\n  index('users_email_idx').on(t.email),\n]",
    ],
    [
      'an object',
      ", (t) => ({\n  idIdx: index('i').on(t.id),\n})",
      ", (t) => ({\n  idIdx: index('i').on(t.id),\n  emailIdx: index('users_email_idx').on(t.email),\n})",
    ],
    [
      'a callback with a block',
      ", (t) => {\n  return [index('i').on(t.id)];\n}",
      ", (t) => {\n  return [index('i').on(t.id), index('users_email_idx').on(t.email)];\n}",
    ],
    [
      'a callback that takes the table apart',
      ", ({ id }) => [index('i').on(id)]",
      ", ({ id, email }) => [index('i').on(id), index('users_email_idx').on(email)]",
    ],
  ])('%s', (_, before, after) => {
    expect(edited(plain + users(before), { columns: ['email'] })).toBe(plain + users(after));
  });

  it('with CRLF line ends, and the import that it needs', () => {
    const before = (head(names) + users()).replaceAll('\n', '\r\n');
    const after = edited(before, { columns: ['email'] });
    expect(after).toBe(
      (plain + users(", (table) => [index('users_email_idx').on(table.email)]")).replaceAll('\n', '\r\n'),
    );
  });
});

describe('the code of an index', () => {
  it.each<[AnswerValues, string]>([
    [{ columns: ['email'], unique: true }, "uniqueIndex('users_email_unique').on(table.email)"],
    [{ columns: ['email', 'created_at'] }, "index('users_email_created_at_idx').on(table.email, table.createdAt)"],
    [
      { columns: ['created_at'], desc: 'created_at' },
      "index('users_created_at_idx').on(table.createdAt.desc().nullsFirst())",
    ],
    [
      { columns: ['email'], where: "created_at is null and email <> 'created_at'" },
      `index('users_email_idx').on(table.email).where(sql\`${hole('table.createdAt')} is null and ${hole('table.email')} <> 'created_at'\`)`,
    ],
    [{ expression: 'lower(email)' }, `index('users_lower_email_idx').on(sql\`lower(${hole('table.email')})\`)`],
    [
      { expression: `email || '\`\${x}\\'` },
      `index('users_email_idx').on(sql\`(${hole('table.email')} || '\\\`\\\${x}\\\\')\`)`,
    ],
    [
      { expression: '"email" || date \'2020-01-01\'' },
      `index('users_email_date_idx').on(sql\`(${hole('table.email')} || date '2020-01-01')\`)`,
    ],
    [{ columns: ['email'], method: 'hash' }, "index('users_email_idx').using('hash', table.email)"],
    [
      { columns: ['email'], method: 'btree', concurrently: true },
      "index('users_email_idx').on(table.email).concurrently()",
    ],
    [
      { columns: ['email'], op: 'text_pattern_ops' },
      "index('users_email_text_pattern_ops_idx').on(table.email.op('text_pattern_ops'))",
    ],
    [
      { columns: ['email', 'id'], op: 'email=text_pattern_ops', desc: 'id' },
      "index('users_email_text_pattern_ops_id_idx').on(table.email.op('text_pattern_ops'), table.id.desc().nullsFirst())",
    ],
    [
      { expression: 'lower(email)', op: 'text_pattern_ops' },
      `index('users_lower_email_text_pattern_ops_idx').on(sql\`lower(${hole('table.email')}) text_pattern_ops\`)`,
    ],
    [{ columns: ['email'], name: 'mine' }, "index('mine').on(table.email)"],
  ])('%j', (values, code) => {
    expect(
      edited(head(names) + users(), values)
        .replaceAll(/\s+/g, '')
        .replaceAll(',)', ')'),
    ).toContain(code.replaceAll(/\s+/g, ''));
  });
});

describe('an index that makes no sense is refused', () => {
  const has = (options: string): string => head(`index, uniqueIndex, ${names}`) + users(options);
  const on = has(", (t) => [index('i').on(t.email)]");
  it.each<[string, string, AnswerValues, string, string]>([
    [
      'there is such an index',
      on,
      { columns: ['email'] },
      'has an index of email already, in src/schema.ts:7',
      'nothing to add',
    ],
    ['the columns are the key', has(''), { columns: ['id'] }, 'has the primary key of id already', 'nothing'],
    [
      'an expression is indexed',
      has(`, (t) => [index('i').on(sql\`lower(${hole('t.email')})\`)]`),
      { expression: 'lower(email)' },
      'already',
      'nothing',
    ],
    [
      'the name is taken',
      on,
      { columns: ['created_at'], name: 'i' },
      'The name i is taken in src/schema.ts:7.',
      '--name',
    ],
    [
      'the name is that of a table',
      on,
      { columns: ['created_at'], name: 'users' },
      'The name users is taken',
      '--name',
    ],
    ['the name is no name', on, { columns: ['created_at'], name: "a'b" }, 'letters, digits', '--name'],
    ['the column is not there', on, { columns: ['emial'] }, 'has no column "emial"', 'Did you mean email?'],
    ['a column comes twice', on, { columns: ['created_at', 'createdAt'] }, 'given twice', 'once'],
    ['desc is of another column', on, { columns: ['id'], desc: 'email' }, 'does not have that column', 'id email'],
    [
      'a quote is open',
      on,
      { columns: ['id'], where: "email = 'a" },
      "the quote ' is not closed",
      'one SQL expression',
    ],
    ['a bracket is open', on, { expression: 'lower(email' }, '( is not closed', 'one'],
    ['a bracket closes nothing', on, { expression: 'email)' }, ') closes nothing', 'one'],
    ['there are two statements', on, { columns: ['id'], where: 'true; drop table users' }, 'semicolon', 'one'],
    ['there is a comment', on, { columns: ['id'], where: 'true -- x' }, 'comment', 'one'],
    ['the method is not known', on, { columns: ['id'], method: 'gim' }, '--method gim is not known', 'gin'],
    ['gin cannot be unique', on, { columns: ['id'], method: 'gin', unique: true }, 'only a btree', '--unique'],
    ['a class is no name', on, { columns: ['id'], op: 'a-b' }, '--op a-b: that is not the name', 'text_pattern_ops'],
    ['a class could be of both', on, { columns: ['id', 'email'], op: 'x_ops' }, 'id or email', '--op id=x_ops'],
    ['a class is of another column', on, { columns: ['id'], op: 'email=x_ops' }, 'does not have that', 'One of id'],
    ['0.31 forgets DESC', on, { columns: ['id'], op: 'x_ops', desc: 'id' }, 'leaves DESC out', '--desc or --op'],
    ['hnsw needs a class', on, { columns: ['id'], method: 'hnsw' }, 'operator class', 'vector_cosine_ops'],
    [
      'there is one with the class',
      has(", (t) => [index('i').on(t.email.op('x_ops'))]"),
      { columns: ['email'], op: 'x_ops' },
      'has an index of email x_ops already',
      'nothing',
    ],
    ['hash takes one column', on, { columns: ['id', 'email'], method: 'hash' }, 'one column', 'each'],
  ])('%s', (_, before, values, message, fix) => {
    const error = refusal(before, values);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect(error.fix?.toLowerCase()).toContain(fix.toLowerCase());
  });

  it.each([
    ['mysql', { where: 'true' }, 'no partial indexes'],
    ['mysql', { method: 'hash' }, 'B-tree'],
    ['sqlite', { method: 'gin' }, 'B-tree'],
    ['sqlite', { concurrently: true }, 'only PostgreSQL'],
    ['mysql', { op: 'text_pattern_ops' }, 'only PostgreSQL'],
  ] as const)('%s has not %j', (dialect, values, message) => {
    expect(refusal(on, { columns: ['email'], ...values }, { dialect }).message).toContain(message);
  });

  it('but a unique one beside a plain one, and a partial one beside a whole one, are other indexes', () => {
    expect(edited(on, { columns: ['email'], unique: true })).toContain("uniqueIndex('users_email_unique')");
    expect(edited(on, { columns: ['email'], where: 'created_at is null' })).toContain('.where(');
    expect(edited(on, { columns: ['email'], op: 'text_pattern_ops' })).toContain(".op('text_pattern_ops')");
    expect(edited(on, { columns: ['id'], op: 'x_ops', desc: 'id' }, { line: 'folders' })).toContain(".op('x_ops')");
  });
});

it('says what CONCURRENTLY means, and what a unique index means for rows', () => {
  const steps = planIn(head(names) + users(), { columns: ['email'], unique: true, concurrently: true }).nextSteps ?? [];
  expect(steps.join('\n')).toContain('same values');
  expect(steps.join('\n')).toContain('outside of a transaction');
  expect(steps.at(-1)).toBe('npm run db:generate -- --name add_users_email_unique');
});

describe('a column that the engine cannot index as it is', () => {
  const documents = (module: string, table: string, builder: string, options = ''): string =>
    `import { ${table}, ${builder} } from 'drizzle-orm/${module}';\n\nexport const users = ${table}('users', {\n  body: ${builder}('body'${options}),\n});\n`;

  it.each([
    ['json in PostgreSQL', documents('pg-core', 'pgTable', 'json'), 'postgresql'],
    ['vector in PostgreSQL', documents('pg-core', 'pgTable', 'vector', ', { dimensions: 3 }'), 'postgresql'],
    ['text in MySQL', documents('mysql-core', 'mysqlTable', 'text'), 'mysql'],
  ] as const)('is refused, with another way: %s', (_, before, dialect) => {
    expect(refusal(before, { columns: ['body'] }, { dialect })).toMatchObject({
      exitCode: 2,
      path,
      line: 4,
      message: expect.stringMatching(/^users\.body is \w+, which cannot have an index: /),
    });
  });

  it('is taken with an operator class, and a point by GiST', () => {
    const vector = documents('pg-core', 'pgTable', 'vector', ', { dimensions: 3 }');
    expect(edited(vector, { columns: ['body'], method: 'hnsw', op: 'vector_l2_ops' })).toContain("'vector_l2_ops'");
    const point = documents('pg-core', 'pgTable', 'point');
    expect(edited(point, { columns: ['body'], method: 'gist' })).toContain("using('gist'");
    expect(refusal(point, { columns: ['body'] }).message).toContain('cannot have an index');
  });
});
