import type { CopyStmt, Node } from 'libpg-query';
import type { Action } from '../operation.js';
import { inParentheses } from '../token-ranges.js';
import { alterTable } from './alter-table.js';
import { tableElements } from './columns.js';
import { definitionActions } from './definitions.js';
import { createIndex } from './indexes.js';
import { nameParts, relationName, strings, tableName } from './names.js';
import { drop, movedObject, objectName, rename } from './objects.js';
import { insert, merge, remove, select, update, withRows } from './rows.js';
import { sessionAction } from './session.js';
import type { Source } from './source.js';

/** What one statement does, by its syntax tree; `null` where no operation describes it. DO blocks are not for here. */
export function actionsOf(source: Source, node: Node): Action[] | null {
  const session = sessionAction(source, node);
  if (session !== null) return [session];
  return tableActions(source, node) ?? rowActions(source, node) ?? definitionActions(source, node) ?? others(node);
}

function tableActions(source: Source, node: Node): Action[] | null {
  if ('CreateStmt' in node || 'CreateForeignTableStmt' in node) {
    const statement = 'CreateStmt' in node ? node.CreateStmt : node.CreateForeignTableStmt.base;
    const { relation, tableElts, inhRelations, partbound, partspec, ofTypename, if_not_exists } = statement ?? {};
    const hasLike = (tableElts ?? []).some((element) => 'TableLikeClause' in element);
    const isChild = (inhRelations ?? []).length > 0;
    const from = partbound ? 'partition' : isChild ? 'parent' : ofTypename ? 'type' : hasLike ? 'like' : null;
    return [
      {
        kind: 'create table',
        ...tableName(relation),
        ifNotExists: if_not_exists === true,
        temporary: relation?.relpersistence === 't',
        ...tableElements(source, tableElts),
        from,
        ...(partspec === undefined ? {} : { partitioned: true }),
      },
    ];
  }
  if ('CreateTableAsStmt' in node) {
    const { into, objtype, query, if_not_exists: ifNotExists = false } = node.CreateTableAsStmt;
    if (objtype === 'OBJECT_MATVIEW') {
      return [{ kind: 'create materialized view', ...relationName(into?.rel), orReplace: false, ifNotExists }];
    }
    const rows = query !== undefined && 'SelectStmt' in query ? withRows(source, query.SelectStmt.withClause) : [];
    return [...rows, fromSelect(into?.rel, ifNotExists)];
  }
  if ('AlterTableStmt' in node) return alterTable(source, node.AlterTableStmt);
  if ('DropStmt' in node) return drop(node.DropStmt);
  if ('RenameStmt' in node) {
    const action = rename(node.RenameStmt);
    return action === null ? null : [action];
  }
  if ('IndexStmt' in node) return [createIndex(source, node.IndexStmt)];
  if ('TruncateStmt' in node) {
    const { relations = [], restart_seqs: restartIdentity = false, behavior } = node.TruncateStmt;
    return relations.map((relation) => ({
      kind: 'truncate',
      ...tableName('RangeVar' in relation ? relation.RangeVar : undefined),
      cascade: behavior === 'DROP_CASCADE',
      restartIdentity,
    }));
  }
  return null;
}

function fromSelect(relation: Parameters<typeof tableName>[0], ifNotExists: boolean): Action {
  const temporary = relation?.relpersistence === 't';
  const table = tableName(relation);
  return { kind: 'create table', ...table, ifNotExists, temporary, columns: [], constraints: [], from: 'select' };
}

function rowActions(source: Source, node: Node): Action[] | null {
  if ('InsertStmt' in node) return insert(source, node.InsertStmt);
  if ('UpdateStmt' in node) return update(source, node.UpdateStmt);
  if ('DeleteStmt' in node) return remove(source, node.DeleteStmt);
  if ('MergeStmt' in node) return merge(source, node.MergeStmt);
  if ('SelectStmt' in node) {
    const into = node.SelectStmt.intoClause?.rel;
    return [...select(source, node.SelectStmt), ...(into === undefined ? [] : [fromSelect(into, false)])];
  }
  if ('CopyStmt' in node) return copy(source, node.CopyStmt);
  return null;
}

/** COPY … TO may change rows by the query that it writes down: `COPY (DELETE … RETURNING *) TO`. */
function copy(source: Source, { relation, query, attlist, is_from, is_program }: CopyStmt): Action[] | null {
  if (is_program === true) return null;
  if (is_from === true) {
    return [{ kind: 'insert', ...tableName(relation), columns: strings(attlist), source: 'file' }];
  }
  if (query === undefined) return [{ kind: 'select', functions: [] }];
  const { statement } = source;
  return rowActions({ ...source, statement: { ...statement, tokens: inParentheses(statement.tokens) } }, query);
}

function others(node: Node): Action[] | null {
  if ('CommentStmt' in node) {
    const { objtype, object, comment } = node.CommentStmt;
    return [
      { kind: 'comment', object: objectName(objtype), name: nameParts(object).join('.'), comment: comment || null },
    ];
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, object, newschema: to = '' } = node.AlterObjectSchemaStmt;
    return [{ kind: 'set schema', object: objectName(objectType), ...movedObject(relation, object), to }];
  }
  if ('AlterOwnerStmt' in node) {
    const { objectType, relation, object, newowner } = node.AlterOwnerStmt;
    const to = newowner?.rolename ?? '';
    return [{ kind: 'change owner', object: objectName(objectType), ...movedObject(relation, object), to }];
  }
  if ('GrantStmt' in node) {
    const { is_grant, objtype, objects = [] } = node.GrantStmt;
    const names = objects.map((object) => nameParts(object).join('.'));
    return [{ kind: is_grant === true ? 'grant' : 'revoke', object: objectName(objtype), names }];
  }
  if ('GrantRoleStmt' in node) {
    const { is_grant, granted_roles = [] } = node.GrantRoleStmt;
    const names = granted_roles.flatMap((role) => ('AccessPriv' in role ? (role.AccessPriv.priv_name ?? []) : []));
    return [{ kind: is_grant === true ? 'grant' : 'revoke', object: 'role', names }];
  }
  if ('AlterDefaultPrivilegesStmt' in node) {
    const { is_grant } = node.AlterDefaultPrivilegesStmt.action ?? {};
    return [{ kind: is_grant === true ? 'grant' : 'revoke', object: 'default privileges', names: [] }];
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent = false } = node.RefreshMatViewStmt;
    return [{ kind: 'refresh materialized view', ...relationName(relation), concurrently: concurrent }];
  }
  return null;
}
