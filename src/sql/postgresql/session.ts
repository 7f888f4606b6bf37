import type { Node, RangeVar, VariableSetStmt } from 'libpg-query';
import type { Action } from '../operation.js';
import { isSymbol, isWord, takeUntil, textOf } from '../token-ranges.js';
import { relationName, strings, tableNames } from './names.js';
import type { Source } from './source.js';

/** What changes the session and the server, but neither schema nor rows; `null` for anything else. */
export function sessionAction(source: Source, node: Node): Action | null {
  if ('TransactionStmt' in node) {
    const command = (node.TransactionStmt.kind ?? '').slice('TRANS_STMT_'.length).toLowerCase().replaceAll('_', ' ');
    return { kind: 'transaction control', command };
  }
  if ('VariableSetStmt' in node) return setting(source, node.VariableSetStmt);
  if ('ConstraintsSetStmt' in node) {
    const value = node.ConstraintsSetStmt.deferred === true ? 'deferred' : 'immediate';
    return { kind: 'set', name: 'constraints', value, local: true };
  }
  if ('LockStmt' in node) {
    const words = source.statement.tokens;
    const mode = words.findIndex((token) => isWord(token, 'in'));
    const text = mode === -1 ? [] : takeUntil(words.slice(mode + 1), (token) => isWord(token, 'mode'));
    return { kind: 'lock', tables: tableNames(node.LockStmt.relations), mode: textOf(source.sql, text) || null };
  }
  if ('VacuumStmt' in node) {
    const { is_vacuumcmd, options = [], rels = [] } = node.VacuumStmt;
    const vacuum = options.some(isFull) ? 'vacuum full' : 'vacuum';
    const names = rels.flatMap((rel) => ('VacuumRelation' in rel ? [onlyName(rel.VacuumRelation.relation)] : []));
    return {
      kind: 'maintenance',
      command: is_vacuumcmd === true ? vacuum : 'analyze',
      concurrently: false,
      name: names.length === 1 ? (names[0] ?? null) : null,
    };
  }
  if ('ReindexStmt' in node) {
    const { params = [], relation, name } = node.ReindexStmt;
    const options = params.map((param) => ('DefElem' in param ? param.DefElem.defname : ''));
    return {
      kind: 'maintenance',
      command: 'reindex',
      concurrently: options.includes('concurrently'),
      name: relation === undefined ? (name ?? null) : onlyName(relation),
    };
  }
  if ('ClusterStmt' in node) {
    return { kind: 'maintenance', command: 'cluster', concurrently: false, name: onlyName(node.ClusterStmt.relation) };
  }
  if ('CheckPointStmt' in node) return { kind: 'maintenance', command: 'checkpoint', concurrently: false, name: null };
  if ('CallStmt' in node) {
    const parts = strings(node.CallStmt.funccall?.funcname);
    return { kind: 'call', schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
  }
  return null;
}

/** FULL, if it is not FULL FALSE. */
function isFull(option: Node): boolean {
  if (!('DefElem' in option) || option.DefElem.defname !== 'full') return false;
  const { arg } = option.DefElem;
  return !(arg !== undefined && 'String' in arg && ['false', 'off', '0'].includes(arg.String.sval ?? ''));
}

function onlyName(relation: RangeVar | undefined): string | null {
  const { schema, name } = relationName(relation);
  return name === '' ? null : schema === null ? name : `${schema}.${name}`;
}

function setting(source: Source, { kind, name, is_local: local = false }: VariableSetStmt): Action {
  const { tokens } = source.statement;
  const isValue = kind === 'VAR_SET_VALUE' || kind === 'VAR_SET_MULTI';
  // SET search_path TO a, b; SET search_path = a, b; SET TIME ZONE 'UTC'.
  const equals = tokens.findIndex((token) => isWord(token, 'to') || isSymbol(token, '='));
  const value = isValue ? textOf(source.sql, tokens.slice(equals === -1 ? 3 : equals + 1)) : null;
  return { kind: 'set', name: name ?? 'all', value, local };
}
