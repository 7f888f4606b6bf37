import { documents } from '../documents.js';
import { integers } from '../numbers.js';
import type { ValueSet } from '../table.js';
import { literal } from '../text-parts.js';
import { awkwardTexts, plainTexts } from '../texts.js';

/** What a column takes, by SQLite's rules of affinity; a STRICT table takes nothing else. */
export function valuesOf(type: string): ValueSet {
  const lower = type.toLowerCase();
  const length = Number(/\((\d+)\)/.exec(lower)?.[1] ?? Number.NaN);
  if (lower.includes('bool')) return numbers(['1', '0'], ['1', '0']);
  if (lower.includes('int')) {
    const { awkward, plain } = integers(8);
    return numbers(awkward, plain);
  }
  if (/char|clob|text/.test(lower)) return texts(Number.isNaN(length) ? null : length);
  if (lower.includes('blob') || lower === '') {
    const blobs = ["x'00ff275c0a'", "x''", "x'01'"];
    return { family: 'other', awkward: blobs, plain: blobs, length: null };
  }
  if (/real|floa|doub/.test(lower)) return numbers(['1234.5678', '0.1', '-2.5'], ['1.0', '2.0', '3.0', '0.0']);
  if (lower === 'any') return texts(null);
  if (/json/.test(lower)) return json;
  if (/date|time/.test(lower)) {
    const dates = ['2024-02-29 23:59:59', '1999-12-31 00:00:00', '2031-07-15 12:30:00'].map(literal);
    return { family: 'date', awkward: dates, plain: dates, length: null };
  }
  return numbers(['1234.56', '0.25', '-2.5'], ['1', '2', '3', '0']);
}

const contents = documents.map(literal);
const json: ValueSet = { family: 'json', awkward: contents, plain: contents.slice(2), length: null };

function numbers(awkward: string[], plain: string[]): ValueSet {
  return { family: 'number', awkward, plain, length: null };
}

function texts(length: number | null): ValueSet {
  return {
    family: 'text',
    awkward: awkwardTexts(length).map(literal),
    plain: plainTexts(length).map(literal),
    length,
  };
}
