import { type BuiltSchema, findColumn, findTable } from '../sql/built/schema.js';
import type { Operation } from '../sql/operation.js';
import type { Constraint } from '../sql/table-parts.js';

/** A name that a statement gives to something. */
export interface CreatedName {
  name: string;
  /** Whether something has it already that this cannot share it with. */
  isTaken: boolean;
}

/** The names that an operation gives, in the schema that it finds. */
export function createdNames(operation: Operation, before: BuiltSchema): CreatedName[] {
  const relation = (name: string): CreatedName => ({ name, isTaken: isRelation(before, name) });
  switch (operation.kind) {
    case 'create table':
      return [
        relation(operation.table),
        ...operation.columns
          .flatMap((column) => [column.name, ...column.constraints.map(({ name }) => name)])
          .map(free),
        ...operation.constraints.map(({ name }) => free(name)),
      ].filter(({ name }) => name !== '');
    case 'rename table':
    case 'rename index':
      return [relation(operation.to)];
    case 'create index':
      return operation.index === null ? [] : [relation(operation.index)];
    case 'add column': {
      const isTaken = findColumn(before, findTable(before, operation), operation.column) !== null;
      const names = operation.definition.constraints.map(({ name }) => free(name)).filter(({ name }) => name !== '');
      return [{ name: operation.column, isTaken }, ...names];
    }
    case 'rename column':
      return [{ name: operation.to, isTaken: findColumn(before, findTable(before, operation), operation.to) !== null }];
    case 'add constraint': {
      const { constraint } = operation;
      if (constraint.name === null) return [];
      const own = findTable(before, operation)?.constraints.some(({ name }) => name === constraint.name) ?? false;
      return [{ name: constraint.name, isTaken: own || (hasIndex(constraint) && isRelation(before, constraint.name)) }];
    }
    case 'rename constraint':
      return [free(operation.to)];
    case 'create enum':
    case 'create view':
    case 'create materialized view':
    case 'create schema':
    case 'create sequence':
    case 'create policy':
    case 'create trigger':
      return [free(operation.name)];
    default:
      return [];
  }
}

function free(name: string | null): CreatedName {
  return { name: name ?? '', isTaken: false };
}

function hasIndex({ type }: Constraint): boolean {
  return type === 'primary key' || type === 'unique';
}

/** Tables, views and indexes share their names, and so do the indexes of primary keys and unique constraints. */
function isRelation(schema: BuiltSchema, name: string): boolean {
  return (
    [...schema.views.values()].some((view) => view.name === name) ||
    [...schema.tables.values()].some(
      (table) =>
        table.name === name ||
        table.indexes.some((index) => index.name === name) ||
        table.constraints.some((constraint) => hasIndex(constraint) && constraint.name === name),
    )
  );
}
