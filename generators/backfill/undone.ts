import type { Dialect } from '../../src/project/dialects.js';
import type { RowColumn } from './columns.js';
import type { Parts } from './decide.js';

/** What gives another value each time it is asked. */
const changing =
  /\b(?:random|randomblob|rand|uuid|uuid_short|gen_random_uuid|uuidv4|uuidv7|uuid_generate_v\d\w*|nextval|now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|sysdate|curdate|curtime|unix_timestamp|unixepoch|julianday|datetime|strftime)\s*\(|\b(?:current_timestamp|current_date|current_time|localtime|localtimestamp)\b/i;

/** Types whose values an engine does not find again by comparing them. */
const incomparable = ['real', 'float', 'double', 'doublePrecision', 'json', 'jsonb', 'point', 'line', 'geometry'];

/** Why a filled row cannot be told from others by what it holds; null where it can. */
export function whyNotUndone({ builder, databaseName }: RowColumn, value: Parts, dialect: Dialect): string | null {
  const text = value.map((part) => (part.kind === 'text' ? part.text : ' ')).join('');
  if (changing.test(text.replaceAll(/'(?:[^']|'')*'/g, "''")))
    return 'its expression gives another value each time, so the rows that it filled are not known.';
  if (incomparable.includes(builder) && !(dialect === 'sqlite' && builder === 'real'))
    return `values of the type of ${databaseName} are not found again by comparing them.`;
  return null;
}

/** The type that the engine stores the value as, where that rounds; null where nothing is rounded. */
export function storedType({ builder, options }: RowColumn, dialect: Dialect): string | null {
  if (dialect === 'sqlite' || options === null) return null;
  const { precision, scale } = options;
  if (builder === 'numeric' || builder === 'decimal') {
    if (precision === undefined) return dialect === 'mysql' ? 'decimal(10, 0)' : null;
    return `${dialect === 'mysql' ? 'decimal' : 'numeric'}(${precision}, ${scale ?? 0})`;
  }
  if (/^(?:small|big|medium)?int(?:eger)?$/.test(builder)) return dialect === 'mysql' ? 'signed' : 'bigint';
  return null;
}
