import type { DeleteStmt, InsertStmt, MergeStmt, Node, SelectStmt, UpdateStmt, WithClause } from 'libpg-query';
import type { Action } from '../operation.js';
import { afterWord, inParentheses, isWord, splitAtCommas, takeUntil, textOf } from '../token-ranges.js';
import { objectsIn } from '../tree-walk.js';
import { strings, tableName } from './names.js';
import type { Source } from './source.js';

export function insert(source: Source, statement: InsertStmt): Action[] {
  const { relation, cols, selectStmt, withClause } = statement;
  const select = selectStmt !== undefined && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt : undefined;
  const from = select === undefined ? 'defaults' : (select.valuesLists ?? []).length > 0 ? 'values' : 'select';
  return [
    // PostgreSQL takes the WITH of the query for the statement's own.
    ...withRows(source, withClause ?? select?.withClause),
    { kind: 'insert', ...tableName(relation), columns: targets(cols), source: from },
  ];
}

export function update(source: Source, statement: UpdateStmt): Action[] {
  const { relation, targetList, withClause, whereClause } = statement;
  const where = whereClause === undefined ? null : whereText(source);
  return [
    ...withRows(source, withClause),
    { kind: 'update', ...tableName(relation), columns: targets(targetList), where },
  ];
}

export function remove(source: Source, { relation, whereClause, withClause }: DeleteStmt): Action[] {
  const where = whereClause === undefined ? null : whereText(source);
  return [...withRows(source, withClause), { kind: 'delete', ...tableName(relation), where }];
}

export function merge(source: Source, { relation, withClause }: MergeStmt): Action[] {
  return [...withRows(source, withClause), { kind: 'merge', ...tableName(relation) }];
}

/** Functions that a query calls, by name. */
export function select(source: Source, statement: SelectStmt): Action[] {
  const functions = new Set<string>();
  for (const node of objectsIn(statement)) {
    if ('funcname' in node && Array.isArray(node.funcname)) functions.add(strings(node.funcname).join('.'));
  }
  return [...withRows(source, statement.withClause), { kind: 'select', functions: [...functions] }];
}

/** The INSERT, UPDATE and DELETE in the WITH of another statement. */
export function withRows(source: Source, clause: WithClause | undefined): Action[] {
  const parts = splitAtCommas(afterWord(source.statement.tokens, 'with') ?? []);
  return (clause?.ctes ?? []).flatMap((node, at): Action[] => {
    const query = 'CommonTableExpr' in node ? node.CommonTableExpr.ctequery : undefined;
    if (query === undefined) return [];
    const tokens = inParentheses(afterWord(parts[at] ?? [], 'as') ?? []);
    const inner = { ...source, statement: { ...source.statement, tokens } };
    if ('InsertStmt' in query) return insert(inner, query.InsertStmt);
    if ('UpdateStmt' in query) return update(inner, query.UpdateStmt);
    if ('DeleteStmt' in query) return remove(inner, query.DeleteStmt);
    if ('MergeStmt' in query) return merge(inner, query.MergeStmt);
    return [];
  });
}

/** The condition as written. */
function whereText(source: Source): string {
  const tokens = afterWord(source.statement.tokens, 'where') ?? [];
  return textOf(
    source.sql,
    takeUntil(tokens, (token) => isWord(token, 'returning')),
  );
}

function targets(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? []) : []));
}
