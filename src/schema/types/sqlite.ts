import type { Argument, DialectTypes } from './column-type.js';

const noPlace = (option: string, min: number, max: number): Argument => ({
  kind: 'integer',
  option,
  min,
  max,
  ignored: true,
});
const now = { now: 'default(sql`(unixepoch())`)' };
const uuid = { uuid: '$defaultFn(() => crypto.randomUUID())', random: '$defaultFn(() => crypto.randomUUID())' };

/** SQLite and libSQL as in drizzle-orm 0.45 (`drizzle-orm/sqlite-core`). SQLite has five storage classes; the rest are modes. */
export const sqlite: DialectTypes = {
  module: 'drizzle-orm/sqlite-core',
  table: 'sqliteTable',
  creator: 'sqliteTableCreator',
  schema: null,
  anyColumn: 'AnySQLiteColumn',
  nameBytes: 63,
  enumeration: 'option',
  enumBuilder: 'text',
  arrays: false,
  types: [
    {
      name: 'integer',
      aliases: ['int', 'smallint', 'tinyint', 'mediumint'],
      builder: 'integer',
      args: [
        {
          kind: 'choice',
          option: 'mode',
          values: {
            number: {},
            boolean: { value: 'boolean', literal: 'boolean' },
            timestamp: { value: 'instant', literal: 'epoch' },
            timestamp_ms: { value: 'none' },
          },
        },
      ],
      value: 'integer',
      range: [-9007199254740991n, 9007199254740991n],
    },
    // An integer read as `bigint` does not exist in drizzle-orm 0.45; a blob in that mode would store text.
    { name: 'bigint', builder: 'integer', value: 'integer', range: [-9007199254740991n, 9007199254740991n] },
    { name: 'boolean', aliases: ['bool'], builder: 'integer', options: { mode: 'boolean' }, value: 'boolean' },
    {
      name: 'text',
      aliases: ['string', 'clob'],
      builder: 'text',
      args: [{ kind: 'integer', option: 'length', min: 1, max: 1000000000 }],
      value: 'text',
    },
    {
      name: 'varchar',
      aliases: ['char'],
      builder: 'text',
      args: [{ kind: 'integer', option: 'length', min: 1, max: 1000000000 }],
      value: 'text',
    },
    {
      name: 'numeric',
      aliases: ['decimal'],
      builder: 'numeric',
      // SQLite has no fixed precision: `numeric:10,2` is accepted for the sake of one command for every dialect.
      args: [
        noPlace('precision', 1, 1000),
        noPlace('scale', 0, 1000),
        {
          kind: 'choice',
          option: 'mode',
          values: { string: {}, number: { literal: 'number' }, bigint: { value: 'integer', literal: 'sql' } },
        },
      ],
      value: 'decimal',
    },
    { name: 'real', aliases: ['float', 'double', 'doublePrecision'], builder: 'real', value: 'number' },
    {
      name: 'blob',
      aliases: ['binary', 'bytea'],
      builder: 'blob',
      options: { mode: 'buffer' },
      args: [{ kind: 'choice', option: 'mode', values: { buffer: {}, json: {}, bigint: {} } }],
      value: 'none',
    },
    { name: 'json', aliases: ['jsonb'], builder: 'text', options: { mode: 'json' }, value: 'json' },
    { name: 'uuid', builder: 'text', value: 'uuid', words: uuid },
    {
      name: 'timestamp',
      aliases: ['datetime'],
      builder: 'integer',
      options: { mode: 'timestamp' },
      args: [noPlace('precision', 0, 6)],
      value: 'instant',
      literal: 'epoch',
      words: now,
    },
    {
      name: 'timestamp_ms',
      builder: 'integer',
      options: { mode: 'timestamp_ms' },
      value: 'none',
      words: { now: "default(sql`(cast(unixepoch('subsec') * 1000 as integer))`)" },
    },
    { name: 'date', builder: 'text', value: 'date', words: { now: 'default(sql`(current_date)`)' } },
    { name: 'time', builder: 'text', value: 'time', words: { now: 'default(sql`(current_time)`)' } },
  ],
  missing: {
    serial: 'an INTEGER PRIMARY KEY counts by itself: use --key serial',
    bigserial: 'an INTEGER PRIMARY KEY counts by itself: use --key serial',
    interval: 'keep seconds in an integer',
    inet: 'use text',
    cidr: 'use text',
    macaddr: 'use text',
    point: 'use two real columns',
    vector: 'drizzle-orm 0.45 has no vector builder for SQLite: add the column by hand with customType',
    attachment: 'keep the file elsewhere and its address in a text column',
  },
  keys: {
    uuid: { builder: 'text', calls: ['primaryKey()', '$defaultFn(() => crypto.randomUUID())'] },
    serial: { builder: 'integer', calls: ['primaryKey({ autoIncrement: true })'] },
    identity: { builder: 'integer', calls: ['primaryKey({ autoIncrement: true })'] },
  },
  createdAt: { builder: 'integer', options: { mode: 'timestamp' }, calls: ['notNull()', now.now] },
  updatedAt: {
    builder: 'integer',
    options: { mode: 'timestamp' },
    calls: ['notNull()', now.now, '$onUpdate(() => new Date())'],
  },
  referencing: {},
};
