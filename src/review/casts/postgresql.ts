import type { SqlType } from '../../sql/lossless.js';

/** What PostgreSQL does with the values of a column that changes its type. */
export type Cast =
  /** No value fails. */
  | 'safe'
  /** Some values fail. */
  | 'may fail'
  /** It is not tried without a USING. */
  | 'refused'
  /** One of the types is not known here: of an extension, a domain. */
  | 'unknown';

/** How many digits a value can have, and how many any value can have to fit. */
const whole: Record<string, { most: number; fits: number }> = {
  smallint: { most: 5, fits: 4 },
  integer: { most: 10, fits: 9 },
  bigint: { most: 19, fits: 18 },
  money: { most: 17, fits: 16 },
};
const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'money'];
const texts = ['text', 'varchar', 'char', 'citext', 'name'];
/** Those of pgvector (0.8), which refuses a value of another dimension. */
const vectors = ['vector', 'halfvec', 'sparsevec'];
const known = [
  ...numbers,
  ...texts,
  'boolean',
  'date',
  'timestamp',
  'timestamp with time zone',
  'time',
  'time with time zone',
  'interval',
  'json',
  'jsonb',
  'uuid',
  'bytea',
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'bit',
  'bit varying',
  'tsvector',
  'tsquery',
  'xml',
  ...['point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'],
  ...['int4range', 'int8range', 'numrange', 'daterange', 'tsrange', 'tstzrange'],
  ...vectors,
];
/** Types whose values have the very length, or at most the length, that stands in the brackets. */
const measured = ['bit', 'bit varying', ...vectors];

/** Casts between other types that an assignment makes, and no value of which fails (pg_cast, PostgreSQL 15). */
const automatic: Record<string, string[]> = {
  date: ['timestamp', 'timestamp with time zone'],
  timestamp: ['date', 'time', 'timestamp with time zone'],
  'timestamp with time zone': ['date', 'time', 'timestamp', 'time with time zone'],
  time: ['interval', 'time with time zone'],
  'time with time zone': ['time'],
  interval: ['time'],
  json: ['jsonb'],
  jsonb: ['json'],
  cidr: ['inet'],
  inet: ['cidr'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  bit: ['bit varying'],
  'bit varying': ['bit'],
  point: ['box'],
  box: ['polygon'],
  path: ['polygon'],
  polygon: ['path'],
  vector: ['halfvec', 'sparsevec'],
  halfvec: ['vector', 'sparsevec'],
  sparsevec: ['vector', 'halfvec'],
};
/** How long the text of a value can be. */
const lengths: Record<string, number> = { boolean: 5, smallint: 6, integer: 11, bigint: 20, uuid: 36, date: 13 };

export interface CastTypes {
  from: SqlType;
  to: SqlType;
  /** Whether they are enums: what the schema knows and a type's name does not say. */
  isEnum: { from: boolean; to: boolean };
}

/** Whether no list is cast to a type, or made of it, on its own: pgvector takes lists of numbers, and gives them. */
export function isNoList({ name }: SqlType): boolean {
  return (known.includes(name) && !vectors.includes(name)) || isTextType({ name });
}

/** Whether every value of any type can be assigned to it, as a text. */
export function isTextType({ name }: Pick<SqlType, 'name'>): boolean {
  return texts.includes(name);
}

/** The cast that an assignment makes, without USING. */
export function castOf({ from, to, isEnum }: CastTypes): Cast {
  if (texts.includes(to.name)) return lengthCast(from, to);
  if (texts.includes(from.name)) return isEnum.to || known.includes(to.name) ? 'refused' : 'unknown';
  if (isEnum.from || isEnum.to) return 'refused';
  if (!known.includes(from.name) || !known.includes(to.name)) return 'unknown';
  if (from.name === to.name || automatic[from.name]?.includes(to.name)) return numberCast(from, to);
  return numbers.includes(from.name) && numbers.includes(to.name) ? numberCast(from, to) : 'refused';
}

function lengthCast(from: SqlType, to: SqlType): Cast {
  const [most] = to.sizes;
  if (most === undefined) return 'safe';
  const longest = ['varchar', 'char'].includes(from.name) ? from.sizes[0] : lengths[from.name];
  return longest !== undefined && longest <= most ? 'safe' : 'may fail';
}

/** Whether a number before the point has more digits than the new type takes, or bits and vectors another length. */
function numberCast(from: SqlType, to: SqlType): Cast {
  if (measured.includes(to.name)) return fitsMeasure(from, to) ? 'safe' : 'may fail';
  if (!numbers.includes(to.name) || (from.name === to.name && from.sizes.join() === to.sizes.join())) return 'safe';
  const room = whole[to.name]?.fits ?? digits(to);
  const most = whole[from.name]?.most ?? digits(from) ?? Number.POSITIVE_INFINITY;
  return room === null || most <= room ? 'safe' : 'may fail';
}

function fitsMeasure(from: SqlType, to: SqlType): boolean {
  const [[old], [now]] = [from.sizes, to.sizes];
  if (now === undefined || old === now) return true;
  return to.name === 'bit varying' && old !== undefined && old <= now;
}

/** Digits before the point of a numeric; `null` where any number of them fits. */
function digits({ name, sizes: [length, scale = 0] }: SqlType): number | null {
  return name === 'numeric' && length !== undefined ? length - scale : null;
}
