import type { Span } from 'sqlite3-parser';
import type { Statement } from '../breakpoints.js';
import type { Token } from '../tokens.js';

/** A statement's text beside its tree: types and expressions are taken from it as they were written. */
export interface Source {
  /** What the tokens' offsets count in. */
  sql: string;
  statement: Statement;
  /** What stands at a place in the tree. */
  text(node: { span: Span } | undefined): string;
  /** Its tokens. */
  tokens(node: { span: Span }): Token[];
}

export function sourceOf(sql: string, statement: Statement): Source {
  return {
    sql,
    statement,
    text: (node) =>
      node === undefined ? '' : statement.text.slice(node.span.offset, node.span.offset + node.span.length).trim(),
    tokens: ({ span }) => {
      const from = statement.offset + span.offset;
      return statement.tokens.filter(({ start, end }) => start >= from && end <= from + span.length);
    },
  };
}
