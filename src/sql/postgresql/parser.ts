import { createRequire } from 'node:module';
import type { Node } from 'libpg-query';
import { loadedUnoptimised, unoptimised } from './unoptimised.js';

export type Parsed = { nodes: Node[] } | { message: string /** In the statement's text. */; offset: number };

type Library = typeof import('libpg-query');

const require = createRequire(import.meta.url);
const library = 'libpg-query';

/** Loads the parser, so that the first statement does not wait for it. */
export async function prepare(): Promise<void> {
  await load();
}

/** PostgreSQL's own parser, of version 18. By `require`, so that it can be loaded anew. */
async function load(): Promise<Library> {
  const loaded: Library = require(library);
  await loadedUnoptimised(() => loaded.loadModule());
  return loaded;
}

/**
 * What is thrown where the stack ends leaves the parser's memory as it then was: after thirty such statements it
 * refused everything (18.1.5). The next statement gets a new one.
 */
function forget(): void {
  delete require.cache[require.resolve(library)];
}

/** The syntax trees of one statement's text. */
export async function parseStatement(text: string): Promise<Parsed> {
  // The parser is C: it would read no further, and what follows would be run unseen.
  const nul = text.indexOf('\0');
  if (nul !== -1) return { message: 'The statement contains a NUL character.', offset: nul };
  const { parseSync, hasSqlDetails } = await load();
  try {
    const { stmts = [] } = unoptimised(() => parseSync(text));
    return { nodes: stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt])) };
  } catch (error) {
    if (hasSqlDetails(error)) {
      return { message: error.message, offset: codePointsIn(text, error.sqlDetails?.cursorPosition ?? 0) };
    }
    forget();
    return { message: "The statement is too deep for PostgreSQL's parser.", offset: 0 };
  }
}

/** The tree of a DO block's or function's PL/pgSQL; `null` where it does not compile. */
export async function parsePlpgsql(text: string): Promise<unknown> {
  const { parsePlPgSQLSync } = await load();
  try {
    return unoptimised(() => parsePlPgSQLSync(text));
  } catch (error) {
    // A compiler's message comes as an Error of no kind.
    if (!(error instanceof Error) || error.name !== 'Error') forget();
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
