/** A token of SQL as SQLite reads it; comments and spaces are none. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'other';
  /** In the normal form: keywords and functions in lower case, names without their quotes. */
  text: string;
  /** Where it begins in the SQL. */
  start: number;
}

/** Words that mean the same in any case. Names of columns and tables keep theirs. */
const keywords = new Set(
  (
    'abort action add after all alter always analyze and as asc autoincrement before begin between blob by cascade case ' +
    'cast check collate column conflict constraint create cross current current_date current_time current_timestamp ' +
    'default deferrable deferred delete desc distinct drop each else end escape except exclude exists fail false first ' +
    'following for foreign from full generated glob group having if ignore immediate in index initially inner insert ' +
    'instead integer intersect into is isnull join key last left like limit match materialized natural no not notnull ' +
    'null nulls numeric of offset on or order outer over partition pragma preceding primary range real recursive references ' +
    'regexp rename replace restrict returning right rollback row rows select set stored strict table temp temporary ' +
    'text then to transaction trigger true unbounded union unique update using values view virtual when where window ' +
    'with without binary nocase rtrim old new excluded'
  ).split(' '),
);

const closing: Record<string, string> = { '"': '"', '`': '`', '[': ']', "'": "'" };

/** The tokens of one or several statements. What is no SQL becomes tokens, too: nothing is refused. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const rest = sql.slice(at, at + 2);
    const character = sql.charAt(at);
    if (/\s/.test(character)) at++;
    else if (rest === '--') at = after(sql, '\n', at);
    else if (rest === '/*') at = after(sql, '*/', at + 2);
    else if (character in closing) {
      const end = endOfQuoted(sql, at, closing[character] ?? character);
      const inside = sql.slice(at + 1, end - 1);
      if (character === "'") tokens.push({ kind: 'string', text: sql.slice(at, end), start: at });
      else tokens.push({ kind: 'name', text: inside.replaceAll(character + character, character), start: at });
      at = end;
    } else {
      const word = /^[\p{L}\p{N}_$.]+/u.exec(sql.slice(at, at + 256))?.[0] ?? '';
      const length = /^\d/.test(word) ? word.length : word.indexOf('.') < 0 ? word.length : word.indexOf('.');
      const text = length > 0 ? word.slice(0, length) : /^(\|\||<<|>>|<=|>=|<>|==|!=|->)/.test(rest) ? rest : character;
      tokens.push({ kind: length > 0 ? 'word' : 'other', text, start: at });
      at += text.length;
    }
  }
  return tokens.map((token, place) =>
    token.kind === 'word' ? { ...token, text: wordText(token.text, tokens[place + 1]) } : token,
  );
}

/** One way to write what `tokens` say. */
export function textOf(tokens: Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}

/** The parts between the commas that are in no parentheses. */
export function splitAtCommas(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && isOther(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** What is between the parenthesis at `open` and its partner, and where the partner is. */
export function insideParentheses(tokens: Token[], open: number): { inside: Token[]; close: number } {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (token !== undefined) depth += depthOf(token);
    if (depth === 0) return { inside: tokens.slice(open + 1, at), close: at };
  }
  return { inside: tokens.slice(open + 1), close: tokens.length };
}

/** Without the parentheses around the whole of it. */
export function withoutParentheses(tokens: Token[]): Token[] {
  if (!isOther(tokens[0], '(')) return tokens;
  const { inside, close } = insideParentheses(tokens, 0);
  return close === tokens.length - 1 ? withoutParentheses(inside) : tokens;
}

export function isOther(token: Token | undefined, text: string): boolean {
  return token?.kind === 'other' && token.text === text;
}

export function isWord(token: Token | undefined, ...texts: string[]): boolean {
  return token?.kind === 'word' && texts.includes(token.text);
}

function depthOf(token: Token): number {
  if (isOther(token, '(')) return 1;
  return isOther(token, ')') ? -1 : 0;
}

function wordText(text: string, next: Token | undefined): string {
  const lower = text.toLowerCase();
  const same = keywords.has(lower) || /^\d/.test(text) || (next !== undefined && isOther(next, '('));
  return same ? lower : text;
}

function after(sql: string, end: string, from: number): number {
  const at = sql.indexOf(end, from);
  return at < 0 ? sql.length : at + end.length;
}

/** A quote inside is written twice; `]` cannot be. */
function endOfQuoted(sql: string, start: number, quote: string): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] !== quote) continue;
    if (quote === ']' || sql[at + 1] !== quote) return at + 1;
    at++;
  }
  return sql.length + 1;
}
