import type { Argument, ColumnType, DialectTypes } from './column-type.js';

const unsigned: Argument = { kind: 'switch', option: 'unsigned', word: 'unsigned' };
const fsp: Argument = { kind: 'integer', option: 'fsp', min: 0, max: 6 };
const dateMode: Argument = { kind: 'choice', option: 'mode', values: { date: {}, string: {} } };
const length = (max: number, required = false): Argument => ({
  kind: 'integer',
  option: 'length',
  min: 1,
  max,
  required,
});
const noLength = 'MySQL indexes it only with a prefix length, which drizzle-orm cannot write; use varchar (string)';
const uuid = { uuid: '$defaultFn(() => crypto.randomUUID())', random: '$defaultFn(() => crypto.randomUUID())' };

const integer = (name: string, bits: bigint, aliases: string[] = []): ColumnType => ({
  name,
  aliases,
  builder: name,
  args: [unsigned],
  value: 'integer',
  range: [-(2n ** (bits - 1n)), 2n ** bits - 1n],
});
const longText = (name: string): ColumnType => ({
  name,
  builder: name,
  value: 'text',
  literal: 'sql-expression',
  unindexable: noLength,
});

/** MySQL and MariaDB as in drizzle-orm 0.45 (`drizzle-orm/mysql-core`). */
export const mysql: DialectTypes = {
  module: 'drizzle-orm/mysql-core',
  table: 'mysqlTable',
  creator: 'mysqlTableCreator',
  schema: 'mysqlSchema',
  anyColumn: 'AnyMySqlColumn',
  nameBytes: 64,
  enumeration: 'builder',
  enumBuilder: 'mysqlEnum',
  arrays: false,
  types: [
    integer('tinyint', 8n),
    integer('smallint', 16n, ['int2']),
    integer('mediumint', 24n),
    integer('int', 32n, ['integer', 'int4']),
    {
      name: 'bigint',
      aliases: ['int8'],
      builder: 'bigint',
      options: { mode: 'number' },
      args: [{ kind: 'choice', option: 'mode', values: { number: {}, bigint: { literal: 'sql' } } }, unsigned],
      value: 'integer',
      range: [-(2n ** 63n), 2n ** 64n - 1n],
    },
    { name: 'boolean', aliases: ['bool'], builder: 'boolean', value: 'boolean' },
    {
      name: 'varchar',
      aliases: ['string'],
      builder: 'varchar',
      options: { length: 255 },
      args: [length(65535)],
      value: 'text',
    },
    { name: 'char', builder: 'char', options: { length: 1 }, args: [length(255)], value: 'text' },
    longText('text'),
    longText('tinytext'),
    longText('mediumtext'),
    longText('longtext'),
    {
      name: 'json',
      aliases: ['jsonb'],
      builder: 'json',
      value: 'json',
      literal: 'sql-expression',
      unindexable: 'MySQL has no index on JSON',
    },
    {
      name: 'decimal',
      aliases: ['numeric'],
      builder: 'decimal',
      args: [
        { kind: 'integer', option: 'precision', min: 1, max: 65 },
        { kind: 'integer', option: 'scale', min: 0, max: 30 },
        {
          kind: 'choice',
          option: 'mode',
          values: { string: {}, number: { literal: 'number' }, bigint: { value: 'integer', literal: 'sql' } },
        },
        unsigned,
      ],
      value: 'decimal',
    },
    { name: 'double', aliases: ['doublePrecision'], builder: 'double', args: [unsigned], value: 'number' },
    { name: 'float', builder: 'float', args: [unsigned], value: 'number' },
    { name: 'real', builder: 'real', value: 'number' },
    // Expression defaults in parentheses take MySQL 8.0.13 or MariaDB 10.2.
    {
      name: 'datetime',
      builder: 'datetime',
      args: [fsp, dateMode],
      value: 'instant',
      literal: 'sql-datetime',
      words: { now: 'default(sql`(now())`)' },
    },
    {
      name: 'timestamp',
      builder: 'timestamp',
      args: [fsp, dateMode],
      value: 'instant',
      literal: 'sql-datetime',
      words: { now: 'defaultNow()' },
    },
    {
      name: 'date',
      builder: 'date',
      args: [dateMode],
      value: 'date',
      literal: 'sql-string',
      words: { now: 'default(sql`(curdate())`)' },
    },
    { name: 'time', builder: 'time', args: [fsp], value: 'time', words: { now: 'default(sql`(curtime())`)' } },
    { name: 'year', builder: 'year', value: 'integer', range: [1901n, 2155n] },
    { name: 'binary', builder: 'binary', args: [length(255)], value: 'none' },
    { name: 'varbinary', builder: 'varbinary', options: { length: 255 }, args: [length(65535)], value: 'none' },
    { name: 'uuid', builder: 'varchar', options: { length: 36 }, value: 'uuid', words: uuid },
  ],
  missing: {
    blob: 'drizzle-orm 0.45 has no blob builder for MySQL: use varbinary, or customType by hand',
    bytea: 'drizzle-orm 0.45 has no blob builder for MySQL: use varbinary, or customType by hand',
    set: 'drizzle-orm 0.45 has no set builder: use a table of its own or json',
    // drizzle-kit 0.31 writes `serial AUTO_INCREMENT`, which MariaDB refuses.
    serial: 'only a key counts by itself: use --key serial',
    bigserial: 'only a key counts by itself: use --key serial',
    interval: 'keep seconds in an int',
    inet: 'use varchar:45',
    attachment: 'keep the file elsewhere and its address in a varchar',
  },
  keys: {
    uuid: {
      builder: 'varchar',
      options: { length: 36 },
      calls: ['primaryKey()', '$defaultFn(() => crypto.randomUUID())'],
    },
    serial: {
      builder: 'bigint',
      options: { mode: 'number', unsigned: true },
      calls: ['autoincrement()', 'primaryKey()'],
    },
    identity: { builder: 'int', calls: ['autoincrement()', 'primaryKey()'] },
  },
  createdAt: { builder: 'timestamp', calls: ['notNull()', 'defaultNow()'] },
  updatedAt: { builder: 'timestamp', calls: ['notNull()', 'defaultNow()', 'onUpdateNow()'] },
  // SERIAL is BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE: a foreign key must be BIGINT UNSIGNED too.
  referencing: { serial: { builder: 'bigint', options: { mode: 'number', unsigned: true } } },
};
