import type { AlterTableStmt } from 'sqlite3-parser';
import type { Action } from '../operation.js';
import { columnOf, constraintOf } from './columns.js';
import { tableName } from './names.js';
import type { Source } from './source.js';

export function alterTable(source: Source, { tblName, body }: AlterTableStmt): Action {
  const table = tableName(tblName);
  const dropping = { ifExists: false, cascade: false };
  switch (body.type) {
    case 'RenameToAlterTableBody':
      return { kind: 'rename table', ...table, to: body.name.text };
    case 'AddColumnAlterTableBody': {
      const definition = columnOf(source, body.column);
      return { kind: 'add column', ...table, column: definition.name, definition, ifNotExists: false };
    }
    case 'DropColumnAlterTableBody':
      return { kind: 'drop column', ...table, column: body.column.text, ...dropping };
    case 'RenameColumnAlterTableBody':
      return { kind: 'rename column', ...table, column: body.old.text, to: body.new.text };
    case 'SetColumnNotNullAlterTableBody':
      return { kind: 'set not null', ...table, column: body.column.text };
    case 'DropColumnNotNullAlterTableBody':
      return { kind: 'drop not null', ...table, column: body.column.text };
    case 'AddConstraintAlterTableBody':
      return { kind: 'add constraint', ...table, constraint: constraintOf(source, body.constraint) };
    case 'DropConstraintAlterTableBody':
      return { kind: 'drop constraint', ...table, name: body.name.text, type: null, ...dropping };
  }
}
