import type { Dialect } from '../project/dialects.js';

/** The smallest parts of SQL, as far as needed to find where statements, names and expressions begin and end. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  start: number;
  end: number;
  /**
   * A word in lower case, a quoted name or a string without its quotes, anything else as written. `unclosed` where
   * the text ends before its quote does.
   */
  value: string;
  unclosed?: boolean;
}

interface Lexis {
  /** Opening → closing quote of names. */
  names: Readonly<Record<string, string>>;
  strings: string;
  /** A backslash takes the next character with it. PostgreSQL: only in E'…'. */
  backslash: 'always' | 'after e' | 'never';
  dollarQuotes: boolean;
  nestedComments: boolean;
  hashComments: boolean;
  /** `--` begins a comment only before a space or the end of a line. */
  spaceAfterDashes: boolean;
}

const lexis: Record<Dialect, Lexis> = {
  postgresql: {
    names: { '"': '"' },
    strings: "'",
    backslash: 'after e',
    dollarQuotes: true,
    nestedComments: true,
    hashComments: false,
    spaceAfterDashes: false,
  },
  sqlite: {
    names: { '"': '"', '`': '`', '[': ']' },
    strings: "'",
    backslash: 'never',
    dollarQuotes: false,
    nestedComments: false,
    hashComments: false,
    spaceAfterDashes: false,
  },
  mysql: {
    names: { '`': '`' },
    strings: `'"`,
    backslash: 'always',
    dollarQuotes: false,
    nestedComments: false,
    hashComments: true,
    spaceAfterDashes: true,
  },
};

/** The tokens of `sql` between two offsets, without spaces and comments. Never throws: text is read to its end. */
export function tokenize(dialect: Dialect, sql: string, from = 0, to = sql.length): Token[] {
  const rules = lexis[dialect];
  const tokens: Token[] = [];
  let at = from;
  while (at < to) {
    const after = skipBlank(rules, sql, at, to);
    if (after > at) {
      at = after;
      continue;
    }
    const token = read(rules, sql, at, to);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function read(rules: Lexis, sql: string, at: number, to: number): Token {
  const char = sql.charAt(at);
  const closing = rules.names[char];
  if (closing !== undefined) return quoted(sql, at, to, closing, 'name', false);
  if (rules.strings.includes(char)) return quoted(sql, at, to, char, 'string', rules.backslash === 'always');
  if (rules.dollarQuotes && char === '$') {
    const token = dollarQuoted(sql, at, to);
    if (token !== null) return token;
  }
  if (isDigit(char)) {
    let end = at + 1;
    while (end < to && (isWordPart(sql.charAt(end)) || sql.charAt(end) === '.')) end++;
    return { kind: 'number', start: at, end, value: sql.slice(at, end) };
  }
  if (isWordPart(char)) {
    let end = at + 1;
    while (end < to && isWordPart(sql.charAt(end))) end++;
    const value = sql.slice(at, end).toLowerCase();
    if (value === 'e' && sql.charAt(end) === "'" && rules.backslash === 'after e') {
      return { ...quoted(sql, end, to, "'", 'string', true), start: at };
    }
    return { kind: 'word', start: at, end, value };
  }
  return { kind: 'symbol', start: at, end: at + 1, value: char };
}

function quoted(
  sql: string,
  start: number,
  to: number,
  closing: string,
  kind: 'name' | 'string',
  backslash: boolean,
): Token {
  let value = '';
  for (let at = start + 1; at < to; at++) {
    const char = sql.charAt(at);
    if (backslash && char === '\\') {
      at++;
      value += sql.charAt(at);
    } else if (char !== closing) {
      value += char;
    } else if (closing !== ']' && sql.charAt(at + 1) === closing && at + 1 < to) {
      at++;
      value += closing;
    } else {
      return { kind, start, end: at + 1, value };
    }
  }
  return { kind, start, end: to, value, unclosed: true };
}

/** `$$…$$` and `$tag$…$tag$`; null where the dollar sign is something else, like the parameter `$1`. */
function dollarQuoted(sql: string, start: number, to: number): Token | null {
  let end = start + 1;
  while (end < to && isWordPart(sql.charAt(end)) && sql.charAt(end) !== '$') end++;
  if (sql.charAt(end) !== '$' || end >= to || isDigit(sql.charAt(start + 1))) return null;
  const tag = sql.slice(start, end + 1);
  const close = sql.indexOf(tag, end + 1);
  if (close === -1 || close + tag.length > to) {
    return { kind: 'string', start, end: to, value: sql.slice(end + 1, to), unclosed: true };
  }
  return { kind: 'string', start, end: close + tag.length, value: sql.slice(end + 1, close) };
}

/** The offset after spaces or one comment; `at` where there is neither. */
function skipBlank(rules: Lexis, sql: string, at: number, to: number): number {
  const char = sql.charAt(at);
  // A byte order mark is blank: editors on Windows put one before the first statement.
  if (char.trim() === '') return at + 1;
  const next = sql.charAt(at + 1);
  const dashes = char === '-' && next === '-' && (!rules.spaceAfterDashes || sql.charAt(at + 2).trim() === '');
  if (dashes || (rules.hashComments && char === '#')) {
    const end = sql.indexOf('\n', at);
    return end === -1 || end >= to ? to : end + 1;
  }
  if (char !== '/' || next !== '*') return at;
  // MySQL runs what stands in these; the recogniser must see that there is something it does not know.
  if (rules.hashComments && (sql.charAt(at + 2) === '!' || sql.startsWith('M!', at + 2))) return at;
  let depth = 1;
  for (let end = at + 2; end < to; end++) {
    if (sql.startsWith('*/', end)) {
      depth--;
      end++;
      if (depth === 0) return end + 1;
    } else if (rules.nestedComments && sql.startsWith('/*', end)) {
      depth++;
      end++;
    }
  }
  return to;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Letters of any script, digits, `_` and, inside of a word, `$`: the same in all three. */
function isWordPart(char: string): boolean {
  return (
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z') ||
    isDigit(char) ||
    char === '_' ||
    char === '$' ||
    (char > '\u007f' && char.trim() !== '')
  );
}
