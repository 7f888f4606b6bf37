import { tokenize } from '../../../sql/tokens.js';
import { documents } from '../documents.js';
import { decimals, integers } from '../numbers.js';
import type { Family, ValueSet } from '../table.js';
import { awkwardTexts, plainTexts } from '../texts.js';

const bytesOf: Record<string, number> = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, integer: 4, bigint: 8 };

/** What a column takes, by its type as the information schema writes it: `decimal(10,2) unsigned`. */
export function valuesOf(type: string): ValueSet {
  const tokens = tokenize('mysql', type);
  const word = tokens[0]?.value ?? '';
  const [first = null, second = 0] = tokens.filter(({ kind }) => kind === 'number').map(({ value }) => Number(value));
  const bytes = bytesOf[word];
  if (word === 'tinyint' && first === 1) return set('number', ['1', '0'], ['1', '0']);
  if (bytes !== undefined) {
    const { awkward, plain } = integers(bytes);
    return set('number', awkward, plain);
  }
  switch (word) {
    case 'decimal':
    case 'numeric': {
      const { awkward, plain } = decimals(first ?? 10, second);
      return set('number', awkward, plain);
    }
    case 'float':
    case 'double':
    case 'real':
      return set('number', ['1234.5', '0.5', '2.5'], ['1', '2', '3', '0']);
    case 'varchar':
    case 'char':
      return texts(first ?? 1);
    case 'tinytext':
      // 255 bytes, and a character may take four.
      return texts(60);
    case 'text':
    case 'mediumtext':
    case 'longtext':
      return texts(null);
    case 'enum': {
      const labels = tokens.filter(({ kind }) => kind === 'string').map(({ value }) => string(value));
      return set('enum', labels, labels);
    }
    case 'set': {
      const members = tokens.filter(({ kind }) => kind === 'string').map(({ value }) => value);
      const values = [members.slice(0, 2).join(','), ...members.slice(1), ''].map(string);
      return set('enum', [...new Set(values)], [...new Set(values)]);
    }
    case 'json':
      return set('json', documents.map(string), documents.slice(2).map(string));
    case 'bit': {
      const ones = '1'.repeat(first ?? 1);
      return other([`b'${ones}'`, "b'0'", `b'${ones.slice(1) || '0'}'`]);
    }
    case 'binary':
    case 'varbinary':
      return other(['00ff275c0a', '01', '02'].map((hex) => `x'${hex.slice(0, (first ?? 1) * 2)}'`));
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return other(["x'00ff275c0a'", "x'01'", "x'02'"]);
    default:
      return other(fixed[word] ?? []);
  }
}

const fixed: Record<string, string[]> = {
  date: ["'2024-02-29'", "'1999-12-31'", "'2031-07-15'"],
  datetime: ["'2024-02-29 23:59:59'", "'1999-12-31 00:00:00'", "'2031-07-15 12:30:00'"],
  timestamp: ["'2024-02-29 23:59:59'", "'1999-12-31 12:00:00'", "'2031-07-15 12:30:00'"],
  time: ["'23:59:59'", "'00:00:00'", "'12:30:00'"],
  year: ["'2024'", "'1999'", "'2031'"],
  uuid: [
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13'",
  ],
  inet4: ["'10.0.0.1'", "'10.0.0.2'", "'10.0.0.3'"],
  inet6: ["'2001:db8::1'", "'2001:db8::2'", "'2001:db8::3'"],
  geometry: ['point(1, 2)', 'point(3, 4)', 'point(5, 6)'],
  point: ['point(1, 2)', 'point(3, 4)', 'point(5, 6)'],
  linestring: ["st_geomfromtext('LINESTRING(0 0,1 1)')", "st_geomfromtext('LINESTRING(5 5,6 7)')"],
  polygon: ["st_geomfromtext('POLYGON((0 0,1 1,2 0,0 0))')", "st_geomfromtext('POLYGON((5 5,6 7,7 5,5 5))')"],
  multipoint: ["st_geomfromtext('MULTIPOINT(0 0,1 1)')", "st_geomfromtext('MULTIPOINT(5 5)')"],
  geometrycollection: [
    "st_geomfromtext('GEOMETRYCOLLECTION(POINT(0 0))')",
    "st_geomfromtext('GEOMETRYCOLLECTION(POINT(5 5))')",
  ],
};

function texts(length: number | null): ValueSet {
  return { family: 'text', awkward: awkwardTexts(length).map(string), plain: plainTexts(length).map(string), length };
}

function other(values: string[]): ValueSet {
  const distinct = [...new Set(values)];
  return set('other', distinct, distinct);
}

function set(family: Family, awkward: string[], plain: string[]): ValueSet {
  return { family, awkward, plain, length: null };
}

/** A backslash is an escape here, unless the session says otherwise. */
export function string(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
