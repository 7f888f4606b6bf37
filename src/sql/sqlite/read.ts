import { lineCounter, type Statement, splitStatements } from '../breakpoints.js';
import type { Action, Operation } from '../operation.js';
import { stated, unknown } from '../stated.js';
import { modifyColumn } from './modify-column.js';
import { actionOf } from './operations.js';
import { parseStatement } from './parser.js';
import { type Copy, copyOf, joinRebuilds } from './rebuild.js';
import { sourceOf } from './source.js';

/** What a file of SQLite's SQL does. */
export async function readOperations(sql: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  const copies = new Map<Operation, Copy>();
  for (const [number, statement] of splitStatements('sqlite', sql).entries()) {
    const { actions, copy } = await read(sql, statement);
    const located = stated('sqlite', actions, statement, number);
    const [only] = located;
    if (copy !== null && only !== undefined) copies.set(only, copy);
    operations.push(...located);
  }
  return joinRebuilds(operations, copies);
}

async function read(sql: string, statement: Statement): Promise<{ actions: Action[]; copy: Copy | null }> {
  const parsed = await parseStatement(statement.text);
  if ('message' in parsed) {
    const modified = await modifyColumn(sql, statement);
    if (modified !== null) return { actions: [modified], copy: null };
    const line = lineCounter(statement.text)(parsed.offset) + statement.line - 1;
    return { actions: [{ kind: 'unanalysed', reason: 'syntax', message: parsed.message, line }], copy: null };
  }
  const source = sourceOf(sql, statement);
  const actions = parsed.nodes.map((node) => actionOf(source, node) ?? unknown(statement));
  const [node, ...more] = parsed.nodes;
  const copy = node?.type === 'InsertStmt' && more.length === 0 ? copyOf(source, node) : null;
  return { actions, copy };
}
