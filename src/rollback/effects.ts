import type { Dialect } from '../project/dialects.js';
import { isHarmlessFunction } from '../sql/functions.js';
import type { Operation } from '../sql/operation.js';
import { isWord } from '../sql/token-ranges.js';
import { tokenize } from '../sql/tokens.js';
import { Names, type OldTable, type TableBefore } from './names.js';
import { replacesRows } from './rows/visit-rows.js';

/** What a migration says that it does to what was there before it, in the names of before. */
export interface Effects {
  droppedTables: OldTable[];
  droppedColumns: (OldTable & { column: string })[];
  /** `to`: the new type as the statement writes it; `using`: what computes the values, where it is no mere cast. */
  retypedColumns: (OldTable & { column: string; to: string; using: string | null })[];
  /** Statements that write rows of tables that were there before, as they stand in the file. */
  written: { table: OldTable; kind: 'insert' | 'upsert' | 'update' | 'delete' | 'merge' | 'truncate'; text: string }[];
  /** Sequences that were dropped, by their names. */
  droppedSequences: OldTable[];
  /** Composite types that attributes were taken from, or changed in, by their names. */
  changedTypes: string[];
  /** Sequences were given a position. */
  setsSequences: boolean;
  /** Statements that may do anything: built at run time, calls of functions, not understood. */
  opaque: string[];
}

/**
 * Reads the effects off the operations, through every renaming on the way.
 *
 * @param before the tables that were there; `null` where that is not known.
 * @param after those that the migration left, where that is known: what is gone though no operation names it (by
 * CASCADE, with its schema, by SQL built at run time) is found by it.
 */
export function effectsOf(
  dialect: Dialect,
  operations: Operation[],
  before: TableBefore[] | null,
  after: TableBefore[] | null = null,
): Effects {
  const names = new Names(before);
  const effects: Effects = {
    droppedTables: [],
    droppedColumns: [],
    retypedColumns: [],
    written: [],
    droppedSequences: [],
    changedTypes: [],
    setsSequences: false,
    opaque: [],
  };
  for (const operation of operations) record(dialect, operation, names, effects);
  if (before !== null && after !== null) addUnnamed(names, new Names(after), effects);
  return effects;
}

/** A statement that did not run after all, in a block, renamed nothing: the old name is looked for, too. */
function addUnnamed(names: Names, after: Names, effects: Effects): void {
  for (const { old, now, columns } of names.kept()) {
    const found = [now, old].find((table) => after.knows(table));
    if (found === undefined) {
      effects.droppedTables.push(old);
      continue;
    }
    for (const column of columns) {
      if ([column.now, column.old].some((name) => after.column(found, name) !== null)) continue;
      effects.droppedColumns.push({ ...old, column: column.old });
    }
  }
}

function record(dialect: Dialect, operation: Operation, names: Names, effects: Effects): void {
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
      retyped(effects, names.column(operation, operation.column), operation.type, computed(operation));
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
    case 'truncate':
      recordWritten(dialect, operation, names, effects);
      return;
    case 'rename schema':
      names.schemaRenamed(operation.name, operation.to);
      return;
    case 'create sequence':
      // What it counted since goes with it.
      names.created({ schema: operation.schema, table: operation.name }, []);
      return;
    case 'drop sequence': {
      const sequence = { schema: operation.schema, table: operation.name };
      if (!names.isNew(sequence)) effects.droppedSequences.push(sequence);
      return;
    }
    case 'alter type':
      // ADD ATTRIBUTE and a renaming take nothing.
      if (tokenize(dialect, operation.text).some((token) => isWord(token, 'drop', 'alter') && token.start > 0)) {
        effects.changedTypes.push(operation.name);
      }
      return;
    case 'do block':
      for (const inner of operation.operations) record(dialect, inner, names, effects);
      if (operation.dynamic) effects.opaque.push(operation.text);
      return;
    case 'select':
      if (operation.functions.some((name) => /^(?:pg_catalog\.)?setval$/i.test(name))) effects.setsSequences = true;
      if (!operation.functions.every(isHarmlessFunction)) effects.opaque.push(operation.text);
      return;
    case 'call':
    case 'unanalysed':
      effects.opaque.push(operation.text);
      return;
  }
}

function recordWritten(
  dialect: Dialect,
  operation: Operation & { kind: 'insert' | 'update' | 'delete' | 'merge' | 'truncate' },
  names: Names,
  effects: Effects,
): void {
  const { kind, text, schema } = operation;
  const old = names.table(operation);
  // A view, or a table that the search path finds: not made by the migration, so it was there.
  const table = old ?? (names.isNew(operation) ? null : { schema, table: operation.table });
  // What it filled was made by the migration itself, and goes with it.
  if (table === null) return;
  const isNew = (column: string): boolean => old !== null && names.column(operation, column) === null;
  if (operation.kind === 'update' && operation.columns.every(isNew)) return;
  const isUpsert = operation.kind === 'insert' && replacesRows(dialect, text);
  effects.written.push({ table, kind: isUpsert ? 'upsert' : kind, text });
  if (operation.kind === 'truncate' && operation.restartIdentity && dialect === 'postgresql') {
    effects.setsSequences = true;
  }
}

/** What USING says, where it is more than the column, cast to its new type, maybe by way of text. */
function computed({ using, column, type }: Operation & { kind: 'alter column type' }): string | null {
  if (using === null) return null;
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/["\s]/g, '')
      .replace(/^\((.*)\)$/, '$1');
  const to = plain(type);
  const [first = '', ...casts] = plain(using).split('::');
  const isColumn = first.replace(/^\((.*)\)$/, '$1') === plain(column);
  const isCast = plain(using) === `cast(${plain(column)}as${to})`;
  return isCast || (isColumn && casts.every((cast) => cast === to || cast === 'text')) ? null : using;
}

/** SQLite: the values of a column that is not copied are gone, and so are rows that a condition leaves out. */
function rebuilt(operation: Operation & { kind: 'rebuild table' }, names: Names, effects: Effects): void {
  const table = names.table(operation);
  if (operation.filtered && table !== null) effects.written.push({ table, kind: 'delete', text: operation.text });
  if (operation.copied === null && operation.columns.length === 0) return;
  // SELECT *: each column into the one that stands in its place.
  const copied =
    operation.copied ??
    names.columns(operation).flatMap((from, at) => {
      const column = operation.columns[at]?.name;
      return column?.toLowerCase() === from.toLowerCase() ? { column, from } : [];
    });
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

function retyped(
  effects: Effects,
  column: (OldTable & { column: string }) | null,
  to: string,
  using: string | null = null,
): void {
  if (column !== null) effects.retypedColumns.push({ ...column, to, using });
}

function push<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item);
}
