import { elementType } from '../element-type.js';
import type { Operation } from '../operation.js';
import { tableIdentifier } from '../quote.js';
import { changeTables, moved, without } from './change.js';
import { schemaName, tableKey } from './names.js';
import { type BuiltEnum, type BuiltSchema, type BuiltView, findEnum } from './schema.js';
import { viewsAbove, viewsThatUse, withoutViews } from './views.js';

/** A schema after an operation on an enum, a view or a schema. */
export function applyToObject(schema: BuiltSchema, operation: Operation): BuiltSchema | null {
  const { dialect } = schema;
  const key = (of: { schema: string | null }, name: string): string => tableKey(dialect, of.schema, name);
  switch (operation.kind) {
    case 'create enum': {
      const { name, values } = operation;
      const made: BuiltEnum = { schema: schemaName(dialect, operation.schema), name, values };
      return { ...schema, enums: new Map(schema.enums).set(key(operation, name), made) };
    }
    case 'add enum value':
      return changeEnum(schema, key(operation, operation.name), (values) => withValue(values, operation));
    case 'rename enum value':
      return changeEnum(schema, key(operation, operation.name), (values) =>
        values.map((value) => (value === operation.value ? operation.to : value)),
      );
    case 'rename type': {
      const to = { schema: schemaName(dialect, operation.schema), name: operation.to };
      return moveEnum(schema, key(operation, operation.name), to);
    }
    case 'drop type':
      return { ...schema, enums: without(schema.enums, key(operation, operation.name)) };
    case 'create view':
    case 'create materialized view': {
      const view: BuiltView = {
        schema: schemaName(dialect, operation.schema),
        name: operation.name,
        isMaterialized: operation.kind === 'create materialized view',
        text: operation.text,
      };
      return { ...schema, views: new Map(schema.views).set(key(operation, operation.name), view) };
    }
    case 'rename view':
    case 'rename materialized view':
      return {
        ...schema,
        views: moved(schema.views, key(operation, operation.name), key(operation, operation.to), (view) => ({
          ...view,
          name: operation.to,
        })),
      };
    case 'drop view':
    case 'drop materialized view': {
      const { schema: of, name, cascade } = operation;
      const above = cascade ? viewsAbove(schema, viewsThatUse(schema, { schema: of, table: name })) : [];
      const standing = withoutViews(schema, above);
      return { ...standing, views: without(standing.views, key(operation, name)) };
    }
    case 'set schema':
      return setSchema(schema, operation.object, key(operation, operation.name), operation.to);
    case 'rename schema':
      return renameSchema(schema, operation.name, operation.to);
    case 'drop schema':
      return dropSchema(schema, operation.name);
    default:
      return null;
  }
}

function changeEnum(schema: BuiltSchema, key: string, change: (values: string[]) => string[]): BuiltSchema {
  const old = schema.enums.get(key);
  if (old === undefined) return schema;
  return { ...schema, enums: new Map(schema.enums).set(key, { ...old, values: change(old.values) }) };
}

function withValue(
  values: string[],
  { value, before, after }: { value: string; before: string | null; after: string | null },
): string[] {
  if (values.includes(value)) return values;
  const at = before !== null ? values.indexOf(before) : after !== null ? values.indexOf(after) + 1 : values.length;
  return at < 0 ? [...values, value] : values.toSpliced(at, 0, value);
}

function setSchema(schema: BuiltSchema, object: string, key: string, to: string): BuiltSchema {
  const target = schemaName(schema.dialect, to);
  const name = key.slice(key.indexOf('\0') + 1);
  const newKey = tableKey(schema.dialect, target, name);
  if (object.includes('view')) {
    return { ...schema, views: moved(schema.views, key, newKey, (view) => ({ ...view, schema: target })) };
  }
  return object === 'type' ? moveEnum(schema, key, { schema: target, name }) : schema;
}

/** An enum under another name, which its columns follow: the old name may become that of another type. */
function moveEnum(schema: BuiltSchema, key: string, to: { schema: string | null; name: string }): BuiltSchema {
  const { dialect } = schema;
  const enums = moved(schema.enums, key, tableKey(dialect, to.schema, to.name), (of) => ({ ...of, ...to }));
  const type = tableIdentifier(dialect, { schema: to.schema, table: to.name });
  return changeTables({ ...schema, enums }, (table) => {
    const columns = table.columns.map((column) => {
      const { element, list } = elementType(column.type);
      const old = findEnum(schema, element);
      const isIt = old !== null && tableKey(dialect, old.schema, old.name) === key;
      return isIt ? { ...column, type: `${type}${list}` } : column;
    });
    return columns.some((column, at) => column !== table.columns[at]) ? { ...table, columns } : table;
  });
}

function renameSchema(schema: BuiltSchema, from: string, to: string): BuiltSchema {
  const { dialect } = schema;
  const target = schemaName(dialect, to);
  const source = schemaName(dialect, from);
  const renamed = <Of extends { schema: string | null; name: string }>(map: ReadonlyMap<string, Of>): Map<string, Of> =>
    new Map(
      [...map.values()].map((of) => {
        const now = of.schema === source ? { ...of, schema: target } : of;
        return [tableKey(dialect, now.schema, now.name), now];
      }),
    );
  const all = { ...schema, tables: renamed(schema.tables), views: renamed(schema.views), enums: renamed(schema.enums) };
  return changeTables(all, (table) => ({
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.type === 'foreign key' && schemaName(dialect, constraint.references.schema) === source
        ? { ...constraint, references: { ...constraint.references, schema: target } }
        : constraint,
    ),
  }));
}

function dropSchema(schema: BuiltSchema, name: string): BuiltSchema {
  const source = schemaName(schema.dialect, name);
  const rest = <Of extends { schema: string | null }>(map: ReadonlyMap<string, Of>): Map<string, Of> =>
    new Map([...map].filter(([, of]) => of.schema !== source));
  return { ...schema, tables: rest(schema.tables), views: rest(schema.views), enums: rest(schema.enums) };
}
