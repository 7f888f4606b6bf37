import type { Node } from 'libpg-query';

export type Parsed = { nodes: Node[] } | { message: string /** In the statement's text. */; offset: number };

/** PostgreSQL's own parser, of version 18. */
async function load() {
  return import('libpg-query');
}

/** The syntax trees of one statement's text. */
export async function parseStatement(text: string): Promise<Parsed> {
  // The parser is C: it would read no further, and what follows would be run unseen.
  const nul = text.indexOf('\0');
  if (nul !== -1) return { message: 'The statement contains a NUL character.', offset: nul };
  const { parse, hasSqlDetails } = await load();
  try {
    const { stmts = [] } = await parse(text);
    return { nodes: stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt])) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    return { message, offset: codePointsIn(text, position) };
  }
}

/** The tree of a DO block's or function's PL/pgSQL; `null` where it does not compile. */
export async function parsePlpgsql(text: string): Promise<unknown> {
  const { parsePlPgSQL } = await load();
  try {
    return await parsePlPgSQL(text);
  } catch {
    return null;
  }
}

/** The parser counts characters in errors (18.1.5). */
function codePointsIn(text: string, count: number): number {
  let at = 0;
  for (const char of text) {
    if (count-- <= 0) break;
    at += char.length;
  }
  return at;
}

/** The parser counts bytes of UTF-8 in trees (18.1.5): gives the index in the text. */
export function byteIndex(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte;
  const bytes = Buffer.from(text);
  return (byte) => bytes.toString('utf8', 0, byte).length;
}
