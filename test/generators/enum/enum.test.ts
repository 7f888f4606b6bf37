import { describe, expect, it } from 'vitest';
import { enumeration } from '../../../generators/enum/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

const path = 'src/schema.ts';
const core = "from 'drizzle-orm/pg-core';\n\n";
const states = `import { pgEnum, pgTable, uuid } ${core}export const stateEnum = pgEnum('state', ['on', 'off']); // lamps\n\nexport const lamps = pgTable('lamps', { id: uuid('id') });\n`;

const planIn = (files: Record<string, string>, values: AnswerValues, setup: Setup = {}): Plan =>
  enumeration.plan(enumeration.answers(values), contextOf(folderWith(files), { schema: [path], ...setup }));
const edited = (before: string, values: AnswerValues): string =>
  outcome(planIn({ [path]: before }, values))[path] ?? '';

function refusal(before: string, values: AnswerValues, setup: Setup = {}): LockstepError {
  try {
    planIn({ [path]: before }, values, setup);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a new enum', () => {
  const status = { name: 'order_status', values: ['open', "can't"] };
  it('stands behind the last one, exported as the others are', () => {
    expect(edited(states, status)).toBe(
      states.replace(
        '// lamps\n',
        "// lamps\n\nexport const orderStatusEnum = pgEnum('order_status', ['open', \"can't\"]);\n",
      ),
    );
  });

  it('stands before the first table where there is none, with CRLF too', () => {
    const before =
      `import { pgTable, uuid } ${core}// Lamps\nexport const lamps = pgTable('lamps', { id: uuid('id') });\n`.replaceAll(
        '\n',
        '\r\n',
      );
    expect(edited(before, { name: 'state', values: ['on'] })).toBe(
      before
        .replace('{ pgTable', '{ pgEnum, pgTable')
        .replace('// Lamps', "export const state = pgEnum('state', ['on']);\r\n\r\n// Lamps"),
    );
  });

  it('gets a file of its own in a folder without enums, and a line in the barrel', () => {
    const files = {
      'src/db/index.ts': "export * from './lamps.js';\n",
      'src/db/lamps.ts': `import { pgTable, uuid } ${core}export const lamps = pgTable('lamps', { id: uuid('id') });\n`,
    };
    expect(outcome(planIn(files, { name: 'state', values: 'on off' }, { schema: ['src/db/index.ts'] }))).toEqual({
      'src/db/enums.ts': `import { pgEnum } ${core}export const state = pgEnum('state', ['on', 'off']);\n`,
      'src/db/index.ts': "export * from './enums.js';\nexport * from './lamps.js';\n",
    });
  });

  it('belongs to the schema that the tables belong to', () => {
    const before = `import { pgSchema, uuid } ${core}export const app = pgSchema('app');\n\nexport const lamps = app.table('lamps', { id: uuid('id') });\n`;
    expect(edited(before, { name: 'state', values: ['on'] })).toContain(
      "export const state = app.enum('state', ['on']);",
    );
  });
});

describe('a new value', () => {
  it.each<[AnswerValues, string]>([
    [{ add: 'dim' }, "['on', 'off', 'dim']"],
    [{ add: 'dim', before: 'on' }, "['dim', 'on', 'off']"],
    [{ add: 'dim', after: 'on' }, "['on', 'dim', 'off']"],
  ])('%j', (values, list) => {
    expect(edited(states, { name: 'state', ...values })).toBe(states.replace("['on', 'off']", list));
  });

  it('keeps lines, comments and the comma of a list that stands on several', () => {
    const list = "[\n  'on', // bright\n  'off',\n]";
    const before = states.replace("['on', 'off']", list);
    expect(edited(before, { name: 'stateEnum', add: 'dim', after: 'on' })).toBe(
      states.replace("['on', 'off']", "[\n  'on', // bright\n  'dim',\n  'off',\n]"),
    );
  });

  it('says that it cannot be used at once, and not be taken out', () => {
    expect((planIn({ [path]: states }, { name: 'state', add: 'dim' }).nextSteps ?? []).join('\n')).toMatch(
      /cannot use dim in the transaction[\s\S]*no way to take a value out[\s\S]*add_dim_to_state/,
    );
  });
});

it.each<[string, AnswerValues, string, string]>([
  ['no values', { name: 'a' }, 'VALUE is missing', '--add VALUE'],
  ['a value twice', { name: 'a', values: ['x', 'x'] }, 'given twice', 'once'],
  ['a name that is taken', { name: 'state', values: ['x'] }, 'There is an enum state already', '--add'],
  [
    'the name of a table',
    { name: 'lamps', values: ['x'] },
    'There is a table lamps already, in src/schema.ts:5',
    'another',
  ],
  ['an enum that is not there', { name: 'stat', add: 'x' }, 'There is no enum "stat"', 'Did you mean state?'],
  ['a value that is there', { name: 'state', add: 'on' }, 'has the value on already, in src/schema.ts:3', 'on, off'],
  ['a neighbour that is not there', { name: 'state', add: 'x', after: 'of' }, 'has no value "of"', 'Did you mean'],
  ['before and after', { name: 'state', add: 'x', after: 'on', before: 'off' }, 'cannot be used together', 'one'],
  ['a place without a value', { name: 'state', after: 'on' }, '--add puts', '--add VALUE'],
  ['a value that drizzle-kit writes wrongly', { name: 'state', add: "it's" }, 'without escaping', 'quote'],
  ['a value that is too long', { name: 'state', add: 'x'.repeat(64) }, '64 bytes', 'shorter'],
])('%s is refused', (_, values, message, fix) => {
  const error = refusal(states, values);
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  expect(error.fix).toContain(fix);
});

it.each([
  ['mysql', 'MySQL has no enum types', 'lockstep new column TABLE a:enum:x,y'],
  ['sqlite', 'SQLite has no enum types', 'lockstep new column TABLE a:enum:x,y'],
] as const)('%s has something else', (dialect, message, fix) => {
  const error = refusal(states, { name: 'a', values: ['x', 'y'] }, { dialect });
  expect(error).toMatchObject({ message: expect.stringContaining(message), fix });
});
