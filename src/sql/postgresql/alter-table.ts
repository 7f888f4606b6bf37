import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { Action, TableName } from '../operation.js';
import { afterWord, isWord, splitAtCommas, takeUntil, textOf } from '../token-ranges.js';
import type { Token } from '../tokens.js';
import { columnOf, constraintOf, typeText } from './columns.js';
import { relationName, strings, tableName } from './names.js';
import { afterTable, type Source } from './source.js';

/** One operation per part of ALTER TABLE. Its parts have no place in the tree: they are told by their commas. */
export function alterTable(source: Source, { relation, cmds = [], objtype }: AlterTableStmt): Action[] {
  const parts = splitAtCommas(afterTable(source, relation));
  return cmds.flatMap((node, at) => {
    if (!('AlterTableCmd' in node)) return [];
    const part = parts[at] ?? [];
    const command = node.AlterTableCmd;
    if (command.subtype === 'AT_ChangeOwner') {
      const object = (objtype ?? '').slice('OBJECT_'.length).toLowerCase().replace('matview', 'materialized view');
      return [{ kind: 'change owner', object, ...relationName(relation), to: command.newowner?.rolename ?? '' }];
    }
    const action = textOf(source.sql, part);
    switch (objtype) {
      case 'OBJECT_INDEX':
        return [{ kind: 'alter index', schema: relation?.schemaname ?? null, index: relation?.relname ?? '', action }];
      case 'OBJECT_SEQUENCE':
        return [{ kind: 'alter sequence', ...relationName(relation), action }];
      case 'OBJECT_VIEW':
        return [{ kind: 'alter view', ...relationName(relation), action }];
      case 'OBJECT_MATVIEW':
        return [{ kind: 'alter materialized view', ...relationName(relation), action }];
      case 'OBJECT_TYPE':
        return [{ kind: 'alter type', ...relationName(relation), action }];
      default:
        return [partOf(source, tableName(relation), command, part)];
    }
  });
}

function partOf(source: Source, table: TableName, command: AlterTableCmd, tokens: Token[]): Action {
  const { subtype, def, name = '', missing_ok: ifExists = false } = command;
  const cascade = command.behavior === 'DROP_CASCADE';
  const column = { ...table, column: name };
  const action = textOf(source.sql, tokens);
  switch (subtype) {
    case 'AT_AddColumn': {
      if (def === undefined || !('ColumnDef' in def)) break;
      const definition = columnOf(source, def.ColumnDef);
      return { kind: 'add column', ...table, column: definition.name, definition, ifNotExists: ifExists };
    }
    case 'AT_DropColumn':
      return { kind: 'drop column', ...column, ifExists, cascade };
    case 'AT_AlterColumnType': {
      if (def === undefined || !('ColumnDef' in def)) break;
      const { typeName, collClause } = def.ColumnDef;
      const using = afterWord(tokens, 'using');
      return {
        kind: 'alter column type',
        ...column,
        type: typeText(source, typeName?.location),
        using: using === null ? null : textOf(source.sql, using),
        collation: strings(collClause?.collname).join('.') || null,
      };
    }
    case 'AT_ColumnDefault':
      if (def === undefined) return { kind: 'drop default', ...column };
      return { kind: 'set default', ...column, default: textOf(source.sql, afterWord(tokens, 'default') ?? []) };
    case 'AT_SetNotNull':
      return { kind: 'set not null', ...column };
    case 'AT_DropNotNull':
      return { kind: 'drop not null', ...column };
    case 'AT_AddIdentity': {
      const always = takeUntil(tokens, (token) => isWord(token, 'as')).some((token) => isWord(token, 'always'));
      return { kind: 'add identity', ...column, always };
    }
    case 'AT_SetIdentity':
      return { kind: 'set identity', ...column };
    case 'AT_DropIdentity':
      return { kind: 'drop identity', ...column, ifExists };
    case 'AT_DropExpression':
      return { kind: 'drop expression', ...column, ifExists };
    case 'AT_SetExpression':
      return { kind: 'set expression', ...column, expression: textOf(source.sql, afterWord(tokens, 'as') ?? []) };
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
    case 'AT_AlterColumnGenericOptions':
      return { kind: 'alter column', ...column, action };
    case 'AT_AddConstraint': {
      if (def === undefined || !('Constraint' in def)) break;
      const constraint = constraintOf(source, def.Constraint);
      if (constraint === null) break;
      return { kind: 'add constraint', ...table, constraint };
    }
    case 'AT_DropConstraint':
      return { kind: 'drop constraint', ...table, name, type: null, ifExists, cascade };
    case 'AT_ValidateConstraint':
      return { kind: 'validate constraint', ...table, name };
    case 'AT_AlterConstraint': {
      const named = def !== undefined && 'ATAlterConstraint' in def ? def.ATAlterConstraint.conname : undefined;
      return { kind: 'alter constraint', ...table, name: named ?? name };
    }
    case 'AT_EnableRowSecurity':
      return { kind: 'row level security', ...table, state: 'enable' };
    case 'AT_DisableRowSecurity':
      return { kind: 'row level security', ...table, state: 'disable' };
    case 'AT_ForceRowSecurity':
      return { kind: 'row level security', ...table, state: 'force' };
    case 'AT_NoForceRowSecurity':
      return { kind: 'row level security', ...table, state: 'no force' };
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      if (def === undefined || !('PartitionCmd' in def)) break;
      const kind = subtype === 'AT_AttachPartition' ? 'attach partition' : 'detach partition';
      const { name: partition, concurrent = false } = def.PartitionCmd;
      return { kind, ...table, partition: tableName(partition), concurrently: concurrent };
    }
    default:
  }
  return { kind: 'alter table', ...table, action };
}
