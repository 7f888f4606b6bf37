import { type Catalog, keyOf } from '../../database/catalog.js';
import type { Dialect } from '../../project/dialects.js';
import { isHarmlessFunction } from '../../sql/functions.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import type { Followed, FollowedTable } from './followed.js';
import type { Touched } from './touched.js';
import { visitRows } from './visit-rows.js';
import { isSameType } from './written-type.js';

/** The way through a migration's operations. */
export interface Walk {
  dialect: Dialect;
  before: Catalog;
  after: Catalog;
  touched: Touched;
  followed: Followed;
  /** Inside of a block: what the schema shows has run. */
  mayBeSkipped: boolean;
}

export function touch({ columns }: Touched, table: string, column: string | undefined): void {
  if (column === undefined) return;
  const known = columns.get(table);
  if (known === undefined) columns.set(table, new Set([column]));
  else known.add(column);
}

export function touchAll({ touched }: Walk, table: FollowedTable): void {
  for (const { name } of table.columns.values()) touch(touched, table.before, name);
}

export function visit(walk: Walk, operation: Operation): void {
  const { touched, followed } = walk;
  const line = `line ${operation.place.line}`;
  switch (operation.kind) {
    case 'do block':
      if (operation.dynamic) touched.unclear.push(`a DO block makes its SQL at run time (${line})`);
      for (const inner of operation.operations) visit({ ...walk, mayBeSkipped: true }, inner);
      return;
    case 'unanalysed':
      touched.unclear.push(`what a statement does is not known (${line})`);
      return;
    case 'call':
      touched.unclear.push(`${operation.name}() may change rows (${line})`);
      return;
    case 'select': {
      // SQLite's functions change nothing.
      const called = walk.dialect === 'sqlite' ? [] : operation.functions.filter((name) => !isHarmlessFunction(name));
      for (const name of called) touched.unclear.push(`${name}() may change rows (${line})`);
      return;
    }
    case 'rename schema':
      for (const table of followed.tables) if (table.schema === operation.name) table.schema = operation.to;
      return;
    case 'drop schema':
      for (const table of followed.tables.filter(({ schema }) => operation.cascade && schema === operation.name)) {
        touched.dropped.add(table.before);
        followed.forget(table);
      }
      return;
    case 'rename enum value':
    case 'alter type':
    case 'alter domain':
      touchType(walk, operation);
      return;
    case 'drop type':
    case 'drop domain':
    case 'drop extension':
    case 'drop function':
      if (operation.cascade) touched.cascades.push(operation.text.replaceAll(/\s+/g, ' '));
      return;
    case 'set schema': {
      const table = operation.object.toLowerCase() === 'table' && followed.find(operation.schema, operation.name);
      if (table) table.schema = operation.to;
      return;
    }
    default:
      if ('table' in operation && operation.table !== null) visitTable(walk, operation, operation.table);
  }
}

function visitTable(walk: Walk, operation: Operation & { schema: string | null }, name: string): void {
  const table = walk.followed.find(operation.schema, name);
  switch (operation.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'truncate':
    case 'merge': {
      const view = keyOf({ kind: 'view', schema: operation.schema ?? 'public', table: null, name });
      if (table !== undefined) visitRows(walk, operation, table);
      else if (walk.before.has(view)) walk.touched.unclear.push(`rows are changed through the view ${name}`);
      return;
    }
    default:
      if (table === undefined) return;
      if ('column' in operation) visitColumn(walk, operation, table);
      else visitWhole(walk, operation, table);
  }
}

function visitWhole(walk: Walk, operation: Operation, table: FollowedTable): void {
  const { touched, followed, after, mayBeSkipped } = walk;
  const isThere = (name: string): boolean =>
    after.has(keyOf({ kind: 'table', schema: table.schema, table: null, name }));
  switch (operation.kind) {
    case 'drop table':
      if (mayBeSkipped && isThere(table.name)) return;
      touched.dropped.add(table.before);
      followed.forget(table);
      return;
    case 'rename table':
      if (!mayBeSkipped || isThere(operation.to)) table.name = operation.to;
      return;
    case 'rebuild table':
      visitRebuild(walk, operation, table);
      return;
    case 'create trigger':
      table.hasTriggers = true;
      return;
    case 'attach partition':
    case 'detach partition': {
      const partition = followed.find(operation.partition.schema, operation.partition.table);
      (operation.kind === 'attach partition' ? touched.added : touched.removed).add(table.before);
      // A partition is read through its parent.
      if (partition !== undefined) touched.dropped.add(partition.before);
      return;
    }
    case 'alter table':
      // MySQL's CONVERT TO CHARACTER SET and the like.
      if (walk.dialect === 'mysql') touchAll(walk, table);
      return;
    default:
  }
}

function visitColumn(walk: Walk, operation: Operation & { column: string }, table: FollowedTable): void {
  const { dialect, touched, followed, after, mayBeSkipped } = walk;
  const column = followed.column(table, operation.column);
  const isThere = (name: string): boolean =>
    after.has(keyOf({ kind: 'column', schema: table.schema, table: table.name, name }));
  switch (operation.kind) {
    case 'drop column':
      if (mayBeSkipped && isThere(operation.column)) return;
      touch(touched, table.before, column?.name);
      followed.forget(table, operation.column);
      return;
    case 'rename column':
      if (!mayBeSkipped || isThere(operation.to)) followed.rename(table, operation.column, operation.to);
      return;
    case 'alter column type':
    case 'set expression':
      touch(touched, table.before, column?.name);
      return;
    case 'modify column':
      if (!isSameType(dialect, String(column?.facts.type), operation.definition.type)) {
        touch(touched, table.before, column?.name);
      }
      return;
    default:
  }
}

/** What is not copied as it is, is taken or changed. */
function visitRebuild(walk: Walk, operation: OperationOf<'rebuild table'>, table: FollowedTable): void {
  const { dialect, touched, followed } = walk;
  touched.rebuilt.add(table.before);
  if (operation.filtered) touched.removed.add(table.before);
  const old = [...table.columns.values()];
  const kept: FollowedTable['columns'] = new Map();
  // SELECT * and an INSERT without columns: what keeps its name is taken to keep its values.
  const copied = operation.copied ?? operation.columns.map(({ name }) => ({ column: name, from: name }));
  for (const { column, from } of copied) {
    const was = from === null ? undefined : followed.column(table, from);
    const now = operation.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.name ?? column;
    if (was !== undefined && ![...kept.values()].includes(was)) kept.set(now, was);
  }
  for (const was of old) if (![...kept.values()].includes(was)) touch(touched, table.before, was.name);
  for (const { name, type } of operation.columns) {
    const was = kept.get(name);
    if (was !== undefined && !isSameType(dialect, String(was.facts.type), type)) touch(touched, table.before, was.name);
  }
  table.columns = kept;
}

/** Values of an enum and the parts of a type are renamed in the rows, too. */
function touchType({ touched, followed }: Walk, { name }: { name: string }): void {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  for (const table of followed.tables) {
    for (const column of table.columns.values()) {
      const type = String(column.facts.type).replace(/\[\]$/, '');
      // In whatever schema: a value too few is compared rather than one too many.
      if ([name, quoted].some((text) => type === text || type.endsWith(`.${text}`))) {
        touch(touched, table.before, column.name);
      }
    }
  }
}
