import type { OperationOf } from '../../sql/operation.js';
import type { Column } from '../../sql/table-parts.js';
import { addConstraint } from './apply-key.js';
import { isSerial, suffixOf } from './definition.js';
import type { Draft } from './draft.js';
import { freeName, wholeColumn } from './keys.js';
import { isSame, type ModelTable } from './model.js';
import { mentions, renameInExpression } from './rewrite.js';

type ColumnChange = OperationOf<'add column' | 'drop column' | 'modify column' | 'set default' | 'drop default'>;

export function applyToColumn(draft: Draft, operation: ColumnChange): void {
  const table = draft.table(operation);
  if (operation.kind === 'add column') {
    addColumn(draft, table, operation.definition);
    return;
  }
  const column = draft.column(table, operation.column);
  switch (operation.kind) {
    case 'drop column':
      dropColumn(table, column.definition.name);
      break;
    case 'modify column':
      column.definition = { ...operation.definition, name: column.definition.name, constraints: [] };
      addConstraintsAt(draft, table, operation.definition);
      break;
    case 'set default':
      column.definition = { ...column.definition, default: operation.default };
      break;
    case 'drop default':
      column.definition = { ...column.definition, default: null };
  }
}

/** Renames in one statement look for their columns before any of them is renamed: two may swap their names. */
export function renameAtOnce(draft: Draft, renames: readonly OperationOf<'rename column'>[]): void {
  for (const step of [0, 1]) {
    for (const [at, { schema, table: name, column, to }] of renames.entries()) {
      const table = draft.table({ schema, table: name });
      // No name of a column has this character.
      const between = `\0${at}`;
      if (step === 0) renameColumn(draft, table, draft.column(table, column).definition.name, between);
      else renameColumn(draft, table, between, to);
    }
  }
}

/** Adds a column and the keys that stand at it. */
export function addColumn(draft: Draft, table: ModelTable, definition: Column): void {
  table.columns.push({ id: draft.id(), definition: { ...definition, constraints: [] } });
  addConstraintsAt(draft, table, definition);
}

function addConstraintsAt(draft: Draft, table: ModelTable, definition: Column): void {
  for (const constraint of definition.constraints) addConstraint(draft, table, constraint);
  if (!isSerial(definition)) return;
  const column = table.columns.find(({ definition: { name } }) => name === definition.name);
  if (column !== undefined) column.definition = { ...column.definition, notNull: true, autoIncrement: true };
  const plain = { unique: true, method: null, isGenerated: false };
  const name = freeName(table, definition.name);
  table.indexes.push({ id: draft.id(), name, ...plain, parts: [wholeColumn(definition.name)] });
}

/**
 * The column goes out of the indexes that it is in, and an index without columns goes with it; so do checks: one that
 * is over other columns as well keeps the server from dropping the column (MariaDB 10.11).
 */
function dropColumn(table: ModelTable, name: string): void {
  table.columns = table.columns.filter(({ definition }) => !isSame(definition.name, name));
  table.checks = table.checks.filter(({ expression }) => !mentions(expression, name));
  const withoutColumn = [...table.indexes, ...(table.primaryKey === null ? [] : [table.primaryKey])].filter((index) => {
    const rest = index.parts.filter(({ column }) => column === null || !isSame(column, name));
    const isEmptied = rest.length === 0 && index.parts.length > 0;
    index.parts = rest;
    return !isEmptied;
  });
  table.indexes = table.indexes.filter((index) => withoutColumn.includes(index));
  if (table.primaryKey !== null && !withoutColumn.includes(table.primaryKey)) table.primaryKey = null;
}

/** Indexes, foreign keys of both sides, checks and generated columns follow. */
function renameColumn(draft: Draft, table: ModelTable, from: string, to: string): void {
  const renamed = (name: string): string => (isSame(name, from) ? to : name);
  const unqualified = { from: table.table, to: table.table };
  const rewrite = (text: string): string => renameInExpression(text, new Map([[from.toLowerCase(), to]]), unqualified);
  for (const column of table.columns) {
    const { generated, name } = column.definition;
    const rewritten = generated && { ...generated, expression: rewrite(generated.expression) };
    column.definition = { ...column.definition, name: renamed(name), generated: rewritten };
  }
  for (const index of [...table.indexes, ...(table.primaryKey === null ? [] : [table.primaryKey])]) {
    index.parts = index.parts.map(({ column, text }) => {
      if (column === null) return { column, text: rewrite(text) };
      return isSame(column, from) ? { column: to, text: `${wholeColumn(to).text}${suffixOf(text)}` } : { column, text };
    });
  }
  for (const check of table.checks) check.expression = rewrite(check.expression);
  for (const key of table.foreignKeys) key.columns = key.columns.map(renamed);
  for (const other of [...draft.tables.values()]) {
    const refersHere = ({ references }: { references: { schema: string | null; table: string } }): boolean =>
      references.schema === table.schema && references.table === table.table;
    if (!other.foreignKeys.some(refersHere)) continue;
    for (const { references } of draft.table(other).foreignKeys.filter(refersHere)) {
      references.columns = references.columns.map(renamed);
    }
  }
}
