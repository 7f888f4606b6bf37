import { isSymbol } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';

/** Functions of PostgreSQL 14 to 18 and its extensions that give each row another value (pg_proc.provolatile = 'v'). */
const volatile = new Set([
  ...['random', 'random_normal', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'clock_timestamp', 'timeofday'],
  ...['nextval', 'setval', 'lastval', 'currval', 'pg_sleep', 'set_config'],
  ...['uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'gen_random_bytes', 'gen_salt'],
]);

/** Those that a default is otherwise made of, all stable or immutable. Any other may have been declared volatile. */
const steady = new Set([
  ...['now', 'transaction_timestamp', 'statement_timestamp', 'current_timestamp', 'current_time', 'localtimestamp'],
  ...['localtime', 'timezone', 'date_trunc', 'date_part', 'extract', 'to_timestamp', 'to_char', 'to_date', 'age'],
  ...['make_interval', 'make_date', 'make_timestamp', 'make_timestamptz', 'current_setting', 'current_schema'],
  ...[
    'lower',
    'upper',
    'md5',
    'sha256',
    'concat',
    'concat_ws',
    'substring',
    'substr',
    'left',
    'right',
    'trim',
    'btrim',
  ],
  ...['replace', 'repeat', 'lpad', 'rpad', 'length', 'encode', 'decode', 'format', 'round', 'floor', 'ceil', 'abs'],
  ...['power', 'coalesce', 'nullif', 'greatest', 'least', 'cast', 'row', 'array_fill', 'to_tsvector', 'to_json'],
  ...['to_jsonb', 'json_build_object', 'json_build_array', 'jsonb_build_object', 'jsonb_build_array', 'jsonb_object'],
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'point', 'inet', 'cidr'],
]);
/** Types that take something in brackets, as they stand behind `::` and AS. */
const types = new Set([
  ...['varchar', 'char', 'character', 'varying', 'bpchar', 'numeric', 'decimal', 'bit', 'varbit', 'timestamp'],
  ...['timestamptz', 'time', 'timetz', 'interval', 'float', 'vector', 'halfvec', 'geometry', 'geography'],
]);

/** A function in a default that gives each row a value of its own. */
export interface VolatileCall {
  name: string;
  /** PostgreSQL's own, or of an extension that comes with it; otherwise it is so unless it was declared STABLE. */
  isKnown: boolean;
}

/** The first such call in an expression; `null` where every row gets the same value. */
export function volatileCall(expression: string): VolatileCall | null {
  const tokens = tokenize('postgresql', expression);
  const names = tokens.flatMap((token, at) => (isCall(tokens, at) ? [token.value] : []));
  const known = names.find((name) => volatile.has(name));
  if (known !== undefined) return { name: known, isKnown: true };
  const unknown = names.find((name) => !steady.has(name) && !types.has(name));
  return unknown === undefined ? null : { name: unknown, isKnown: false };
}

/** Words with an opening bracket behind them that are no call: operators and parts of expressions. */
const operators = new Set([
  ...['and', 'or', 'not', 'in', 'any', 'all', 'some', 'is', 'case', 'when', 'then', 'else', 'as', 'array', 'from'],
  ...['between', 'like', 'ilike', 'values', 'exists', 'over', 'zone', 'with'],
]);

function isCall(tokens: readonly Token[], at: number): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token === undefined || !isSymbol(after, '(') || isSymbol(before, ':')) return false;
  return token.kind === 'name' || (token.kind === 'word' && !operators.has(token.value));
}
