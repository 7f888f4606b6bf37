import type { Operation, OperationOf } from '../../sql/operation.js';
import { type Copy, copyIn } from './copy.js';
import { folded, isSameName } from './names.js';
import type { Schema, Table } from './schema.js';

/** What has to be renamed so that everything that was there before is under its name of before. */
export interface Renaming {
  tables: Rename[];
  /** `table`: its name before. */
  columns: (Rename & { table: string })[];
}

export interface Rename {
  from: string;
  to: string;
}

interface TrackedColumn {
  name: string;
  /** Its name before the migration; null where it was made by it. */
  origin: string | null;
  isGenerated: boolean;
}

interface Tracked {
  name: string;
  origin: string | null;
  columns: TrackedColumn[];
  /** What all of its rows are from, if it was made by the migration. */
  copied: Copy | null;
  inserts: number;
}

/** Follows tables and columns through a migration: which is which, whatever they were called on the way. */
export function renamingBack(operations: readonly Operation[], before: Schema, after: Schema): Renaming {
  const live = new Map([...before.tables].map(([key, table]) => [key, trackedOf(table)]));
  for (const operation of operations) follow(operation, live);
  const renaming: Renaming = { tables: [], columns: [] };
  for (const table of before.tables.values()) {
    const kept = keptAs(table, [...live.values()]);
    const now = kept === undefined ? undefined : after.tables.get(folded(kept.name));
    if (kept === undefined || now === undefined || now.isVirtual !== table.isVirtual) continue;
    if (now.name !== table.name) renaming.tables.push({ from: now.name, to: table.name });
    if (!table.isVirtual) renaming.columns.push(...columnsBack(table, now, kept.columns));
  }
  return renaming;
}

function trackedOf({ name, columns }: Table): Tracked {
  const tracked = columns.map(({ name, facts }) => ({ name, origin: name, isGenerated: facts.generated !== null }));
  return { name, origin: name, columns: tracked, copied: null, inserts: 0 };
}

/** The table itself, or one that was made under its name after it was dropped. */
function keptAs(table: Table, live: Tracked[]): Tracked | undefined {
  const itself = live.find(({ origin }) => origin === table.name);
  return itself ?? live.find(({ name, origin }) => origin === null && isSameName(name, table.name));
}

function columnsBack(before: Table, now: Table, tracked: TrackedColumn[]): (Rename & { table: string })[] {
  return before.columns.flatMap(({ name }) => {
    const itself = tracked.find(({ origin }) => origin === name);
    const kept = itself ?? tracked.find((column) => column.origin === null && isSameName(column.name, name));
    const found = now.columns.find((column) => kept !== undefined && isSameName(column.name, kept.name));
    return found === undefined || found.name === name ? [] : [{ table: before.name, from: found.name, to: name }];
  });
}

function follow(operation: Operation, live: Map<string, Tracked>): void {
  if ('schema' in operation && operation.schema !== null && folded(operation.schema) !== 'main') return;
  const table = 'table' in operation && operation.table !== null ? live.get(folded(operation.table)) : undefined;
  const column = 'column' in operation ? place(table, operation.column) : -1;
  switch (operation.kind) {
    case 'create table':
      if (table === undefined && !operation.temporary) {
        live.set(folded(operation.table), madeTable(operation, live));
      }
      break;
    case 'drop table':
      live.delete(folded(operation.table));
      if (table !== undefined) passOn(table, live);
      break;
    case 'rename table':
      live.delete(folded(operation.table));
      if (table !== undefined) live.set(folded(operation.to), { ...table, name: operation.to });
      for (const { copied } of live.values()) {
        if (copied !== null && isSameName(copied.from, operation.table)) copied.from = operation.to;
      }
      break;
    case 'insert':
      if (table !== undefined) table.copied = table.inserts++ === 0 ? copyIn(operation.text) : null;
      break;
    case 'rebuild table':
      if (table !== undefined) table.columns = rebuiltColumns(operation, table.columns);
      break;
    case 'add column':
      table?.columns.push(...madeColumns([operation.definition]));
      break;
    case 'drop column':
      if (column !== -1) table?.columns.splice(column, 1);
      break;
    case 'rename column':
      if (column !== -1) {
        const renamed = table?.columns[column];
        if (renamed !== undefined) table?.columns.splice(column, 1, { ...renamed, name: operation.to });
      }
      break;
  }
}

