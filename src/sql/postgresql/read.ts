import { lineCounter, type Statement, splitStatements } from '../breakpoints.js';
import type { Action, Operation } from '../operation.js';
import { stated, unknown } from '../stated.js';
import { tokenize } from '../tokens.js';
import { doBlock } from './do-block.js';
import { actionsOf } from './operations.js';
import { parsePlpgsql, parseStatement } from './parser.js';
import { sourceOf } from './source.js';

export { prepare } from './parser.js';

/** What a file of PostgreSQL's SQL does. */
export async function readOperations(sql: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  for (const [number, statement] of splitStatements('postgresql', sql).entries()) {
    operations.push(...stated('postgresql', await read(sql, statement, number), statement, number));
  }
  return operations;
}

async function read(sql: string, statement: Statement, number: number): Promise<Action[]> {
  const parsed = await parseStatement(statement.text);
  if ('message' in parsed) {
    const line = lineCounter(statement.text)(parsed.offset) + statement.line - 1;
    return [{ kind: 'unanalysed', reason: 'syntax', message: parsed.message, line }];
  }
  const source = sourceOf(sql, statement);
  const actions: Action[] = [];
  for (const node of parsed.nodes) {
    if ('DoStmt' in node) {
      const { queries, ...block } = doBlock(node.DoStmt, await parsePlpgsql(statement.text));
      actions.push({ kind: 'do block', ...block, operations: await inBlock(sql, statement, number, queries) });
    } else {
      actions.push(...(actionsOf(source, node) ?? [unknown(statement)]));
    }
  }
  return actions;
}

/** The operations of the statements in a block, each at its own place in the file. */
async function inBlock(sql: string, block: Statement, number: number, queries: string[]): Promise<Operation[]> {
  const operations: Operation[] = [];
  const lineAt = lineCounter(sql);
  const end = block.offset + block.text.length;
  let from = block.offset;
  for (const query of queries) {
    const offset = sql.indexOf(query, from);
    // In a body between single quotes, theirs are doubled: then it is at the block's own place.
    const isFound = offset !== -1 && offset + query.length <= end;
    if (isFound) from = offset + query.length;
    const statement: Statement = isFound
      ? { ...block, offset, line: lineAt(offset), text: query, tokens: tokenize('postgresql', sql, offset, from) }
      : { ...block, offset: 0, text: query, tokens: tokenize('postgresql', query) };
    const actions = await read(isFound ? sql : query, statement, number);
    operations.push(...stated('postgresql', actions, isFound ? statement : { ...block, text: query }, number));
  }
  return operations;
}
