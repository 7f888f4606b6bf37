import { documents } from '../documents.js';
import { decimals, integers } from '../numbers.js';
import type { Family, ValueSet } from '../table.js';
import { literal } from '../text-parts.js';
import { awkwardTexts, plainTexts } from '../texts.js';
import { type ColumnType, parseType, type UserTypes } from './types.js';

/** Contents of a literal, before it is quoted. */
interface Contents {
  family: Family;
  awkward: string[];
  plain: string[];
  length?: number | null;
}

/** What a column of a type takes. Of a type that is not known: NULL alone is certain. */
export function valuesOf(type: ColumnType, types: UserTypes): ValueSet {
  const { family, awkward, plain, length = null } = contentsOf(type, types);
  return { family, awkward: unique(awkward), plain: unique(plain), length };
}

function unique(contents: string[]): string[] {
  return [...new Set(contents)].map(literal);
}

function contentsOf(type: ColumnType, types: UserTypes): Contents {
  if (type.isArray) return arrays(contentsOf({ ...type, isArray: false }, types));
  const own = types.find(type);
  switch (own?.kind) {
    case 'enum':
      return { family: 'enum', awkward: own.labels, plain: own.labels };
    case 'domain':
      return contentsOf(parseType(own.type), types);
    case 'composite':
      return composites(own.attributes.map((attribute) => contentsOf(parseType(attribute), types)));
    case 'range':
      return ranges(contentsOf(parseType(own.subtype), types));
    default:
      return builtIn(type);
  }
}

function builtIn({ name, modifiers }: ColumnType): Contents {
  const first = modifiers[0] ?? null;
  const second = modifiers[1] ?? 0;
  switch (name) {
    case 'text':
    case 'citext':
    case 'character varying':
      return { family: 'text', awkward: awkwardTexts(first), plain: plainTexts(first), length: first };
    case 'character':
    case 'bpchar': {
      const length = first ?? 1;
      return { family: 'text', awkward: awkwardTexts(length), plain: plainTexts(length), length };
    }
    case 'smallint':
      return { family: 'number', ...integers(2) };
    case 'integer':
      return { family: 'number', ...integers(4) };
    case 'bigint':
      return { family: 'number', ...integers(8) };
    case 'numeric':
      return { family: 'number', ...(first === null ? decimals(12, 6) : decimals(first, Math.max(0, second))) };
    case 'bit':
      return bits(first ?? 1);
    case 'bit varying':
      return bits(first ?? 5);
    case 'vector':
    case 'halfvec':
      return vectors(first ?? 3);
    case 'sparsevec':
      return other([1, 2, 3].map((value) => `{1:${value}}/${first ?? 3}`));
    default: {
      const known = fixed[name.startsWith('interval') ? 'interval' : name];
      return known === undefined
        ? other([])
        : { ...known, plain: known.plain.length === 0 ? known.awkward : known.plain };
    }
  }
}

const other = (awkward: string[]): Contents => ({ family: 'other', awkward, plain: awkward });
const dates = (awkward: string[]): Contents => ({ family: 'date', awkward, plain: awkward });
const objects: Contents = { family: 'json', awkward: documents, plain: documents.slice(2) };
const floats: Contents = { family: 'number', awkward: ['1234.5678', '0.1', '-2.5'], plain: ['1', '2', '3', '0'] };

