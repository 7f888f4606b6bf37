import { isSymbol, isWord, takeUntil, textOf } from '../token-ranges.js';
import type { Token } from '../tokens.js';

/** Reads tokens from left to right. Where something is not as expected it gives `null` and stays where it is. */
export class Cursor {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string, tokens: readonly Token[]) {
    this.#sql = sql;
    this.#tokens = tokens;
  }

  /** Whether nothing is left. */
  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Where it stopped: the next token, or `undefined` at the end. */
  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** Steps over these words, if all of them come next. */
  words(...words: string[]): boolean {
    if (!words.every((word, at) => isWord(this.#tokens[this.#at + at], word))) return false;
    this.#at += words.length;
    return true;
  }

  /** Steps over one of these words and gives it. */
  oneOf(...words: string[]): string | null {
    const token = this.next;
    if (token === undefined || !isWord(token, ...words)) return null;
    this.#at++;
    return token.value;
  }

  symbol(symbol: string): boolean {
    if (!isSymbol(this.next, symbol)) return false;
    this.#at++;
    return true;
  }

  /** A name, with or without quotes. */
  name(): string | null {
    const token = this.next;
    if (token?.kind === 'name') {
      this.#at++;
      return token.value;
    }
    if (token?.kind !== 'word') return null;
    this.#at++;
    return this.#sql.slice(token.start, token.end);
  }

  /** `table` or `schema`.`table`. */
  table(): { schema: string | null; table: string } | null {
    const first = this.name();
    if (first === null) return null;
    if (!this.symbol('.')) return { schema: null, table: first };
    const table = this.name();
    return table === null ? null : { schema: first, table };
  }

  /** One token that is no symbol: a literal or a word. */
  literal(): boolean {
    if (this.next === undefined || this.next.kind === 'symbol') return false;
    this.#at++;
    return true;
  }

  /** What the brackets that come next enclose. */
  parentheses(): Token[] | null {
    if (!isSymbol(this.next, '(')) return null;
    const inner = takeUntil(this.#tokens.slice(this.#at + 1), () => false);
    const close = this.#at + 1 + inner.length;
    if (!isSymbol(this.#tokens[close], ')')) return null;
    this.#at = close + 1;
    return inner;
  }

  /** The tokens up to one for which `isEnd` holds outside of brackets. */
  until(isEnd: (token: Token) => boolean): Token[] {
    const taken = takeUntil(this.#tokens.slice(this.#at), isEnd);
    this.#at += taken.length;
    return taken;
  }

  /** All that is left. */
  rest(): Token[] {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }

  /** What `read` steps over, as written; `null` where it fails. */
  textOf(read: () => boolean): string | null {
    const from = this.#at;
    return read() ? textOf(this.#sql, this.#tokens.slice(from, this.#at)) : null;
  }

  text(tokens: readonly Token[]): string {
    return textOf(this.#sql, tokens);
  }

  /** A cursor over a part. */
  over(tokens: readonly Token[]): Cursor {
    return new Cursor(this.#sql, tokens);
  }
}
