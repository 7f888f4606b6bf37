import type { BuiltTable } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { tokenize } from '../../sql/tokens.js';

/** What PostgreSQL does with the rows when a column changes its type. */
export type TypeChange =
  | { does: 'nothing' }
  /** Only these indexes and checks are made or checked again, while nobody reads or writes. */
  | { does: 'rebuilds'; indexes: string[]; checks: string[] }
  | { does: 'rewrites' };

/**
 * What a change of type costs, as seen by the file nodes and the scans of PostgreSQL 15.20 for each pair below. A
 * column whose old type is not known is taken to be rewritten.
 */
export function typeChange(
  table: BuiltTable | null,
  operation: OperationOf<'alter column type'>,
  from: string | null,
): TypeChange {
  const isCollated = operation.collation !== null;
  if (from === null || !isPlainCast(operation)) return { does: 'rewrites' };
  const isSame = sameText(from, operation.type);
  if (isSame && !isCollated) return { does: 'nothing' };
  if (!isSame && !isFree(parseType(from), parseType(operation.type))) return { does: 'rewrites' };
  const { column } = operation;
  const indexes = (table?.indexes ?? [])
    .filter(({ columns, parts, where }) =>
      isCollated
        ? columns.includes(column) || mentions(parts, where, column)
        : (columns.includes(null) || where !== null) && (columns.includes(column) || mentions(parts, where, column)),
    )
    .map(({ name }) => name);
  const checks = (table?.constraints ?? []).flatMap((constraint) =>
    constraint.type === 'check' && words(constraint.expression).includes(column) ? [constraint.name ?? 'a check'] : [],
  );
  return indexes.length + checks.length > 0 ? { does: 'rebuilds', indexes, checks } : { does: 'nothing' };
}

/** No USING, or one that casts the column to the very type. */
function isPlainCast({ column, type, using }: OperationOf<'alter column type'>): boolean {
  if (using === null) return true;
  const target = tokens(type);
  const [name, ...cast] = tokens(using);
  return name === column && (cast.length === 0 || cast.join(' ') === [':', ':', ...target].join(' '));
}

function tokens(text: string): string[] {
  return tokenize('postgresql', text).map(({ value }) => value);
}

function sameText(one: string, other: string): boolean {
  return tokens(one).join(' ') === tokens(other).join(' ');
}

function words(text: string): string[] {
  return tokenize('postgresql', text).flatMap(({ kind, value }) => (kind === 'word' || kind === 'name' ? [value] : []));
}

function mentions(parts: string[], where: string | null, column: string): boolean {
  return [...parts, where ?? ''].some((text) => words(text).includes(column));
}

interface Type {
  name: string;
  sizes: number[];
  isArray: boolean;
}

const names: Record<string, string> = {
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
  decimal: 'numeric',
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  // A serial is an integer with a default (PostgreSQL's documentation, 8.1.4).
  serial: 'integer',
  serial4: 'integer',
  smallserial: 'smallint',
  serial2: 'smallint',
  bigserial: 'bigint',
  serial8: 'bigint',
  float8: 'double precision',
  float4: 'real',
  bool: 'boolean',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
  'bit varying': 'varbit',
};

function parseType(text: string): Type {
  const all = tokenize('postgresql', text);
  const isArray = all.some(({ value }) => value === '[' || value === 'array');
  const sizes = all.flatMap(({ kind, value }) => (kind === 'number' ? [Number(value)] : []));
  const written = all
    .filter(({ kind }) => kind === 'word' || kind === 'name')
    .map(({ value }) => value)
    .join(' ');
  return { name: names[written] ?? written, sizes, isArray };
}

/** Pairs whose values are stored alike, where the new one has no size (pg_cast.castmethod = 'b'). */
const stored = new Set(['varchar text', 'text varchar', 'cidr inet', 'integer oid', 'oid integer', 'xml text']);
/** Types whose size may grow, or go, without a look at the rows. */
const growing = new Set(['varchar', 'varbit', 'timestamp', 'timestamptz', 'time', 'timetz', 'interval']);
/** What a size that is not said means, in digits of a second. */
const fullPrecision = 6;

function isFree(from: Type, to: Type): boolean {
  if (from.isArray || to.isArray) return false;
  if (from.name !== to.name) return stored.has(`${from.name} ${to.name}`) && to.sizes.length === 0;
  if (sameSizes(from, to)) return true;
  if (from.name === 'numeric') return growsNumeric(from.sizes, to.sizes);
  if (!growing.has(from.name)) return false;
  const [old] = from.sizes;
  const [now] = to.sizes;
  if (now === undefined) return true;
  if (old === undefined) return from.name.startsWith('time') && now >= fullPrecision;
  return now >= old;
}

function sameSizes(from: Type, to: Type): boolean {
  return from.sizes.join() === to.sizes.join();
}

function growsNumeric([precision, scale = 0]: number[], [newPrecision, newScale = 0]: number[]): boolean {
  if (newPrecision === undefined) return true;
  return precision !== undefined && scale === newScale && newPrecision >= precision;
}
