import type { Operation, OperationOf } from '../../sql/operation.js';
import { tokenize } from '../../sql/tokens.js';
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
}

interface Tracked {
  name: string;
  origin: string | null;
  columns: TrackedColumn[];
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
  return { name, origin: name, columns: columns.map((column) => ({ name: column.name, origin: column.name })) };
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
        const columns = operation.columns.map(({ name }) => ({ name, origin: null }));
        live.set(folded(operation.table), { name: operation.table, origin: null, columns });
      }
      break;
    case 'drop table':
      live.delete(folded(operation.table));
      break;
    case 'rename table':
      live.delete(folded(operation.table));
      if (table !== undefined) live.set(folded(operation.to), { ...table, name: operation.to });
      break;
    case 'rebuild table':
      if (table !== undefined) table.columns = rebuiltColumns(operation, table.columns);
      break;
    case 'add column':
      table?.columns.push({ name: operation.column, origin: null });
      break;
    case 'drop column':
      if (column !== -1) table?.columns.splice(column, 1);
      break;
    case 'rename column':
      if (column !== -1) {
        const origin = table?.columns[column]?.origin ?? null;
        table?.columns.splice(column, 1, { name: operation.to, origin });
      }
      break;
  }
}

function place(table: Tracked | undefined, column: string): number {
  return table?.columns.findIndex(({ name }) => isSameName(name, column)) ?? -1;
}

/** A column that gets the values of one that the new table has not is that one, renamed. */
function rebuiltColumns(rebuild: OperationOf<'rebuild table'>, old: TrackedColumn[]): TrackedColumn[] {
  const { columns, copied } = rebuild;
  const written = columns.filter(({ generated }) => generated === null);
  const find = (name: string | null | undefined): TrackedColumn | undefined =>
    old.find((column) => name !== null && name !== undefined && isSameName(column.name, name));
  const staying = new Set(columns.map(({ name }) => folded(name)));
  const taken = new Set<TrackedColumn>();
  const byPlace = copiesAll(rebuild) ? old : [];
  return columns.map((column) => {
    const same = find(column.name);
    const from =
      copied === null
        ? byPlace[written.indexOf(column)]
        : find(copied.find((entry) => isSameName(entry.column, column.name))?.from);
    const renamed = from !== undefined && !staying.has(folded(from.name)) && !taken.has(from) ? from : undefined;
    const source = same ?? renamed;
    if (source !== undefined) taken.add(source);
    return { name: column.name, origin: source?.origin ?? null };
  });
}

/** `INSERT INTO new SELECT * FROM old`: the columns go by their place. */
function copiesAll({ steps }: OperationOf<'rebuild table'>): boolean {
  const insert = steps.find(({ kind }) => kind === 'insert');
  const tokens = insert === undefined ? [] : tokenize('sqlite', insert.text);
  const select = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'select');
  const isNamed = tokens.slice(0, select).some(({ kind, value }) => kind === 'symbol' && value === '(');
  return !isNamed && tokens[select + 1]?.value === '*' && tokens[select + 2]?.value === 'from';
}
