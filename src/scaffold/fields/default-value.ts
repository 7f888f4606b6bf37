import { LockstepError } from '../../errors.js';
import type { Literal, ValueKind } from '../../schema/types/index.js';
import type { ColumnCall } from './column-call.js';
import { didYouMean } from './nearest.js';

/** A default, as code: a call to append, or a value that still has to be quoted in the file's own way. */
export type DefaultValue =
  | { kind: 'call'; call: string }
  | { kind: 'string'; text: string }
  | { kind: 'code'; code: string }
  | { kind: 'sql'; sql: string };

/** Words for values that a shell would take apart. */
const jsonWords: Record<string, string> = { array: '[]', object: '{}', '[]': '[]', '{}': '{}', list: '[]' };

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const timeShape = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;
const instantShape = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** What a default of each kind looks like; the check returns the text to write, or `undefined` when it does not fit. */
const checks: Record<ValueKind, { example: string; check: (value: string, call: ColumnCall) => string | undefined }> = {
  text: { example: 'a word', check: (value) => value },
  integer: {
    example: 'a whole number',
    check: (value, { range }) => {
      if (!/^-?\d{1,20}$/.test(value)) return undefined;
      const number = BigInt(value);
      return range && (number < range[0] || number > range[1]) ? undefined : String(number);
    },
  },
  number: {
    example: 'a number',
    check: (value) =>
      /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(value) && Number.isFinite(Number(value))
        ? String(Number(value))
        : undefined,
  },
  decimal: { example: 'a number', check: decimal },
  boolean: { example: 'true or false', check: (value) => (value === 'true' || value === 'false' ? value : undefined) },
  json: { example: 'array, object, or JSON in quotes', check: json },
  instant: {
    example: 'now or 2024-01-31T09:30:00Z',
    check: (value) =>
      instantShape.test(value) && realDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(asUtc(value)))
        ? value
        : undefined,
  },
  date: {
    example: 'now or 2024-01-31',
    check: (value) => (dateShape.test(value) && realDate(value) ? value : undefined),
  },
  time: { example: 'now or 09:30:00', check: (value) => (timeShape.test(value) ? value : undefined) },
  uuid: {
    example: 'uuid (a random one) or a uuid',
    check: (value) => (uuidShape.test(value) ? value.toLowerCase() : undefined),
  },
  enum: { example: 'one of its values', check: (value, { values }) => (values?.includes(value) ? value : undefined) },
  none: { example: 'nothing', check: () => undefined },
};

const plainLiteral: Record<ValueKind, Literal> = {
  text: 'string',
  integer: 'number',
  number: 'number',
  decimal: 'string',
  boolean: 'boolean',
  json: 'json',
  instant: 'sql-string',
  date: 'string',
  time: 'string',
  uuid: 'string',
  enum: 'string',
  none: 'string',
};

/**
 * The default of a column, checked against its type.
 * Throws a LockstepError (exit 2) for a value that the type does not have.
 */
export function defaultValue(call: ColumnCall, value: string, source: string, array: boolean): DefaultValue {
  if (array) {
    if (jsonWords[value] === '[]') return { kind: 'code', code: '[]' };
    throw new LockstepError(`${source}: the default of an array can only be the empty array.`, {
      fix: 'default=array',
    });
  }
  const word = Object.hasOwn(call.words, value.toLowerCase()) ? call.words[value.toLowerCase()] : undefined;
  if (word !== undefined) return { kind: 'call', call: word };
  if (/\p{Cc}/u.test(value)) throw new LockstepError(`${source}: a default cannot hold control characters.`);
  const { example, check } = checks[call.value];
  const text = check(value, call);
  if (text === undefined) throw misfit(call, value, source, example);
  if (call.value === 'text') checkLength(call, text, source);
  return asCode(call.literal ?? plainLiteral[call.value], text);
}

function asCode(literal: Literal, text: string): DefaultValue {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  if (literal === 'string') return { kind: 'string', text };
  if (literal === 'sql') return { kind: 'sql', sql: text };
  if (literal === 'sql-string') return { kind: 'sql', sql: quoted };
  if (literal === 'sql-datetime')
    return { kind: 'sql', sql: `'${new Date(asUtc(text)).toISOString().slice(0, 19).replace('T', ' ')}'` };
  if (literal === 'sql-expression') return { kind: 'sql', sql: `(${quoted})` };
  if (literal === 'epoch') return { kind: 'sql', sql: String(Math.floor(Date.parse(asUtc(text)) / 1000)) };
  return { kind: 'code', code: text };
}

function misfit(call: ColumnCall, value: string, source: string, example: string): LockstepError {
  const shown = JSON.stringify(value);
  if (call.value === 'none')
    return new LockstepError(`${source}: ${call.type} cannot have a default here.`, {
      fix: 'Leave the default out and add it by hand.',
    });
  if (call.value === 'enum') {
    return new LockstepError(`${source}: the default ${shown} is not one of ${call.values?.join(', ')}.`, {
      fix: didYouMean(value, call.values ?? []) ?? 'Choose one of the values.',
    });
  }
  const words = Object.keys(call.words);
  const range = call.range && call.value === 'integer' ? ` between ${call.range[0]} and ${call.range[1]}` : '';
  const fix = `Its default is ${example}${range}${words.length > 0 && !example.includes(words[0] ?? '') ? `, or ${words.join(', ')}` : ''}.`;
  return new LockstepError(`${source}: ${shown} does not fit ${call.type}.`, { fix });
}

function checkLength({ type, options }: ColumnCall, text: string, source: string): void {
  const length = options.length;
  if (typeof length === 'number' && [...text].length > length) {
    throw new LockstepError(`${source}: the default has more than the ${length} characters of the ${type}.`);
  }
}

function decimal(value: string, { options }: ColumnCall): string | undefined {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return undefined;
  const scale = typeof options.scale === 'number' ? options.scale : 0;
  if (typeof options.precision !== 'number') return value;
  const whole = (match[1] ?? '').replace(/^0+/, '').length;
  return whole <= options.precision - scale && (match[2] ?? '').length <= scale ? value : undefined;
}

function json(value: string): string | undefined {
  const text = Object.hasOwn(jsonWords, value) ? jsonWords[value] : value;
  try {
    return text === undefined ? undefined : JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function realDate(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** A time without an offset means UTC, whatever the zone of this machine. */
function asUtc(value: string): string {
  const time = value.replace(' ', 'T');
  return /(Z|[+-]\d{2}:?\d{2})$/.test(time) && time.includes('T')
    ? time
    : time.includes('T')
      ? `${time}Z`
      : `${time}T00:00:00Z`;
}
