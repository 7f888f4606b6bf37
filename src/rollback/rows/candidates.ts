import type { Dialect } from '../../project/dialects.js';
import { tokenize } from '../../sql/tokens.js';
import type { RowsDialect } from './dialects.js';
import { documents } from './documents.js';
import type { Check, RowColumn } from './table.js';
import { awkwardTexts } from './texts.js';

/** Which values come first. */
export type Variety = 'awkward' | 'plain';

/** The values that may stand in a column, as SQL, the ones to prefer first; without NULL. */
export function valuesFor(column: RowColumn, variety: Variety): string[] {
  const { awkward, plain } = column.values;
  return [...new Set(variety === 'awkward' ? [...awkward, ...plain] : [...plain, ...awkward])];
}

/**
 * What may stand in a column that checks speak of: the values of a list, the bounds of a range, texts of a length that
 * is allowed; then what the type takes.
 */
export function valuesUnder(
  dialect: Dialect,
  { string }: RowsDialect,
  column: RowColumn,
  checks: Check[],
  variety: Variety,
): string[] {
  const { family, length } = column.values;
  const fits = (text: string): boolean => [...text].length <= (length ?? 1000);
  const found: string[] = [];
  for (const { sql } of checks) {
    const tokens = tokenize(dialect, sql);
    for (const [at, { kind, value }] of tokens.entries()) {
      const sign = tokens[at - 1]?.value === '-' ? '-' : '';
      if (kind === 'number' || (kind === 'string' && isNumber(value)))
        found.push(...ofNumber(`${sign}${value}`, family));
      if (kind === 'string') found.push(...ofString(value, family).filter(fits).map(string));
      if (family !== 'text') continue;
      if (kind === 'number' && Number(value) > 0) {
        const long = Math.min(Number(value), length ?? 1000);
        found.push(...[...awkwardTexts(long), '7'.repeat(long), 'a'.repeat(long)].map(string));
      }
      if (kind === 'word' && value.includes('json')) found.push(...documents.filter(fits).map(string));
    }
  }
  const usual = family === 'text' ? usualTexts.filter(fits).map(string) : [];
  return [...new Set([...found, ...valuesFor(column, variety), ...usual])];
}

function ofNumber(text: string, family: string): string[] {
  const number = Number(text);
  if (family !== 'number' || !Number.isFinite(number)) return [];
  const step = Number.isInteger(number) ? 1 : 0.5;
  return [number, number + step, number - step].map(String);
}

function ofString(text: string, family: string): string[] {
  if (family === 'text') return [text, ...ofPattern(text)];
  if (family === 'json') return /^\w+$/.test(text) ? [`{"${text}": "a"}`] : [];
  if (family === 'date') return /^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(text) ? [text] : [];
  if (family === 'array') return /^[\w -]+$/.test(text) ? [`{"${text}"}`] : [];
  if (family === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? [text] : [];
  return [];
}

/** Texts that fit a pattern of LIKE: a wildcard stands for something, one behind a backslash for itself. */
function ofPattern(text: string): string[] {
  if (!/[%_]/.test(text)) return [];
  const fitting = (any: string): string =>
    text.replaceAll(/\\?[%_]/g, (found) => (found === '%' ? any : found === '_' ? 'x' : found.slice(1)));
  return [fitting('abc'), fitting('1'), fitting('')];
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** What checks with regular expressions ask for most. */
const usualTexts = [
  'a',
  'abc',
  'ABC',
  '1',
  '123',
  'abc-def',
  'abc_def',
  'someone@example.com',
  'https://example.com/a',
  '/a/b',
  '#a1b2c3',
  '+14155550123',
  '2024-02-29',
  '12:30',
  '1.2.3',
  'example.com',
  'en-US',
  'EUR',
  '{}',
  '[]',
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  '0123456789abcdef0123456789abcdef',
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
];
