import type { Node } from 'libpg-query';
import type { Action, SchemaObject } from '../operation.js';
import { textOf } from '../token-ranges.js';
import { qualified, relationName, strings, tableName } from './names.js';
import { actionsOf } from './operations.js';
import type { Source } from './source.js';

/** CREATE and ALTER of what is neither table nor index; `null` for anything else. */
export function definitionActions(source: Source, node: Node): Action[] | null {
  const types = typeAction(source, node);
  if (types !== null) return [types];
  const routine = routineAction(source, node);
  if (routine !== null) return [routine];
  const onTables = tableObjectAction(source, node);
  if (onTables !== null) return [onTables];
  if ('CreateSchemaStmt' in node) {
    const { schemaname = '', authrole, if_not_exists, schemaElts = [] } = node.CreateSchemaStmt;
    const name = schemaname || (authrole?.rolename ?? '');
    const inner = schemaElts.map((element) => actionsOf(source, element));
    if (inner.includes(null)) return null;
    return [created('schema', { schema: null, name }, if_not_exists), ...inner.flatMap((actions) => actions ?? [])];
  }
  if ('DropRoleStmt' in node) {
    const { roles = [], missing_ok: ifExists = false } = node.DropRoleStmt;
    return roles.map((role) => {
      const name = 'RoleSpec' in role ? (role.RoleSpec.rolename ?? '') : '';
      return { kind: 'drop role', schema: null, name, ifExists, cascade: false };
    });
  }
  const other = otherAction(source, node);
  return other === null ? null : [other];
}

function created<Kind extends SchemaObject>(
  object: Kind,
  name: { schema: string | null; name: string },
  ifNotExists: boolean | undefined,
  orReplace = false,
) {
  return { kind: `create ${object}` as const, ...name, orReplace, ifNotExists: ifNotExists === true };
}

/** The whole statement: what an ALTER does is not told by its tree in words. */
function whole(source: Source): string {
  return textOf(source.sql, source.statement.tokens);
}

function typeAction(source: Source, node: Node): Action | null {
  if ('CreateEnumStmt' in node) {
    const { typeName, vals } = node.CreateEnumStmt;
    return { kind: 'create enum', ...qualified(strings(typeName)), values: strings(vals) };
  }
  if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal = '', newValNeighbor, newValIsAfter, skipIfNewValExists } = node.AlterEnumStmt;
    const name = qualified(strings(typeName));
    if (oldVal !== undefined) return { kind: 'rename enum value', ...name, value: oldVal, to: newVal };
    return {
      kind: 'add enum value',
      ...name,
      value: newVal,
      ifNotExists: skipIfNewValExists === true,
      before: newValIsAfter === true ? null : (newValNeighbor ?? null),
      after: newValIsAfter === true ? (newValNeighbor ?? null) : null,
    };
  }
  if ('CompositeTypeStmt' in node) return created('type', relationName(node.CompositeTypeStmt.typevar), false);
  if ('CreateRangeStmt' in node) return created('type', qualified(strings(node.CreateRangeStmt.typeName)), false);
  if ('CreateDomainStmt' in node) return created('domain', qualified(strings(node.CreateDomainStmt.domainname)), false);
  if ('AlterTypeStmt' in node) {
    return { kind: 'alter type', ...qualified(strings(node.AlterTypeStmt.typeName)), action: whole(source) };
  }
  if ('AlterDomainStmt' in node) {
    return { kind: 'alter domain', ...qualified(strings(node.AlterDomainStmt.typeName)), action: whole(source) };
  }
  if ('DefineStmt' in node) {
    const { kind, defnames, if_not_exists, replace } = node.DefineStmt;
    const name = qualified(strings(defnames));
    if (kind === 'OBJECT_TYPE') return created('type', name, if_not_exists);
    if (kind === 'OBJECT_AGGREGATE') return created('function', name, if_not_exists, replace);
  }
  return null;
}

function routineAction(source: Source, node: Node): Action | null {
  if ('CreateFunctionStmt' in node) {
    const { is_procedure, funcname, replace } = node.CreateFunctionStmt;
    const name = qualified(strings(funcname));
    return is_procedure === true
      ? created('procedure', name, false, replace)
      : created('function', name, false, replace);
  }
  if ('AlterFunctionStmt' in node) {
    const { objtype, func } = node.AlterFunctionStmt;
    const name = qualified(strings(func?.objname));
    const kind = objtype === 'OBJECT_PROCEDURE' ? 'alter procedure' : 'alter function';
    return { kind, ...name, action: whole(source) };
  }
  return null;
}

function tableObjectAction(source: Source, node: Node): Action | null {
  if ('CreatePolicyStmt' in node) {
    const { table, policy_name: name = '' } = node.CreatePolicyStmt;
    return { kind: 'create policy', ...tableName(table), name, orReplace: false };
  }
  if ('AlterPolicyStmt' in node) {
    const { table, policy_name: name = '' } = node.AlterPolicyStmt;
    return { kind: 'alter policy', ...tableName(table), name, action: whole(source) };
  }
  if ('CreateTrigStmt' in node) {
    const { relation, trigname: name = '', replace } = node.CreateTrigStmt;
    return { kind: 'create trigger', ...tableName(relation), name, orReplace: replace === true };
  }
  if ('RuleStmt' in node) {
    const { relation, rulename: name = '', replace } = node.RuleStmt;
    return { kind: 'create rule', ...tableName(relation), name, orReplace: replace === true };
  }
  return null;
}

function otherAction(source: Source, node: Node): Action | null {
  if ('CreateSeqStmt' in node) {
    return created('sequence', relationName(node.CreateSeqStmt.sequence), node.CreateSeqStmt.if_not_exists);
  }
  if ('AlterSeqStmt' in node) {
    return { kind: 'alter sequence', ...relationName(node.AlterSeqStmt.sequence), action: whole(source) };
  }
  if ('ViewStmt' in node) return created('view', relationName(node.ViewStmt.view), false, node.ViewStmt.replace);
  if ('CreateExtensionStmt' in node) {
    const { extname: name = '', if_not_exists } = node.CreateExtensionStmt;
    return created('extension', { schema: null, name }, if_not_exists);
  }
  if ('AlterExtensionStmt' in node) {
    const { extname: name = '' } = node.AlterExtensionStmt;
    return { kind: 'alter extension', schema: null, name, action: whole(source) };
  }
  if ('CreateRoleStmt' in node) {
    return created('role', { schema: null, name: node.CreateRoleStmt.role ?? '' }, false);
  }
  if ('AlterRoleStmt' in node || 'AlterRoleSetStmt' in node) {
    const { role } = 'AlterRoleStmt' in node ? node.AlterRoleStmt : node.AlterRoleSetStmt;
    return { kind: 'alter role', schema: null, name: role?.rolename ?? 'all', action: whole(source) };
  }
  return null;
}
