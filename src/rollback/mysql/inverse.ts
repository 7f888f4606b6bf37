import type { Operation } from '../../sql/operation.js';
import { advance } from './apply.js';
import {
  addForeignKeyText,
  createIndexText,
  createTableText,
  createViewText,
  inTable,
  isMadeBySerial,
  quoted,
  quotedTable,
} from './definition.js';
import { dropOrder, type ForeignKeyChanges, foreignKeyChanges, isMadeFor } from './foreign-keys.js';
import { Identity, type Pairing, pair } from './identity.js';
import type { Model, ModelTable, ModelView } from './model.js';
import { renameSteps } from './rename-steps.js';
import { changesOf, type TableChanges } from './table-changes.js';
import { tableStatements } from './table-statements.js';
import { doubts, fillings, gaps } from './what-is-lost.js';

export interface Inverse {
  /** One statement each, with its semicolon, in the order in which they run. */
  statements: string[];
  /** What of the migration no statement undoes, each with its reason. */
  impossible: string[];
  /** What is undone to what it most likely was: an earlier statement that could not be read may have changed it. */
  doubtful: string[];
  /** Columns that rows cannot go without and whose values are gone: what stands in them instead, as SQL. */
  filled: { schema: string | null; table: string; column: string; value: string }[];
  /** Such columns in a key: on tables with rows the statements fail, because no value may be made up for them. */
  unfilled: { schema: string | null; table: string; column: string }[];
}

/**
 * What undoes a MySQL migration: what differs between the schema before and the one after it, by what is the same
 * object in both. A rename is undone as a rename, and what came and went within the migration needs no statement.
 *
 * Rows that the migration wrote are not looked at.
 */
export function inverse(schema: Model, operations: readonly Operation[]): Inverse {
  const { before, after, unread, unknownViews } = advance(schema, operations);
  const { statements, views, pairing, tables, keys } = wayBack(before, after);
  return {
    statements,
    impossible: [
      ...gaps({ unread, unknownViews, pairing, tables, keys }),
      ...views.added.flatMap((view) => {
        const missing = missingFor(view, before);
        return missing === undefined
          ? []
          : [`the view ${view.name} was broken before: it reads ${missing}, which is not there`];
      }),
    ],
    doubtful: doubts(pairing, tables, keys, operations),
    ...fillings(pairing),
  };
}

interface WayBack {
  statements: string[];
  views: ViewChanges;
  pairing: Pairing;
  tables: TableChanges[];
  keys: ForeignKeyChanges;
}

/** The statements that bring the schema `after` to `before`, by what has the same id in both. */
export function wayBack(before: Model, after: Model): WayBack {
  const pairing = pair(before, after);
  const identity = new Identity(pairing);
  const keys = foreignKeyChanges(before, after, pairing, identity);
  // A table that no statement touched is the same object.
  const touched = pairing.kept.filter((table) => table.before !== table.after);
  const tables = touched.map((table) => changesOf(table, identity, keys.kept, keys.added));
  const made = dropOrder(pairing.made);
  const views = viewChanges(before, after);
  const statements = [
    ...views.dropped.map((view) => `DROP VIEW ${nameOf(view)};`),
    ...[...keys.dropped, ...made.cut].map(
      ({ table, key }) => `ALTER TABLE ${quotedTable(table)} DROP FOREIGN KEY ${quoted(key.name)};`,
    ),
    ...made.tables.map((table) => `DROP TABLE ${quotedTable(table)};`),
    ...renames(pairing, views),
    ...tables.flatMap(tableStatements),
    ...pairing.lost.filter(({ isPartial }) => !isPartial).flatMap((table) => creation(table, keys)),
    ...keys.added.filter(({ key }) => key.columns.length > 0).map(({ table, key }) => addForeignKeyText(table, key)),
    ...views.added.filter((view) => missingFor(view, before) === undefined).map(createViewText),
  ];
  return { statements, views, pairing, tables, keys };
}

interface ViewChanges {
  dropped: ModelView[];
  added: ModelView[];
  kept: { before: ModelView; after: ModelView }[];
}

/** A view whose text differs is made anew: what it reads may not be there while the tables change. */
function viewChanges(before: Model, after: Model): ViewChanges {
  const isSame = (a: ModelView, b: ModelView): boolean =>
    (a.id === b.id || nameOf(a) === nameOf(b)) && a.head === b.head && a.tail === b.tail;
  const old = [...before.views.values()].sort((a, b) => a.id - b.id);
  const now = [...after.views.values()].sort((a, b) => b.id - a.id);
  return {
    dropped: now.filter((view) => !old.some((other) => isSame(other, view))),
    added: old.filter((view) => !now.some((other) => isSame(view, other))),
    kept: old.flatMap((view) => {
      const found = now.find((other) => isSame(view, other));
      return found === undefined ? [] : [{ before: view, after: found }];
    }),
  };
}

/** What the view reads and there is not: the server shows such a view, but makes none. */
function missingFor({ reads }: ModelView, { tables, views }: Model): string | undefined {
  return reads.find((key) => !tables.has(key) && !views.has(key));
}

function nameOf({ schema, name }: ModelView): string {
  return quotedTable({ schema, table: name });
}

/** Tables and views share their names. */
function renames({ kept }: Pairing, views: ViewChanges): string[] {
  const all = [
    ...kept.map(({ before, after }) => ({ schema: before.schema, from: after.table, to: before.table })),
    ...views.kept.map(({ before, after }) => ({ schema: before.schema, from: after.name, to: before.name })),
  ];
  return [...new Set(all.map(({ schema }) => schema))].flatMap((schema) => {
    const at = (table: string): string => quotedTable({ schema, table });
    const own = all.filter((rename) => rename.schema === schema);
    return renameSteps(own).map(({ from, to }) => `RENAME TABLE ${at(from)} TO ${at(to)};`);
  });
}

/** CREATE TABLE and the indexes that do not stand in it; those made for foreign keys come with them. */
function creation(table: ModelTable, { added }: ForeignKeyChanges): string[] {
  const inside = inTable(table);
  const others = table.indexes.filter((index) => {
    if (inside.includes(index) || isMadeBySerial(table, index)) return false;
    return !index.isGenerated || !added.some((own) => own.table === table && isMadeFor(index, own.key));
  });
  return [createTableText(table), ...others.map((index) => createIndexText(table, index))];
}
