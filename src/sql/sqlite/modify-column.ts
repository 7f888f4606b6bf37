import type { Statement } from '../breakpoints.js';
import type { Action } from '../operation.js';
import { isWord, textOf } from '../token-ranges.js';
import { type Token, tokenize } from '../tokens.js';
import { columnOf } from './columns.js';
import { isSameName } from './names.js';
import { parseStatement } from './parser.js';
import { sourceOf } from './source.js';

/**
 * libSQL's own `ALTER TABLE t ALTER COLUMN c TO c text NOT NULL`, which SQLite does not have and drizzle-kit writes for
 * Turso (0.31.11); `null` for any other statement.
 */
export async function modifyColumn(sql: string, { tokens }: Statement): Promise<Action | null> {
  const named = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'name';
  const [alter, table, name, alterColumn, column, old, to, ...definition] = tokens;
  const [renamed] = definition;
  if (!isWord(alter, 'alter') || !isWord(table, 'table') || !isWord(alterColumn, 'alter')) return null;
  if (!isWord(column, 'column') || !isWord(to, 'to')) return null;
  if (!named(name) || !named(old) || !named(renamed)) return null;
  const [oldName, newName] = [nameOf(sql, old), nameOf(sql, renamed)];
  if (!isSameName(oldName, newName)) return null;
  // The definition is read as that of a table's only column.
  const text = `CREATE TABLE t (${textOf(sql, definition)})`;
  const parsed = await parseStatement(text);
  const node = 'nodes' in parsed ? parsed.nodes[0] : undefined;
  if (node?.type !== 'CreateTableStmt' || node.body.type !== 'ColumnsAndConstraintsCreateTableBody') return null;
  const [only, ...more] = node.body.columns;
  if (only === undefined || more.length > 0 || (node.body.constraints ?? []).length > 0) return null;
  const source = sourceOf(text, { offset: 0, line: 1, text, piece: 0, tokens: tokenize('sqlite', text) });
  return {
    kind: 'modify column',
    schema: null,
    table: nameOf(sql, name),
    column: oldName,
    definition: columnOf(source, only),
  };
}

/** Words are in lower case among the tokens. */
function nameOf(sql: string, token: Token): string {
  return token.kind === 'word' ? sql.slice(token.start, token.end) : token.value;
}
