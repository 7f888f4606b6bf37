import type { Operation } from '../sql/operation.js';
import { Names, type OldTable, type TableBefore } from './names.js';
import { isHarmlessFunction } from './rows/functions.js';

/** What a migration says that it does to what was there before it, in the names of before. */
export interface Effects {
  droppedTables: OldTable[];
  droppedColumns: (OldTable & { column: string })[];
  /** `to`: the new type as the statement writes it. */
  retypedColumns: (OldTable & { column: string; to: string })[];
  /** Statements that write rows of tables that were there before, as they stand in the file. */
  written: { table: OldTable; kind: 'insert' | 'update' | 'delete' | 'merge' | 'truncate'; text: string }[];
  /** Statements that may do anything: built at run time, calls of functions, not understood. */
  opaque: string[];
}

/**
 * Reads the effects off the operations, through every renaming on the way.
 *
 * @param before the tables that were there; `null` where that is not known.
 */
export function effectsOf(operations: Operation[], before: TableBefore[] | null): Effects {
  const names = new Names(before);
  const effects: Effects = { droppedTables: [], droppedColumns: [], retypedColumns: [], written: [], opaque: [] };
  for (const operation of operations) record(operation, names, effects);
  return effects;
}

function record(operation: Operation, names: Names, effects: Effects): void {
  switch (operation.kind) {
    case 'create table':
      names.created(
        operation,
        operation.columns.map(({ name }) => name),
      );
      return;
    case 'rename table':
      names.renamed(operation, operation.to);
      return;
    case 'set schema':
      if (operation.object === 'table') names.moved({ schema: operation.schema, table: operation.name }, operation.to);
      return;
    case 'drop table':
      push(effects.droppedTables, names.table(operation));
      names.dropped(operation);
      return;
    case 'add column':
      names.columnAdded(operation, operation.column);
      return;
    case 'rename column':
      names.columnRenamed(operation, operation.column, operation.to);
      return;
    case 'drop column':
      push(effects.droppedColumns, names.column(operation, operation.column));
      names.columnDropped(operation, operation.column);
      return;
    case 'alter column type':
      retyped(effects, names.column(operation, operation.column), operation.type);
      return;
    case 'modify column': {
      retyped(effects, names.column(operation, operation.column), operation.definition.type);
      names.columnRenamed(operation, operation.column, operation.definition.name);
      return;
    }
    case 'rebuild table':
      rebuilt(operation, names, effects);
      return;
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'truncate': {
      const table = names.table(operation);
      const isNew =
        table === null ||
        (operation.kind === 'update' && operation.columns.every((column) => names.column(operation, column) === null));
      // What it filled was made by the migration itself, and goes with it.
      if (!isNew) effects.written.push({ table, kind: operation.kind, text: operation.text });
      return;
    }
    case 'do block':
      for (const inner of operation.operations) record(inner, names, effects);
      if (operation.dynamic) effects.opaque.push(operation.text);
      return;
    case 'select':
      if (!operation.functions.every(isHarmlessFunction)) effects.opaque.push(operation.text);
      return;
    case 'call':
    case 'unanalysed':
      effects.opaque.push(operation.text);
      return;
  }
}

/** SQLite: the values of a column that is not copied are gone, and so are rows that a condition leaves out. */
function rebuilt(operation: Operation & { kind: 'rebuild table' }, names: Names, effects: Effects): void {
  const table = names.table(operation);
  if (operation.filtered && table !== null) effects.written.push({ table, kind: 'delete', text: operation.text });
  const { copied } = operation;
  if (copied === null) {
    rebuiltByName(operation, names, effects);
    return;
  }
  const taken = new Map(copied.flatMap(({ column, from }) => (from === null ? [] : [[from, column]])));
  for (const column of names.columns(operation)) {
    const old = names.column(operation, column);
    const becomes = taken.get(column);
    if (becomes === undefined) {
      push(effects.droppedColumns, old);
      names.columnDropped(operation, column);
    } else {
      retyped(effects, old, operation.columns.find(({ name }) => name === becomes)?.type ?? '');
    }
  }
  for (const [from, column] of taken) names.columnRenamed(operation, from, column);
}

/** INSERT … SELECT * and the like: which column gets what is not told, so it is taken for the one of its name. */
function rebuiltByName(operation: Operation & { kind: 'rebuild table' }, names: Names, effects: Effects): void {
  if (operation.columns.length === 0) return;
  for (const column of names.columns(operation)) {
    const old = names.column(operation, column);
    const now = operation.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (now !== undefined) retyped(effects, old, now.type ?? '');
    else {
      push(effects.droppedColumns, old);
      names.columnDropped(operation, column);
    }
  }
}

function retyped(effects: Effects, column: (OldTable & { column: string }) | null, to: string): void {
  if (column !== null) effects.retypedColumns.push({ ...column, to });
}

function push<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item);
}
