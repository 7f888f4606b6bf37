import type { Operation, OperationOf } from '../operation.js';
import { changeTable, changeTables, moved, putTable, without } from './change.js';
import { schemaName, tableKey } from './names.js';
import { type BuiltSchema, type BuiltTable, findTable } from './schema.js';
import { tableOf } from './table-of.js';
import { viewsAbove, viewsThatUse, withoutViews } from './views.js';

/** A schema after an operation on a table as a whole. */
export function applyToTable(schema: BuiltSchema, operation: Operation, tag: string): BuiltSchema | null {
  switch (operation.kind) {
    case 'create table':
      return create(schema, operation, tag);
    case 'drop table':
      return drop(schema, operation);
    case 'rename table':
      return rename(schema, operation, { schema: operation.schema, table: operation.to });
    case 'rebuild table':
      return rebuild(schema, operation, tag);
    case 'attach partition': {
      // Its rows are rows of the whole from then on.
      const partition = findTable(schema, operation.partition);
      const hasRows = partition?.emptySince !== tag;
      return changeTable(schema, operation, (table) => (hasRows ? { ...table, emptySince: null } : table));
    }
    case 'create trigger':
      return changeTable(schema, operation, (table) => ({
        ...table,
        triggers: [...table.triggers.filter((name) => name !== operation.name), operation.name],
      }));
    case 'create policy':
      return changeTable(schema, operation, (table) => ({ ...table, policies: [...table.policies, operation.name] }));
    case 'drop trigger':
    case 'drop policy': {
      const part = operation.kind === 'drop trigger' ? 'triggers' : 'policies';
      return changeTables(schema, (table) =>
        table[part].includes(operation.name) && (operation.table === null || operation.table === table.name)
          ? { ...table, [part]: table[part].filter((name) => name !== operation.name) }
          : table,
      );
    }
    case 'set schema':
      if (operation.object !== 'table') return null;
      return rename(
        schema,
        { schema: operation.schema, table: operation.name },
        { schema: operation.to, table: operation.name },
      );
    default:
      return null;
  }
}

function create(schema: BuiltSchema, operation: OperationOf<'create table'>, tag: string): BuiltSchema {
  if (operation.temporary) return schema;
  if (operation.ifNotExists && findTable(schema, operation) !== null) return schema;
  const { schema: of, table: name, columns, constraints, from } = operation;
  const made = tableOf(schema.dialect, { schema: of, name, columns, constraints, isPartial: from !== null }, tag);
  const table = { ...made, isPartitioned: operation.partitioned === true };
  return putTable(schema, from === 'select' ? { ...table, emptySince: null } : table);
}

function drop(schema: BuiltSchema, operation: OperationOf<'drop table'>): BuiltSchema {
  const { dialect } = schema;
  const key = tableKey(dialect, operation.schema, operation.table);
  const standing = operation.cascade
    ? withoutViews(schema, viewsAbove(schema, viewsThatUse(schema, operation)))
    : schema;
  const rest = { ...standing, tables: without(schema.tables, key) };
  if (dialect !== 'postgresql') return rest;
  return changeTables(rest, (table) => {
    const kept = table.constraints.filter(
      (constraint) =>
        constraint.type !== 'foreign key' ||
        tableKey(dialect, constraint.references.schema, constraint.references.table) !== key,
    );
    return kept.length === table.constraints.length ? table : { ...table, constraints: kept };
  });
}

/** Foreign keys follow, on every engine (SQLite 3.26 and later). */
function rename(
  schema: BuiltSchema,
  from: { schema: string | null; table: string },
  to: { schema: string | null; table: string },
): BuiltSchema {
  const { dialect } = schema;
  const table = findTable(schema, from);
  const key = tableKey(dialect, from.schema, from.table);
  const now = { schema: schemaName(dialect, to.schema), name: to.table };
  if (table === null) {
    // MySQL renames views by RENAME TABLE, and PostgreSQL takes ALTER TABLE for them, too.
    const views = moved(schema.views, key, tableKey(dialect, to.schema, to.table), (view) => ({ ...view, ...now }));
    return { ...schema, views };
  }
  const renamed: BuiltTable = { ...table, ...now };
  const others = { ...schema, tables: without(schema.tables, key) };
  return changeTables(putTable(others, renamed), (other) => ({
    ...other,
    constraints: other.constraints.map((constraint) =>
      constraint.type === 'foreign key' &&
      tableKey(dialect, constraint.references.schema, constraint.references.table) === key
        ? { ...constraint, references: { ...constraint.references, schema: renamed.schema, table: renamed.name } }
        : constraint,
    ),
  }));
}

/** The rows stay; indexes and triggers go with the old table. */
function rebuild(schema: BuiltSchema, operation: OperationOf<'rebuild table'>, tag: string): BuiltSchema {
  const { schema: of, table: name, columns, constraints } = operation;
  const old = findTable(schema, operation);
  const rebuilt = tableOf(schema.dialect, { schema: of, name, columns, constraints, isPartial: false }, tag);
  return putTable(schema, {
    ...rebuilt,
    madeBy: old?.madeBy ?? '',
    emptySince: old === null ? null : old.emptySince,
  });
}
