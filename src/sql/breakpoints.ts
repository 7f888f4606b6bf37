import type { Dialect } from '../project/dialects.js';
import { type Token, tokenize } from './tokens.js';

/** What drizzle-kit writes between statements, and drizzle-orm splits a file at wherever it stands (0.31.11, 0.45.4). */
export const breakpoint = '--> statement-breakpoint';

/** A part of a file that drizzle sends to the database at once. */
export interface Piece {
  /** Of its first character in the file. */
  offset: number;
  text: string;
}

/** One statement, without the comments before it and without its semicolon. */
export interface Statement {
  offset: number;
  /** 1-based. */
  line: number;
  text: string;
  /** Which piece of the file it stands in, from 0. */
  piece: number;
  /** Its tokens, with offsets in the file. */
  tokens: Token[];
}

/** The file between its breakpoints, empty pieces included: drizzle sends them too. */
export function splitPieces(sql: string): Piece[] {
  let offset = 0;
  return sql.split(breakpoint).map((text) => {
    const piece = { offset, text };
    offset += text.length + breakpoint.length;
    return piece;
  });
}

/** Every statement of a file. A piece of nothing but comments has none. */
export function splitStatements(dialect: Dialect, sql: string): Statement[] {
  const statements: Statement[] = [];
  const lineAt = lineCounter(sql);
  for (const [piece, { offset, text }] of splitPieces(sql).entries()) {
    for (const tokens of groups(dialect, tokenize(dialect, sql, offset, offset + text.length))) {
      const [first, last] = [tokens[0], tokens.at(-1)];
      if (first === undefined || last === undefined) continue;
      const statement = sql.slice(first.start, last.end);
      statements.push({ offset: first.start, line: lineAt(first.start), text: statement, piece, tokens });
    }
  }
  return statements;
}

/** A file of these statements, with a breakpoint between each two and a newline at the end. */
export function joinStatements(statements: readonly string[]): string {
  return statements.length === 0 ? '' : `${statements.map((text) => text.trim()).join(`${breakpoint}\n`)}\n`;
}

/** The 1-based line of an offset. Fast where offsets are asked for in rising order. */
export function lineCounter(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    if (offset < from) [line, from] = [1, 0];
    for (let at = text.indexOf('\n', from); at !== -1 && at < offset; at = text.indexOf('\n', from)) {
      line++;
      from = at + 1;
    }
    return line;
  };
}

/** Tokens by statement: at the semicolons that are not in brackets and not in a routine's body. */
function groups(dialect: Dialect, tokens: Token[]): Token[][] {
  const found: Token[][] = [];
  let group: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    const symbol = token.kind === 'symbol' ? token.value : '';
    if (symbol === '(') depth++;
    if (symbol === ')') depth--;
    if (symbol === ';' && depth <= 0 && !isInBody(dialect, group)) {
      found.push(group);
      group = [];
      depth = 0;
    } else {
      group.push(token);
    }
  }
  // What is left of a routine's body ends in the semicolon that closed it.
  while (isSymbol(group.at(-1), ';')) group.pop();
  found.push(group);
  return found;
}

const modifiers = new Set(['or', 'replace', 'temp', 'temporary', 'constraint', 'aggregate', 'definer']);

/** Whether a semicolon after these tokens belongs to the body of a trigger or routine. */
function isInBody(dialect: Dialect, tokens: Token[]): boolean {
  if (tokens[0]?.value !== 'create') return false;
  const words = tokens.slice(0, 14).filter(({ kind }) => kind === 'word');
  if (dialect === 'mysql') {
    // Sent at once, as it is: without DELIMITER, a piece with a routine holds nothing else.
    return words.some(({ value }) => ['procedure', 'function', 'trigger', 'event'].includes(value));
  }
  const created = words.slice(1).find(({ value }) => !modifiers.has(value))?.value;
  if (dialect === 'sqlite') {
    if (created !== 'trigger' || !tokens.some(({ kind, value }) => kind === 'word' && value === 'begin')) return false;
  } else {
    if (created !== 'function' && created !== 'procedure') return false;
    const atomic = tokens.findIndex(
      ({ kind, value }, at) => kind === 'word' && value === 'atomic' && tokens[at - 1]?.value === 'begin',
    );
    if (atomic === -1) return false;
    if (atomic === tokens.length - 2) return tokens.at(-1)?.value !== 'end';
  }
  // As SQLite's own sqlite3_complete decides: an END that follows a semicolon is the last one.
  const [before, last] = tokens.slice(-2);
  return !(last?.kind === 'word' && last.value === 'end' && isSymbol(before, ';'));
}

function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.value === symbol;
}
