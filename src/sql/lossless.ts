import type { Dialect } from '../project/dialects.js';

/** A type as its name and what stands in its brackets: `numeric(10, 2)` is numeric with 10 and 2. */
export interface SqlType {
  name: string;
  sizes: number[];
  /** What stands in the brackets instead: the values of MySQL's enum, the shape of a geometry. */
  words: string[];
}

/**
 * Whether every value of one type is the same value in the other. What is not listed here may lose something: that
 * is said, and not hidden.
 */
export function isLossless(dialect: Dialect, from: string, to: string): boolean {
  const [old, now] = [typeOf(dialect, from), typeOf(dialect, to)];
  if (old.name === now.name) return growsFrom(old, now);
  if (dialect === 'sqlite') return affinity(old.name) === affinity(now.name);
  if (now.name === 'text') return dialect === 'postgresql' || ['varchar', 'char', 'tinytext'].includes(old.name);
  return wider[`${old.name} ${now.name}`] === true && (now.sizes.length === 0 || growsFrom(old, now));
}

function growsFrom(old: SqlType, now: SqlType): boolean {
  if (now.words.length > 0 || old.words.length > 0) return old.words.every((word, at) => now.words[at] === word);
  // Without a size PostgreSQL takes any.
  if (now.sizes.length === 0) return true;
  if (old.sizes.length === 0) return false;
  const [length = 0, scale = 0] = old.sizes;
  const [newLength = 0, newScale = 0] = now.sizes;
  return newScale >= scale && newLength - newScale >= length - scale;
}

const chains = [
  ['smallint', 'integer', 'bigint', 'numeric'],
  ['tinyint', 'smallint', 'mediumint', 'integer', 'bigint'],
  ['real', 'double precision'],
  ['float', 'double'],
  ['char', 'varchar'],
  ['jsonb', 'json'],
  ['tinytext', 'text', 'mediumtext', 'longtext'],
];
const wider: Record<string, true> = Object.fromEntries(
  chains.flatMap((chain) => chain.flatMap((from, at) => chain.slice(at + 1).map((to) => [`${from} ${to}`, true]))),
);

/** Other names of the same type. */
const same: Record<string, string> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varbit: 'bit varying',
  timestamptz: 'timestamp with time zone',
  'timestamp without time zone': 'timestamp',
};

/** What a type without brackets means, where it is not «any». */
const unsaid: Record<Dialect, Record<string, number[]>> = {
  postgresql: { char: [1], character: [1], bit: [1] },
  sqlite: {},
  mysql: {
    char: [1],
    binary: [1],
    bit: [1],
    decimal: [10, 0],
    numeric: [10, 0],
    time: [0],
    datetime: [0],
    timestamp: [0],
  },
};

/** Reads a type: other names of it are told by its own. Without brackets it has the size that the engine gives it. */
export function typeOf(dialect: Dialect, text: string): SqlType {
  const [, name = '', inBrackets, rest = ''] = /^([^(]*)(?:\((.*)\))?([^)]*)$/s.exec(text.trim()) ?? [];
  const full = `${name.trim()}${rest.trimEnd()}`.replaceAll('"', '').trim().toLowerCase();
  const whole = dialect === 'postgresql' ? full.replace(/^public\./, '') : full;
  const parts = inBrackets?.split(',') ?? [];
  const sizes = parts.map(Number);
  const isSized = parts.length > 0 && !sizes.some(Number.isNaN);
  // MySQL's int(11) says how many digits are shown, not how many there are.
  const isWidth = dialect === 'mysql' && whole.includes('int');
  return {
    name: same[whole] ?? whole,
    sizes: isWidth ? [] : isSized ? sizes : (unsaid[dialect][whole] ?? []),
    words: parts.length > 0 && !isSized ? parts.map((part) => part.trim()) : [],
  };
}

/** SQLite's own rules, in their order (datatype3.html, 3.1). */
export function affinity(type: string): string {
  if (type.includes('int')) return 'integer';
  if (/char|clob|text/.test(type)) return 'text';
  if (type === '' || type.includes('blob')) return 'blob';
  if (/real|floa|doub/.test(type)) return 'real';
  return 'numeric';
}
