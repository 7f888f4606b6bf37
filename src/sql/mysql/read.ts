import { lineCounter, type Statement, splitStatements } from '../breakpoints.js';
import type { Action, Operation } from '../operation.js';
import { stated } from '../stated.js';
import { Cursor } from './cursor.js';
import { actionsOf } from './operations.js';

/** What a file of MySQL's SQL does. */
export async function readOperations(sql: string): Promise<Operation[]> {
  return splitStatements('mysql', sql).flatMap((statement, number) =>
    stated('mysql', read(sql, statement), statement, number),
  );
}

function read(sql: string, statement: Statement): Action[] {
  const unclosed = statement.tokens.find((token) => token.unclosed);
  if (unclosed !== undefined) {
    const line = lineCounter(sql)(unclosed.start);
    return [{ kind: 'unanalysed', reason: 'syntax', message: 'A quotation mark is not closed.', line }];
  }
  const cursor = new Cursor(sql, statement.tokens);
  const actions = actionsOf(cursor);
  if (actions !== null && cursor.isAtEnd) return actions;
  const { next } = cursor;
  const at = next === undefined ? '' : ` at "${sql.slice(next.start, Math.min(next.end, next.start + 40))}"`;
  const message = `Only what drizzle-kit writes for MySQL is known here: this is not${at}.`;
  const line = next === undefined ? statement.line : lineCounter(sql)(next.start);
  return [{ kind: 'unanalysed', reason: 'unknown', message, line }];
}
