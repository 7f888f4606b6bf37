import type { RangeVar } from 'libpg-query';
import type { Statement } from '../breakpoints.js';
import { tokensFrom } from '../token-ranges.js';
import type { Token } from '../tokens.js';
import { byteIndex } from './parser.js';

/** A statement's text beside its tree: types and expressions are taken from it as they were written. */
export interface Source {
  /** What the tokens' offsets count in. */
  sql: string;
  statement: Statement;
  /** The tokens from a place in the tree on. */
  from(location: number | undefined): Token[];
}

export function sourceOf(sql: string, statement: Statement): Source {
  const index = byteIndex(statement.text);
  return {
    sql,
    statement,
    from: (location = 0) => tokensFrom(statement.tokens, statement.offset + index(location)),
  };
}

/** The tokens after a table's name, where the tree says where that begins. */
export function afterTable(source: Source, relation: RangeVar | undefined): Token[] {
  const tokens = source.from(relation?.location);
  let at = 1;
  while (tokens[at]?.value === '.') at += 2;
  return tokens.slice(at);
}
