import { describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/errors.js';
import {
  checkName,
  columnCall,
  defaultValue,
  parseField,
  plural,
  singular,
  words,
} from '../../src/scaffold/fields/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';

const pg = dialectTypes.postgresql;

/** The error of a call that must fail, as the user reads it. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    expect(error.exitCode).toBe(2);
    return `${error.message} ${error.fix ?? ''}`;
  }
  throw new Error('It was accepted.');
}

describe('a field', () => {
  it('is a name, a type, arguments and flags', () => {
    expect(parseField('total:numeric:10,2:required:index')).toMatchObject({
      name: 'total',
      type: 'numeric',
      args: ['10', '2'],
      required: true,
      index: true,
      unique: false,
    });
    expect(parseField('status:enum:open,paid:default=open')).toMatchObject({
      type: 'enum',
      args: ['open', 'paid'],
      default: 'open',
    });
    expect(parseField('name')).toMatchObject({ name: 'name', type: 'string', args: [] });
  });

  it.each([
    ['title:string!', { type: 'string', required: true }],
    ['price:decimal{10,2}', { type: 'decimal', args: ['10', '2'] }],
    ['price:decimal{10,2}!', { type: 'decimal', args: ['10', '2'], required: true }],
    ['name:string{100}:uniq', { args: ['100'], unique: true }],
    ['email:string:uniq!', { unique: true, required: true }],
    ['tags:text[]', { type: 'text', array: true }],
  ])('can be written as in Rails: %s', (source, expected) => {
    expect(parseField(source)).toMatchObject(expected);
  });

  it('keeps the colons of a default', () => {
    expect(parseField('opens:time:default=09:30:00:required')).toMatchObject({ default: '09:30:00', required: true });
    expect(parseField('at:timestamp:default=2024-01-31T09:30:00Z:index')).toMatchObject({
      default: '2024-01-31T09:30:00Z',
      index: true,
    });
    expect(parseField('meta:json:default={"a":{"b":1}}:required')).toMatchObject({
      default: '{"a":{"b":1}}',
      required: true,
    });
  });

  it.each([
    ['cascade', 'onDelete', 'cascade'],
    ['set-null', 'onDelete', 'set null'],
    ['onDelete=set-null', 'onDelete', 'set null'],
    ['on-delete=restrict', 'onDelete', 'restrict'],
    ['onUpdate=no-action', 'onUpdate', 'no action'],
  ])('takes the action %s', (flag, key, action) => {
    expect(parseField(`user:references:users:${flag}`)).toMatchObject({ args: ['users'], [key]: action });
  });

  it.each([
    ['name:string:requird', 'requird', 'required'],
    ['name:string:10:uniqe', '"uniqe" is not a flag', 'unique'],
    ['user:references{polymorphic}', 'polymorphic', 'foreign key'],
    [':string', 'no name', 'name:type'],
    ['a:b c', 'not a type', 'name:type'],
    ['a:int:size=4', '"size=4" is not a flag', 'default=VALUE'],
    ['u:references:users:onDelete=explode', 'explode is not an action', 'cascade'],
  ])('that is wrong says what and how to mend it: %s', (source, ...parts) => {
    const call = (): unknown => {
      const { type, args } = parseField(source);
      return columnCall(pg, source, type, args);
    };
    const text = refusal(call);
    for (const part of parts) expect(text).toContain(part);
  });
});

describe('a type', () => {
  it('is found by its name, an alias, in any case', () => {
    for (const name of ['double', 'float', 'doublePrecision', 'double-precision', 'DOUBLE'])
      expect(columnCall(pg, name, name, []).builder).toBe('doublePrecision');
    expect(columnCall(pg, 'x', 'string', []).builder).toBe('text');
    expect(columnCall(pg, 'x', 'string', ['100'])).toMatchObject({ builder: 'varchar', options: { length: 100 } });
    expect(columnCall(dialectTypes.mysql, 'x', 'string', [])).toMatchObject({
      builder: 'varchar',
      options: { length: 255 },
    });
    expect(columnCall(dialectTypes.sqlite, 'x', 'bool', [])).toMatchObject({
      builder: 'integer',
      options: { mode: 'boolean' },
    });
  });

  it.each([
    ['integr', [], 'integer'],
    ['txt', [], 'text'],
    ['bytea', [], 'customType'],
    ['__proto__', [], 'no type'],
    ['constructor', [], 'no type'],
    ['numeric', ['abc'], 'numeric cannot take "abc"'],
    ['numeric', ['2', '10'], 'scale 10 is greater than the precision 2'],
    ['numeric', ['-1'], 'cannot take'],
    ['integer', ['4'], 'takes no arguments'],
    ['varchar', ['0'], 'between 1 and'],
    ['varchar', ['99999999999999'], 'cannot take'],
    ['vector', [], 'needs its dimensions'],
    ['enum', [], 'has no values'],
    ['enum', ['a', 'a'], 'twice'],
    ['enum', ['a', ''], 'empty'],
    ['enum', ["a'); drop table x"], 'cannot be a value'],
  ])('refuses %s %j', (type, args, part) => {
    expect(refusal(() => columnCall(pg, `x:${type}`, type, args))).toContain(part);
  });
});

describe('a default', () => {
  const of = (type: string, value: string, args: string[] = [], dialect = pg) =>
    defaultValue(columnCall(dialect, 'x', type, args), value, `x:${type}:default=${value}`, false);

  it('is written as the type needs it', () => {
    expect(of('timestamp', 'now')).toEqual({ kind: 'call', call: 'defaultNow()' });
    expect(of('uuid', 'uuid')).toEqual({ kind: 'call', call: 'defaultRandom()' });
    expect(of('boolean', 'true')).toEqual({ kind: 'code', code: 'true' });
    expect(of('text', 'true')).toEqual({ kind: 'string', text: 'true' });
    expect(of('numeric', '0.00', ['10', '2'])).toEqual({ kind: 'string', text: '0.00' });
    expect(of('jsonb', 'array')).toEqual({ kind: 'code', code: '[]' });
    expect(of('bigint', '9007199254740993', ['bigint'])).toEqual({ kind: 'sql', sql: '9007199254740993' });
    expect(of('timestamp', '2024-01-31', [], dialectTypes.sqlite)).toEqual({ kind: 'sql', sql: '1706659200' });
    expect(of('text', "it's", [], dialectTypes.mysql)).toEqual({ kind: 'sql', sql: "('it''s')" });
    expect(of('datetime', '2024-01-31T09:30:00+02:00', [], dialectTypes.mysql)).toEqual({
      kind: 'sql',
      sql: "'2024-01-31 07:30:00'",
    });
  });

  it.each([
    ['enum', 'shut', ['open', 'paid'], 'not one of open, paid'],
    ['integer', '1.5', [], 'whole number'],
    ['smallint', '40000', [], 'between -32768 and 32767'],
    ['boolean', 'yes', [], 'true or false'],
    ['numeric', '1234.5', ['4', '1'], 'does not fit'],
    ['varchar', 'abcdef', ['5'], 'more than the 5 characters'],
    ['timestamp', 'tomorrow', [], 'now'],
    ['date', '2024-02-30', [], 'does not fit date'],
    ['time', '25:00', [], 'does not fit time'],
    ['uuid', 'abc', [], 'does not fit uuid'],
    ['jsonb', '{a}', [], 'does not fit jsonb'],
    ['serial', '1', [], 'cannot have a default'],
    ['real', 'NaN', [], 'does not fit'],
    ['text', 'a\nb', [], 'control characters'],
  ])('of %s cannot be %j', (type, value, args, part) => {
    expect(refusal(() => of(type, value, args))).toContain(part);
  });
});

describe('a name', () => {
  it('is turned into snake_case words', () => {
    expect(checkName('column', 'placedAt', 63)).toBe('placed_at');
    expect(checkName('table', 'order-items', 63)).toBe('order_items');
    expect(checkName('column', 'x'.repeat(63), 63)).toHaveLength(63);
  });

  it.each([
    '',
    'a b',
    'a"b',
    "a'b",
    'naïve',
    '訂單',
    '_x',
    '1a',
    '__proto__',
    'a;drop table users',
    '../x',
    'a.b',
    'x'.repeat(64),
    'a\u0000',
  ])('cannot be %j', (name) => {
    expect(refusal(() => checkName('table', name, 63))).toMatch(/cannot be the name|bytes/);
    expect(refusal(() => checkName('column', name, 63))).toMatch(/cannot be the name|bytes/);
  });

  it.each(['select', 'order', 'USER', 'constructor', 'toString', 'hasOwnProperty', 'class', 'import'])(
    'of a table cannot be the reserved %s',
    (name) => {
      expect(refusal(() => checkName('table', name, 63))).toContain('cannot be the name of a table');
    },
  );

  it('of a column may be a word that only JavaScript reserves', () => {
    expect(checkName('column', 'class', 63)).toBe('class');
    expect(refusal(() => checkName('column', 'group', 63))).toContain('reserved word of SQL');
    expect(refusal(() => checkName('column', 'constructor', 63))).toContain('every JavaScript object');
  });

  it.each([
    ['user', 'users'],
    ['category', 'categories'],
    ['box', 'boxes'],
    ['person', 'people'],
    ['address', 'addresses'],
    ['order_item', 'order_items'],
    ['status', 'statuses'],
    ['day', 'days'],
  ])('%s is one of the %s', (one, many) => {
    expect(plural(words(one))).toEqual(words(many));
    expect(plural(words(many))).toEqual(words(many));
    expect(singular(words(many))).toEqual(words(one));
    expect(singular(words(one))).toEqual(words(one));
  });
});
