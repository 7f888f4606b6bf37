import type { Token } from './tokens.js';

/** The text from the first of the tokens to the last, as written; empty for none. */
export function textOf(sql: string, tokens: readonly Token[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined ? '' : sql.slice(first.start, last.end);
}

export function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === 'word' && words.includes(token.value);
}

export function isSymbol(token: Token | undefined, ...symbols: string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.value);
}

/** The parts between the commas that stand in no brackets. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let rest = tokens;
  while (rest.length > 0) {
    const part = beforeComma(rest);
    parts.push(part);
    rest = rest.slice(part.length + 1);
  }
  return parts;
}

/** The tokens up to a comma, or up to a bracket that was opened before them. */
export function beforeComma(tokens: readonly Token[]): Token[] {
  return takeUntil(tokens, (token) => isSymbol(token, ','));
}

/** The tokens up to the first outside of brackets that `isEnd` holds for, or up to a bracket opened before them. */
export function takeUntil(tokens: readonly Token[], isEnd: (token: Token) => boolean): Token[] {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (depth === 0 && isEnd(token)) return tokens.slice(0, at);
    if (isSymbol(token, '(', '[')) depth++;
    if (isSymbol(token, ')', ']')) depth--;
    if (depth < 0) return tokens.slice(0, at);
  }
  return [...tokens];
}

/** What follows the first of these words that stands in no brackets; `null` where there is none. */
export function afterWord(tokens: readonly Token[], ...words: string[]): Token[] | null {
  const before = takeUntil(tokens, (token) => isWord(token, ...words));
  return isWord(tokens[before.length], ...words) ? tokens.slice(before.length + 1) : null;
}

/** What the first brackets in the tokens enclose; empty where there are none. */
export function inParentheses(tokens: readonly Token[]): Token[] {
  const open = tokens.findIndex((token) => isSymbol(token, '('));
  return open === -1 ? [] : takeUntil(tokens.slice(open + 1), () => false);
}

/** The parts between a word that stands in no brackets. */
export function splitAtWord(tokens: readonly Token[], word: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && isWord(token, word)) {
      parts.push([]);
      continue;
    }
    if (isSymbol(token, '(', '[')) depth++;
    if (isSymbol(token, ')', ']')) depth--;
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** Without the brackets around the whole. */
export function withoutBrackets(tokens: readonly Token[]): readonly Token[] {
  const inside = inParentheses(tokens);
  const isWhole = isSymbol(tokens[0], '(') && inside.length > 0 && inside.length === tokens.length - 2;
  return isWhole ? withoutBrackets(inside) : tokens;
}

/** The tokens from an offset on. */
export function tokensFrom(tokens: readonly Token[], offset: number): Token[] {
  const at = tokens.findIndex(({ start }) => start >= offset);
  return at === -1 ? [] : tokens.slice(at);
}
