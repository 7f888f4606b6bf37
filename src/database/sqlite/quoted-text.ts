import type { StatementFailed } from '../engine.js';
import { isOther, isWord, type Token, tokensOf } from './tokens.js';

/**
 * drizzle-kit 0.31 copies a new column from the table that lacks it: `INSERT INTO "__new_t"("a", "b") SELECT "a", "b"
 * FROM "t"`. SQLite as it is built by default (bun:sqlite, Cloudflare D1) takes `"b"` for the text 'b'; libSQL and
 * better-sqlite3 are built without that and refuse. Many a history has such a migration and was applied.
 *
 * @returns the statement with the text in place of the name, or `null` when it is not of that form.
 */
export function withQuotedText(sql: string, column: string): string | null {
  const tokens = tokensOf(sql);
  const select = tokens.findIndex((token) => isWord(token, 'select'));
  if (!isWord(tokens[0], 'insert') || select < 0) return null;
  // Of several statements the first ones have run already.
  if (tokens.some((token, at) => isOther(token, ';') && at < tokens.length - 1)) return null;
  const wrong = tokens.filter((token, at) => at > select && isBareName(sql, tokens, at) && token.text === column);
  let text = sql;
  for (const { start } of wrong.toReversed()) {
    const end = start + column.replaceAll('"', '""').length + 2;
    text = `${text.slice(0, start)}'${column.replaceAll("'", "''")}'${text.slice(end)}`;
  }
  return wrong.length === 0 ? null : text;
}

/** The name in `no such column`; `null` for another failure. better-sqlite3 and sqld write it in quotes, and go on. */
export function missingColumn({ message }: StatementFailed): string | null {
  return /\bno such column: "?([^"]+)"?/.exec(message)?.[1] ?? null;
}

/** Whether `column` stands in double quotes, where those builds take it for text. */
export function isInDoubleQuotes(sql: string, column: string): boolean {
  const tokens = tokensOf(sql);
  return tokens.some((token, at) => token.text === column && isBareName(sql, tokens, at));
}

/** In double quotes, and not `t."b"` or `"b".c`. */
function isBareName(sql: string, tokens: Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'name' || sql[token.start] !== '"') return false;
  return !isOther(tokens[at - 1], '.') && !isOther(tokens[at + 1], '.');
}
