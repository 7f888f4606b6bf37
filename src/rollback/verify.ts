import type { CatalogObject } from '../database/catalog.js';
import type { Dialect } from '../project/dialects.js';
import type { Operation } from '../sql/operation.js';

/** A query that shows that a part of the schema is as it was, and what it then answers. */
export interface VerifyQuery {
  query: string;
  expected: string;
}

type Named = Pick<CatalogObject, 'kind' | 'schema' | 'table' | 'name'>;

/** What a migration changed: an object that was there before and is missing, one that was not, or a fact of one. */
export type Change = { object: Named } & (
  | { kind: 'missing' | 'unexpected' }
  | { kind: 'changed'; fact: string; from: unknown }
);

const most = 8;

/**
 * Queries that a person runs after the down, for what the migration had changed: tables, columns, indexes, constraints
 * and enums; the first eight.
 *
 * @param changes how the schema after the migration differs from the one before.
 */
export function verifyQueries(dialect: Dialect, changes: Change[]): VerifyQuery[] {
  const whole = new Set(
    changes.flatMap(({ object, kind }) => (kind !== 'changed' && object.kind === 'table' ? [object.name] : [])),
  );
  const queries = changes.flatMap((change) => {
    // The table says it all.
    if (change.object.table !== null && whole.has(change.object.table)) return [];
    const query = existence[dialect](change.object);
    if (query === null || change.kind === 'changed') return [];
    return [{ query, expected: change.kind === 'missing' ? '1' : '0' }];
  });
  const types = changes.flatMap((change) => {
    if (change.kind !== 'changed' || change.object.kind !== 'column' || change.fact !== 'type') return [];
    const query = typeQuery[dialect](change.object);
    return [{ query, expected: String(change.from) }];
  });
  return [...queries, ...types].slice(0, most);
}

/** What operations say that they make and drop, where no catalog shows it. */
export function changesIn(operations: Operation[]): Change[] {
  return operations.flatMap((operation): Change[] => {
    const change = (kind: Change['kind'] & ('missing' | 'unexpected'), object: Named): Change[] => [{ kind, object }];
    switch (operation.kind) {
      case 'create table':
      case 'drop table': {
        const { schema, table: name } = operation;
        const kind = operation.kind === 'create table' ? 'unexpected' : 'missing';
        return change(kind, { kind: 'table', schema, table: null, name });
      }
      case 'add column':
      case 'drop column': {
        const { schema, table, column: name } = operation;
        return change(operation.kind === 'add column' ? 'unexpected' : 'missing', {
          kind: 'column',
          schema,
          table,
          name,
        });
      }
      case 'create index':
      case 'drop index': {
        const { schema, table, index: name } = operation;
        if (name === null) return [];
        return change(operation.kind === 'create index' ? 'unexpected' : 'missing', {
          kind: 'index',
          schema,
          table,
          name,
        });
      }
      default:
        return [];
    }
  });
}

type Query = (object: Named) => string;

const existence: Record<Dialect, (object: Named) => string | null> = {
  postgresql(object) {
    const inSchema = `schemaname = ${text(object.schema ?? 'public')}`;
    switch (object.kind) {
      case 'table':
        return `SELECT count(*) FROM pg_tables WHERE ${inSchema} AND tablename = ${text(object.name)}`;
      case 'column':
        return `SELECT count(*) FROM information_schema.columns WHERE ${columnOf(object, object.schema ?? 'public')}`;
      case 'index':
        return `SELECT count(*) FROM pg_indexes WHERE ${inSchema} AND indexname = ${text(object.name)}`;
      case 'view':
        return `SELECT count(*) FROM pg_views WHERE ${inSchema} AND viewname = ${text(object.name)}`;
      case 'policy':
        return `SELECT count(*) FROM pg_policies WHERE ${inSchema} AND tablename = ${text(object.table)} AND policyname = ${text(object.name)}`;
      case 'enum':
        return `SELECT count(*) FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname = ${text(object.schema ?? 'public')} AND typname = ${text(object.name)}`;
      case 'primary key':
      case 'unique':
      case 'foreign key':
      case 'check':
        // Another table may have one of the same name.
        return `SELECT count(*) FROM pg_constraint WHERE ${object.table === null ? '' : `conrelid = ${text(regclass(object))}::regclass AND `}conname = ${text(object.name)}`;
      default:
        return null;
    }
  },
  sqlite(object) {
    switch (object.kind) {
      case 'table':
      case 'index':
      case 'view':
      case 'trigger':
        return `SELECT count(*) FROM sqlite_schema WHERE type = ${text(object.kind)} AND name = ${text(object.name)}`;
      case 'column':
        return `SELECT count(*) FROM pragma_table_xinfo(${text(object.table)}) WHERE name = ${text(object.name)}`;
      default:
        return null;
    }
  },
  mysql(object) {
    const here = 'table_schema = database()';
    switch (object.kind) {
      case 'table':
      case 'view':
        return `SELECT count(*) FROM information_schema.tables WHERE ${here} AND table_name = ${text(object.name)}`;
      case 'column':
        return `SELECT count(*) FROM information_schema.columns WHERE ${columnOf(object, null)}`;
      case 'index':
        return `SELECT count(DISTINCT index_name) FROM information_schema.statistics WHERE ${here} AND table_name = ${text(object.table)} AND index_name = ${text(object.name)}`;
      default:
        return null;
    }
  },
};

const typeQuery: Record<Dialect, Query> = {
  postgresql: (object) =>
    `SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = ${text(regclass(object))}::regclass AND attname = ${text(object.name)}`,
  sqlite: (object) =>
    `SELECT lower(type) FROM pragma_table_xinfo(${text(object.table)}) WHERE name = ${text(object.name)}`,
  mysql: (object) => `SELECT column_type FROM information_schema.columns WHERE ${columnOf(object, null)}`,
};

function columnOf({ table, name }: Named, schema: string | null): string {
  const inSchema = `table_schema = ${schema === null ? 'database()' : text(schema)}`;
  return `${inSchema} AND table_name = ${text(table)} AND column_name = ${text(name)}`;
}

function regclass({ schema, table }: Named): string {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const name = quoted(table ?? '');
  return schema === null || schema === 'public' ? name : `${quoted(schema)}.${name}`;
}

function text(value: string | null): string {
  return `'${(value ?? '').replaceAll("'", "''")}'`;
}
