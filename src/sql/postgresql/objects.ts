import type { DropStmt, Node, ObjectType, RenameStmt } from 'libpg-query';
import type { Action, SchemaObject, TableObject } from '../operation.js';
import { nameParts, onTable, qualified, relationName, tableName } from './names.js';

const schemaObjects: Partial<Record<ObjectType, SchemaObject>> = {
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_EXTENSION: 'extension',
  OBJECT_ROLE: 'role',
};

const tableObjects: Partial<Record<ObjectType, TableObject>> = {
  OBJECT_POLICY: 'policy',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_RULE: 'rule',
};

/** One operation per object; `null` for a kind of object that no operation describes. */
export function drop(statement: DropStmt): Action[] | null {
  const { removeType = 'OBJECT_TABLE', objects = [], missing_ok: ifExists = false } = statement;
  const how = { ifExists, cascade: statement.behavior === 'DROP_CASCADE' };
  const object = schemaObjects[removeType];
  const onTables = tableObjects[removeType];
  const names = objects.map(nameParts);
  if (object !== undefined) return names.map((parts) => ({ kind: `drop ${object}`, ...qualified(parts), ...how }));
  if (onTables !== undefined) return names.map((parts) => ({ kind: `drop ${onTables}`, ...onTable(parts), ...how }));
  if (removeType === 'OBJECT_TABLE' || removeType === 'OBJECT_FOREIGN_TABLE') {
    return names.map((parts) => {
      const { schema, name } = qualified(parts);
      return { kind: 'drop table', schema, table: name, ...how };
    });
  }
  if (removeType !== 'OBJECT_INDEX') return null;
  return names.map((parts) => {
    const { schema, name } = qualified(parts);
    return {
      kind: 'drop index',
      schema,
      table: null,
      index: name,
      concurrently: statement.concurrent === true,
      ...how,
    };
  });
}

export function rename(statement: RenameStmt): Action | null {
  const { renameType = 'OBJECT_TABLE', relationType, relation, object, subname = '', newname: to = '' } = statement;
  const table = tableName(relation);
  const onTables = tableObjects[renameType];
  if (onTables !== undefined) return { kind: `rename ${onTables}`, ...table, name: subname, to };
  const renamed = schemaObjects[renameType];
  if (renamed !== undefined) {
    const parts = nameParts(object);
    const name = relation !== undefined ? relationName(relation) : parts.length > 0 ? qualified(parts) : null;
    return { kind: `rename ${renamed}`, ...(name ?? { schema: null, name: subname }), to };
  }
  switch (renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'rename table', ...table, to };
    case 'OBJECT_COLUMN': {
      const action = `rename column ${subname} to ${to}`;
      if (relationType === 'OBJECT_VIEW') return { kind: 'alter view', ...relationName(relation), action };
      if (relationType === 'OBJECT_MATVIEW') {
        return { kind: 'alter materialized view', ...relationName(relation), action };
      }
      return { kind: 'rename column', ...table, column: subname, to };
    }
    case 'OBJECT_ATTRIBUTE':
      return { kind: 'alter type', ...relationName(relation), action: `rename attribute ${subname} to ${to}` };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'rename constraint', ...table, name: subname, to };
    case 'OBJECT_DOMCONSTRAINT':
      return { kind: 'alter domain', ...qualified(nameParts(object)), action: `rename constraint ${subname} to ${to}` };
    case 'OBJECT_INDEX':
      return { kind: 'rename index', schema: table.schema, table: null, index: table.table, to };
    default:
      return null;
  }
}

/** What a statement calls the kind of an object: `materialized view`. */
export function objectName(type: ObjectType | undefined): string {
  const known = type === undefined ? undefined : (schemaObjects[type] ?? tableObjects[type]);
  if (known !== undefined) return known;
  if (type === 'OBJECT_TABCONSTRAINT') return 'constraint';
  return (type ?? '').slice('OBJECT_'.length).toLowerCase().replaceAll('_', ' ');
}

/** ALTER … SET SCHEMA and ALTER … OWNER TO name their object in one of two ways. */
export function movedObject(relation: Parameters<typeof relationName>[0], object: Node | undefined) {
  return relation === undefined ? qualified(nameParts(object)) : relationName(relation);
}