const fixed: Record<string, Contents> = {
  boolean: { family: 'boolean', awkward: ['true', 'false'], plain: ['true', 'false'] },
  real: floats,
  'double precision': floats,
  money: other(['12.34', '1234.50', '0.01']),
  uuid: {
    family: 'uuid',
    awkward: [1, 2, 3, 4, 5, 6].map((n) => `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1${n}`),
    plain: [7, 8, 9].map((n) => `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1${n}`),
  },
  json: objects,
  jsonb: objects,
  jsonpath: other(['$.a', '$.b[*]', '$']),
  date: dates(['2024-02-29', '1999-12-31', '2031-07-15']),
  'timestamp without time zone': dates(['2024-02-29 23:59:59.123456', '1999-12-31 00:00:00', '2031-07-15 12:30:00.5']),
  'timestamp with time zone': dates([
    '2024-02-29 23:59:59.123456+00',
    '1999-12-31 00:00:00+00',
    '2031-07-15 12:30:00.5+00',
  ]),
  'time without time zone': dates(['23:59:59.123456', '00:00:00', '12:30:00.5']),
  'time with time zone': dates(['23:59:59.123456+02', '00:00:00+00', '12:30:00.5-05']),
  interval: other(['1 year 2 mons 3 days 04:05:06.789', '-1 days', '2 hours']),
  bytea: other(['\\x00ff275c0a', '\\x', '\\x01']),
  inet: other(['10.0.0.1', '2001:db8::1', '192.168.0.0/24']),
  cidr: other(['10.0.0.0/8', '2001:db8::/32', '192.168.0.0/24']),
  macaddr: other(['08:00:2b:01:02:03', '08:00:2b:01:02:04', '08:00:2b:01:02:05']),
  macaddr8: other(['08:00:2b:01:02:03:04:05', '08:00:2b:01:02:03:04:06', '08:00:2b:01:02:03:04:07']),
  point: other(['(1.5,-2)', '(0,0)', '(3,4)']),
  line: other(['{1,2,3}', '{1,-1,0}', '{2,0,1}']),
  lseg: other(['[(0,0),(1,1)]', '[(5,5),(6,7)]', '[(9,0),(9,1)]']),
  box: other(['(1,1),(0,0)', '(6,7),(5,5)', '(10,1),(9,0)']),
  path: other(['[(0,0),(1,1),(2,0)]', '((5,5),(6,7),(7,5))', '[(9,0),(9,1)]']),
  polygon: other(['((0,0),(1,1),(2,0))', '((5,5),(6,7),(7,5))', '((9,0),(9,1),(10,0))']),
  circle: other(['<(0,0),1>', '<(5,5),1>', '<(9,0),0.5>']),
  tsvector: other([`'O''Brien':1A 'fox':3,7`, `'a':1`, `'b':2`]),
  tsquery: other([`'fat' & ( 'rat' | 'cat' )`, `'a'`, `'b'`]),
  int4range: other(['[1,5)', '[10,15)', '[20,25)']),
  int8range: other(['[1,5)', '[10,15)', '[20,25)']),
  numrange: other(['[1.5,5)', '[10,15)', '[20,25)']),
  daterange: other(['[2024-01-01,2024-02-01)', '[2024-03-01,2024-04-01)', '[2024-05-01,2024-06-01)']),
  tsrange: other(['[2024-01-01,2024-02-01)', '[2024-03-01,2024-04-01)', '[2024-05-01,2024-06-01)']),
  tstzrange: other(['[2024-01-01Z,2024-02-01Z)', '[2024-03-01Z,2024-04-01Z)', '[2024-05-01Z,2024-06-01Z)']),
  int4multirange: other(['{[1,5),[7,9)}', '{[10,15)}', '{}']),
  int8multirange: other(['{[1,5),[7,9)}', '{[10,15)}', '{}']),
  nummultirange: other(['{[1.5,5)}', '{[10,15)}', '{}']),
  datemultirange: other(['{[2024-01-01,2024-02-01)}', '{[2024-03-01,2024-04-01)}', '{}']),
  tsmultirange: other(['{[2024-01-01,2024-02-01)}', '{[2024-03-01,2024-04-01)}', '{}']),
  tstzmultirange: other(['{[2024-01-01Z,2024-02-01Z)}', '{[2024-03-01Z,2024-04-01Z)}', '{}']),
  oid: other(['1', '2', '3']),
  xid: other(['1', '2', '3']),
  name: other(['a', 'b', 'c']),
  '"char"': other(['a', 'b', 'c']),
  regclass: other(['pg_class', 'pg_type', 'pg_proc']),
  regtype: other(['integer', 'text', 'boolean']),
  regconfig: other(['simple', 'english', 'german']),
  pg_lsn: other(['0/1', '0/2', '0/3']),
  xml: other(['<a>é</a>', '<b/>', '<c/>']),
  // Of extensions.
  hstore: other(['"a b"=>"O\'Brien", c=>NULL', 'a=>1', '']),
  ltree: other(['top.a', 'top.b', 'top']),
  cube: other(['(1,2)', '(3,4)', '(5)']),
  geometry: other(['POINT(1 2)', 'POINT(3 4)', 'POINT(5 6)', 'SRID=4326;POINT(1 2)', 'SRID=4326;POINT(3 4)']),
  geography: other(['POINT(1 2)', 'POINT(3 4)', 'POINT(5 6)']),
};

function bits(length: number): Contents {
  const ones = '1'.repeat(length);
  const values = [ones, '0'.repeat(length), `0${ones.slice(1)}`];
  return other(values);
}

function vectors(length: number): Contents {
  const values = [1, 2, 3].map((first) => `[${Array.from({ length }, (_, at) => (at === 0 ? first : 0.5)).join(',')}]`);
  return other(values);
}

function arrays(element: Contents): Contents {
  const list = (contents: string[]): string =>
    `{${contents.map((content) => `"${content.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
  const of = (contents: string[]): string[] => [
    ...(contents.length > 0 ? [list(contents.slice(0, 2))] : []),
    ...contents.slice(1, 4).map((content) => list([content])),
  ];
  return { family: 'array', awkward: of(element.awkward), plain: [...of(element.plain), '{}'] };
}

function composites(attributes: Contents[]): Contents {
  const of = (pick: (contents: Contents) => string[]): string[] =>
    [0, 1, 2].map((row) => {
      const parts = attributes.map((attribute) => pick(attribute)[row] ?? pick(attribute)[0]);
      return `(${parts.map((part) => (part === undefined ? '' : `"${part.replaceAll(/["\\]/g, '$&$&')}"`)).join(',')})`;
    });
  return { family: 'other', awkward: of(({ awkward }) => awkward), plain: of(({ plain }) => plain) };
}

function ranges(subtype: Contents): Contents {
  // From a value to itself: which of two is greater is the type's own matter.
  return other(
    subtype.plain
      .slice(0, 3)
      .map((value) => `["${value.replaceAll(/["\\]/g, '\\$&')}","${value.replaceAll(/["\\]/g, '\\$&')}"]`),
  );
}
