import type { Dialect } from '../../project/dialects.js';
import type { OfTable, Operation, OperationOf } from '../operation.js';
import type { Column, Constraint } from '../table-parts.js';
import { changeTable, changeTables } from './change.js';
import { columnKey, tableKey } from './names.js';
import { type BuiltSchema, type BuiltTable, findColumn, findTable } from './schema.js';
import { builtColumn, withConstraint } from './table-of.js';
import { viewsAbove, viewsThatUseColumn, withoutViews } from './views.js';

/** A schema after an operation on one column. */
export function applyToColumn(schema: BuiltSchema, operation: Operation): BuiltSchema | null {
  switch (operation.kind) {
    case 'add column':
      return add(schema, operation);
    case 'drop column':
      return drop(schema, operation);
    case 'rename column':
      return rename(schema, operation);
    case 'alter column type':
      return change(schema, operation, { type: operation.type });
    case 'modify column':
      return modify(schema, operation);
    case 'set default':
      return change(schema, operation, { default: operation.default, ...withoutSerial(schema) });
    case 'drop default':
      return change(schema, operation, { default: null, ...withoutSerial(schema) });
    case 'set not null':
      return change(schema, operation, { notNull: true });
    case 'drop not null':
      return change(schema, operation, { notNull: false });
    case 'add identity':
      return change(schema, operation, { identity: operation.always ? 'always' : 'by default' });
    case 'drop identity':
      return change(schema, operation, { identity: null });
    case 'drop expression':
      return change(schema, operation, { generated: null });
    case 'set expression':
      return change(schema, operation, { generated: { expression: operation.expression, stored: true } });
    case 'set identity':
    case 'alter column':
      return schema;
    default:
      return null;
  }
}

/** What counts a serial of PostgreSQL is its default; MySQL's AUTO_INCREMENT is none. */
function withoutSerial({ dialect }: BuiltSchema): Partial<Column> {
  return dialect === 'postgresql' ? { autoIncrement: false } : {};
}

function change(schema: BuiltSchema, operation: OfTable & { column: string }, to: Partial<Column>): BuiltSchema {
  const key = columnKey(schema.dialect, operation.column);
  return changeTable(schema, operation, (table) => ({
    ...table,
    columns: table.columns.map((column) =>
      columnKey(schema.dialect, column.name) === key ? { ...column, ...to } : column,
    ),
  }));
}

function add(schema: BuiltSchema, operation: OperationOf<'add column'>): BuiltSchema {
  const { dialect } = schema;
  const { definition, column, ifNotExists } = operation;
  if (ifNotExists && findColumn(schema, findTable(schema, operation), column) !== null) return schema;
  return changeTable(schema, operation, (table) =>
    definition.constraints.reduce((grown, constraint) => withConstraint(dialect, grown, constraint), {
      ...table,
      columns: [...table.columns, builtColumn(dialect, definition)],
    }),
  );
}

/** A column takes along what is made of it; MySQL leaves the rest of an index over several. */
function drop(schema: BuiltSchema, operation: OperationOf<'drop column'>): BuiltSchema {
  const { dialect } = schema;
  const key = columnKey(dialect, operation.column);
  const has = (columns: readonly (string | null)[]): boolean =>
    columns.some((name) => name !== null && columnKey(dialect, name) === key);
  const views = operation.cascade ? viewsAbove(schema, viewsThatUseColumn(schema, operation, operation.column)) : [];
  const dropped = changeTable(withoutViews(schema, views), operation, (table) => ({
    ...table,
    columns: table.columns.filter(({ name }) => columnKey(dialect, name) !== key),
    constraints: table.constraints.filter((constraint) => !('columns' in constraint && has(constraint.columns))),
    indexes: table.indexes.flatMap((index) => {
      if (!has(index.columns)) return [index];
      const rest = index.columns.filter((name) => name === null || columnKey(dialect, name) !== key);
      return dialect === 'mysql' && rest.length > 0 ? [{ ...index, columns: rest }] : [];
    }),
  }));
  const to = tableKey(dialect, operation.schema, operation.table);
  return dialect === 'postgresql' ? changeTables(dropped, (table) => withoutKeysTo(table, to, dialect, has)) : dropped;
}

function withoutKeysTo(
  table: BuiltTable,
  to: string,
  dialect: Dialect,
  has: (columns: readonly string[]) => boolean,
): BuiltTable {
  const kept = table.constraints.filter(
    (constraint) =>
      constraint.type !== 'foreign key' ||
      tableKey(dialect, constraint.references.schema, constraint.references.table) !== to ||
      !has(constraint.references.columns),
  );
  return kept.length === table.constraints.length ? table : { ...table, constraints: kept };
}

function rename(schema: BuiltSchema, operation: OperationOf<'rename column'>): BuiltSchema {
  const { dialect } = schema;
  const { column: from, to } = operation;
  const key = columnKey(dialect, from);
  const named = (name: string): string => (columnKey(dialect, name) === key ? to : name);
  const own = tableKey(dialect, operation.schema, operation.table);
  return changeTables(schema, (table) => {
    const isOwn = tableKey(dialect, table.schema, table.name) === own;
    const constraints = table.constraints.map((constraint) => renamedIn(constraint, isOwn, own, named, dialect));
    if (!isOwn) return { ...table, constraints };
    return {
      ...table,
      constraints,
      columns: table.columns.map((column) => ({ ...column, name: named(column.name) })),
      indexes: table.indexes.map((index) => ({
        ...index,
        columns: index.columns.map((name) => name && named(name)),
      })),
    };
  });
}

function renamedIn(
  constraint: Constraint,
  isOwn: boolean,
  own: string,
  named: (name: string) => string,
  dialect: Dialect,
): Constraint {
  const changed =
    isOwn && 'columns' in constraint ? { ...constraint, columns: constraint.columns.map(named) } : constraint;
  if (changed.type !== 'foreign key') return changed;
  const { references } = changed;
  if (tableKey(dialect, references.schema, references.table) !== own) return changed;
  return { ...changed, references: { ...references, columns: references.columns.map(named) } };
}

/** MySQL's MODIFY and CHANGE define the column anew; its keys stay, and follow its name. */
function modify(schema: BuiltSchema, operation: OperationOf<'modify column'>): BuiltSchema {
  const { column, definition } = operation;
  const renamed =
    definition.name === column ? schema : rename(schema, { ...operation, kind: 'rename column', to: definition.name });
  const after = change(renamed, { ...operation, column: definition.name }, { ...definition, constraints: [] });
  return changeTable(after, operation, (table) =>
    definition.constraints.reduce((grown, constraint) => withConstraint(schema.dialect, grown, constraint), table),
  );
}