function place(table: Tracked | undefined, column: string): number {
  return table?.columns.findIndex(({ name }) => isSameName(name, column)) ?? -1;
}

/** A column that gets the values of one that the new table has not is that one, renamed. */
function copiedColumns(columns: TrackedColumn[], old: TrackedColumn[], source: SourceOf): TrackedColumn[] {
  const staying = new Set(columns.map(({ name }) => folded(name)));
  const taken = new Set<TrackedColumn>();
  return columns.map((column) => {
    const same = old.find(({ name }) => isSameName(name, column.name));
    const from = source(column);
    const isRename = from !== undefined && !staying.has(folded(from.name)) && !taken.has(from);
    const itself = same ?? (isRename ? from : undefined);
    if (itself !== undefined) taken.add(itself);
    return { ...column, origin: itself?.origin ?? null };
  });
}

/** Which column of the old table a column of the new one is filled from. */
type SourceOf = (column: TrackedColumn) => TrackedColumn | undefined;

function sourceIn(copy: Copy, columns: TrackedColumn[], old: TrackedColumn[]): SourceOf {
  const written = columns.filter(({ isGenerated }) => !isGenerated);
  return (column) => {
    const at =
      copy.columns === null ? written.indexOf(column) : copy.columns.findIndex((name) => isSameName(name, column.name));
    if (at === -1) return undefined;
    const from = copy.values === null ? old[at]?.name : copy.values[at];
    return old.find(({ name }) => typeof from === 'string' && isSameName(name, from));
  };
}

function rebuiltColumns(
  { columns, copied, steps }: OperationOf<'rebuild table'>,
  old: TrackedColumn[],
): TrackedColumn[] {
  const made = madeColumns(columns);
  const insert = steps.find(({ kind }) => kind === 'insert');
  const copy = copied === null && insert !== undefined ? copyIn(insert.text) : null;
  if (copy !== null) return copiedColumns(made, old, sourceIn(copy, made, old));
  return copiedColumns(made, old, ({ name }) => {
    const from = copied?.find(({ column }) => isSameName(column, name))?.from;
    return old.find((column) => typeof from === 'string' && isSameName(column.name, from));
  });
}

function madeTable({ table, columns, from, text }: OperationOf<'create table'>, live: Map<string, Tracked>): Tracked {
  const copied = from === 'select' ? copyIn(text) : null;
  const source = copied === null ? undefined : live.get(folded(copied.from));
  // Of `AS SELECT` the columns are told by the table that it selects from.
  const taken = copied?.values ?? source?.columns.map(({ name }) => name) ?? [];
  const named = taken.map((name) => ({ name: name ?? '', origin: null, isGenerated: false }));
  return {
    name: table,
    origin: null,
    columns: copied === null ? madeColumns(columns) : named,
    copied,
    inserts: from === 'select' ? 1 : 0,
  };
}

function madeColumns(columns: OperationOf<'create table'>['columns']): TrackedColumn[] {
  return columns.map(({ name, generated }) => ({ name, origin: null, isGenerated: generated !== null }));
}

/** A table that was made, got all rows of another, and stays when that is dropped: it is that one from then on. */
function passOn(dropped: Tracked, live: Map<string, Tracked>): void {
  const made = [...live.values()].filter(({ origin }) => origin === null);
  const heirs = made.filter(({ copied }) => copied !== null && isSameName(copied.from, dropped.name));
  const [heir] = heirs;
  if (heir === undefined || heir.copied === null || heirs.length > 1) return;
  heir.columns = copiedColumns(heir.columns, dropped.columns, sourceIn(heir.copied, heir.columns, dropped.columns));
  heir.origin = dropped.origin;
}
