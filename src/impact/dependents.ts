import type { Dialect } from '../project/dialects.js';
import { columnKey, shownName } from '../sql/built/names.js';
import {
  type BuiltConstraint,
  type BuiltSchema,
  type BuiltTable,
  findColumn,
  referencesTo,
} from '../sql/built/schema.js';
import { mentions, selectsEvery } from './mentions.js';

/** Something in the database that a table or a column is part of, or that refers to it. */
export interface Dependent {
  kind:
    | 'foreign key to it'
    | 'foreign key'
    | 'primary key'
    | 'unique constraint'
    | 'check'
    | 'exclusion constraint'
    | 'index'
    | 'view'
    | 'materialized view'
    | 'generated column'
    | 'policy'
    | 'trigger'
    | 'enum';
  /** As the database names it; `null` where it has no name that is known. */
  name: string | null;
  /** The table that it belongs to, as messages name it; `null` for what belongs to none. */
  table: string | null;
  /** What of it is of interest: `author_id → users.id`, `lower(email)`. */
  detail: string;
}

/** What in the database depends on a table, or on one column of it, as the migrations build it. */
export function dependentsOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  return [
    ...keysTo(schema, table, column),
    ...constraintsOf(schema, table, column),
    ...indexesOf(schema, table, column),
    ...generatedFrom(schema, table, column),
    ...viewsOf(schema, table, column),
    ...objectsOf(schema, table, column),
    ...enumOf(schema, table, column),
  ];
}

function shown({ dialect }: BuiltSchema, { schema, name }: { schema: string | null; name: string }): string {
  return shownName(dialect, schema, name);
}

function has(dialect: Dialect, columns: readonly (string | null)[], column: string | null): boolean {
  if (column === null) return true;
  const key = columnKey(dialect, column);
  return columns.some((name) => name !== null && columnKey(dialect, name) === key);
}

/** A key without columns refers to the primary key. */
function keysTo(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const primary = table.constraints.flatMap((one) => (one.type === 'primary key' ? one.columns : []));
  return referencesTo(schema, table).flatMap(({ table: from, key }): Dependent[] => {
    const columns = key.references.columns.length > 0 ? key.references.columns : primary;
    if (!has(schema.dialect, columns, column)) return [];
    const action = key.onDelete === 'no action' ? '' : `, on delete ${key.onDelete}`;
    const detail = `${key.columns.join(', ')} → ${shown(schema, table)}.${columns.join(', ')}${action}`;
    return [{ kind: 'foreign key to it', name: key.name, table: shown(schema, from), detail }];
  });
}

function constraintsOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const own = shown(schema, table);
  return table.constraints.flatMap((constraint): Dependent[] => {
    const part = partOf(schema, table, constraint, column);
    return part === null ? [] : [{ ...part, name: constraint.name, table: own }];
  });
}

function partOf(
  schema: BuiltSchema,
  table: BuiltTable,
  constraint: BuiltConstraint,
  column: string | null,
): Pick<Dependent, 'kind' | 'detail'> | null {
  const { dialect } = schema;
  switch (constraint.type) {
    case 'foreign key': {
      const { columns, references } = constraint;
      if (!has(dialect, columns, column)) return null;
      const to = shownName(dialect, references.schema, references.table);
      return {
        kind: 'foreign key',
        detail: `${columns.join(', ')} → ${to}${references.columns.map((name) => `.${name}`).join(',')}`,
      };
    }
    case 'check':
      if (column !== null && !mentions(dialect, constraint.expression, column)) return null;
      return { kind: 'check', detail: constraint.expression };
    case 'primary key':
      return has(dialect, constraint.columns, column)
        ? { kind: 'primary key', detail: constraint.columns.join(', ') }
        : null;
    case 'unique':
      return has(dialect, constraint.columns, column)
        ? { kind: 'unique constraint', detail: constraint.columns.join(', ') }
        : null;
    case 'exclude':
      // Its columns are not read: it is the table's, and may be the column's.
      return {
        kind: 'exclusion constraint',
        detail: column === null ? '' : `of ${table.name}, over columns that are not read`,
      };
    default:
      return null;
  }
}

function indexesOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const { dialect } = schema;
  return table.indexes
    .filter(
      ({ columns, parts, where }) =>
        has(dialect, columns, column) ||
        (column !== null && [...parts, where ?? ''].some((text) => mentions(dialect, text, column))),
    )
    .map(({ name, unique, parts, where }) => ({
      kind: 'index',
      name,
      table: shown(schema, table),
      detail: `${unique ? 'unique, ' : ''}${parts.join(', ')}${where === null ? '' : ` where ${where}`}`,
    }));
}

function generatedFrom(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  if (column === null) return [];
  return table.columns.flatMap(({ name, generated }): Dependent[] =>
    generated !== null && mentions(schema.dialect, generated.expression, column)
      ? [{ kind: 'generated column', name, table: shown(schema, table), detail: generated.expression }]
      : [],
  );
}

/** A view that names the table, and for a column also the column, or every column. */
function viewsOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const { dialect, views } = schema;
  return [...views.values()]
    .filter(
      ({ text }) =>
        mentions(dialect, text, table.name) &&
        (column === null || mentions(dialect, text, column) || selectsEvery(dialect, text)),
    )
    .map((view) => ({
      kind: view.isMaterialized ? 'materialized view' : 'view',
      name: shown(schema, view),
      table: null,
      detail: column !== null && !mentions(dialect, view.text, column) ? 'selects every column' : '',
    }));
}

/** What policies and triggers do is not read: those of the table may use the column. */
function objectsOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const detail = column === null ? '' : 'of the table; whether it uses the column is not read';
  const objects = (kind: 'policy' | 'trigger', names: string[]): Dependent[] =>
    names.map((name) => ({ kind, name, table: shown(schema, table), detail }));
  return [...objects('policy', table.policies), ...objects('trigger', table.triggers)];
}

/** The types of its columns that the schema has values for. */
function enumOf(schema: BuiltSchema, table: BuiltTable, column: string | null): Dependent[] {
  const columns = column === null ? table.columns : [findColumn(schema, table, column)].filter((one) => one !== null);
  return columns.flatMap(({ name, type }) =>
    [...schema.enums.values()]
      .filter((one) => mentions(schema.dialect, type, one.name))
      .map(
        (one): Dependent => ({
          kind: 'enum',
          name: shown(schema, one),
          table: null,
          detail: `type of ${name}: ${one.values.join(', ')}`,
        }),
      ),
  );
}
