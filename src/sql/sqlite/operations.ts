import type { CreateTableStmt, InsertStmt, PragmaStmt, SortedColumn, Stmt } from 'sqlite3-parser';
import type { Action } from '../operation.js';
import { textOf } from '../token-ranges.js';
import { alterTable } from './alter-table.js';
import { columnIn, columnOf, constraintOf } from './columns.js';
import { functionsIn } from './functions.js';
import { names, qualified, tableName } from './names.js';
import type { Source } from './source.js';

/** What one statement does, by its syntax tree; `null` where no operation describes it. */
export function actionOf(source: Source, node: Stmt): Action | null {
  switch (node.type) {
    case 'CreateTableStmt':
      return createTable(source, node);
    case 'CreateVirtualTableStmt': {
      const { tblName, ifNotExists } = node;
      const table = { ...tableName(tblName), ifNotExists, temporary: false };
      return { kind: 'create table', ...table, columns: [], constraints: [], from: 'module' };
    }
    case 'DropTableStmt':
      return { kind: 'drop table', ...tableName(node.tblName), ifExists: node.ifExists, cascade: false };
    case 'AlterTableStmt':
      return alterTable(source, node);
    case 'CreateIndexStmt':
      return {
        kind: 'create index',
        schema: node.idxName.dbName?.text ?? null,
        table: node.tblName.text,
        index: node.idxName.objName.text,
        unique: node.unique,
        concurrently: false,
        ifNotExists: node.ifNotExists,
        method: null,
        parts: node.columns.map((part) => ({ column: columnIn(part.expr), text: partText(source, part) })),
        where: node.whereClause === undefined ? null : source.text(node.whereClause),
      };
    case 'DropIndexStmt': {
      const { schema, name: index } = qualified(node.idxName);
      return {
        kind: 'drop index',
        schema,
        table: null,
        index,
        concurrently: false,
        ifExists: node.ifExists,
        cascade: false,
      };
    }
    case 'CreateViewStmt':
      return { kind: 'create view', ...qualified(node.viewName), orReplace: false, ifNotExists: node.ifNotExists };
    case 'DropViewStmt':
      return { kind: 'drop view', ...qualified(node.viewName), ifExists: node.ifExists, cascade: false };
    case 'CreateTriggerStmt': {
      const { schema, name } = qualified(node.triggerName);
      return { kind: 'create trigger', schema, table: node.tblName.objName.text, name, orReplace: false };
    }
    case 'DropTriggerStmt': {
      const { ifExists, triggerName } = node;
      return { kind: 'drop trigger', ...qualified(triggerName), table: null, ifExists, cascade: false };
    }
    case 'InsertStmt':
      return insert(node);
    case 'UpdateStmt': {
      const columns = node.sets.flatMap(({ colNames }) => names(colNames));
      return { kind: 'update', ...tableName(node.tblName), columns, where: textOrNull(source, node.whereClause) };
    }
    case 'DeleteStmt':
      return { kind: 'delete', ...tableName(node.tblName), where: textOrNull(source, node.whereClause) };
    case 'SelectStmt':
      return { kind: 'select', functions: functionsIn(node) };
    case 'PragmaStmt':
      return pragma(source, node);
    case 'BeginStmt':
      return { kind: 'transaction control', command: 'begin' };
    case 'CommitStmt':
      return { kind: 'transaction control', command: 'commit' };
    case 'RollbackStmt':
      return { kind: 'transaction control', command: node.savepointName === undefined ? 'rollback' : 'rollback to' };
    case 'SavepointStmt':
      return { kind: 'transaction control', command: 'savepoint' };
    case 'ReleaseStmt':
      return { kind: 'transaction control', command: 'release' };
    case 'VacuumStmt':
      return { kind: 'maintenance', command: 'vacuum', concurrently: false, name: null };
    case 'AnalyzeStmt':
      return { kind: 'maintenance', command: 'analyze', concurrently: false, name: null };
    case 'ReindexStmt':
      return { kind: 'maintenance', command: 'reindex', concurrently: false, name: null };
    default:
      return null;
  }
}

function createTable(source: Source, { tblName, ifNotExists, temporary, body }: CreateTableStmt): Action {
  const table = { ...tableName(tblName), ifNotExists, temporary };
  if (body.type === 'AsSelectCreateTableBody') {
    return { kind: 'create table', ...table, columns: [], constraints: [], from: 'select' };
  }
  const columns = body.columns.map((column) => columnOf(source, column));
  const constraints = (body.constraints ?? []).map((constraint) => constraintOf(source, constraint));
  return { kind: 'create table', ...table, columns, constraints, from: null };
}

function insert({ tblName, columns, body }: InsertStmt): Action {
  const isSelect = body.type === 'SelectInsertBody';
  const source = !isSelect ? 'defaults' : body.select.select.type === 'SelectValues' ? 'values' : 'select';
  return { kind: 'insert', ...tableName(tblName), columns: names(columns), source };
}

function pragma(source: Source, { name, body }: PragmaStmt): Action {
  const value = body === undefined ? null : source.text(body.value);
  return { kind: 'pragma', schema: name.dbName?.text ?? null, name: name.objName.text.toLowerCase(), value };
}

function textOrNull(source: Source, node: Parameters<Source['text']>[0]): string | null {
  return node === undefined ? null : source.text(node);
}

/** The tree's place of such a part begins where the list does (sqlite3-parser 0.7.1): only its end is right. */
function partText(source: Source, part: SortedColumn): string {
  const { statement } = source;
  const start = statement.offset + part.expr.span.offset;
  const end = statement.offset + part.span.offset + part.span.length;
  const tokens = statement.tokens.filter((token) => token.start >= start && token.end <= end);
  return textOf(source.sql, tokens);
}
