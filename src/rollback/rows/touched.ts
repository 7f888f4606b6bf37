import { type Catalog, keyOf } from '../../database/catalog.js';
import type { Dialect } from '../../project/dialects.js';
import type { Operation } from '../../sql/operation.js';
import { rowsDialects } from './dialects.js';
import { type FollowedTable, follow } from './followed.js';
import type { ForeignKey } from './table.js';
import { touch, visit, type Walk } from './visit.js';

/** What the SQL of a migration says that it takes from the rows or changes in them. Tables by their key before. */
export interface Touched {
  /** What is called otherwise afterwards; what keeps its name is left out. */
  renames: { tables: Map<string, string>; columns: Map<string, Map<string, string>> };
  /** Dropped, as the SQL says. */
  dropped: Set<string>;
  /** Columns, by their names before, that are dropped, given another type or updated; and what is computed. */
  columns: Map<string, Set<string>>;
  /** Tables that rows are put into. */
  added: Set<string>;
  /** Tables that rows are taken from, or all of whose rows may be others. */
  removed: Set<string>;
  /** SQLite: tables that are dropped and made anew on the way. */
  rebuilt: Set<string>;
  /** Statements that drop what depends on something, whatever it is. */
  cascades: string[];
  /** Triggers ran: any table may have got rows. */
  hasSideEffects: boolean;
  /** The foreign keys of each table before. */
  references: Map<string, ForeignKey[]>;
  /** Why nothing can be claimed: statements that may do anything. Empty where all is known. */
  unclear: string[];
}

/**
 * Reads from the operations of a migration which rows and values it takes, and what is called otherwise afterwards.
 *
 * @param before the schema that it was applied to.
 * @param after the schema that it left: says which statements of a block ran.
 */
export function touchedBy(dialect: Dialect, operations: Operation[], before: Catalog, after: Catalog): Touched {
  const tables = rowsDialects[dialect].tablesOf(before);
  const touched: Touched = {
    renames: { tables: new Map(), columns: new Map() },
    dropped: new Set(),
    columns: new Map(),
    added: new Set(),
    removed: new Set(),
    rebuilt: new Set(),
    cascades: [],
    hasSideEffects: false,
    references: new Map(tables.map(({ key, foreignKeys }) => [key, foreignKeys])),
    unclear: [],
  };
  const walk: Walk = { dialect, before, after, touched, followed: follow(dialect, before), mayBeSkipped: false };
  for (const operation of operations) visit(walk, operation);
  for (const { key, columns } of tables) {
    for (const { name, isGenerated } of columns) if (isGenerated) touch(touched, key, name);
  }
  cascadeUpdates(touched);
  for (const table of walk.followed.tables) rename(touched, table);
  return touched;
}

function rename({ renames }: Touched, { before, schema, name, columns }: FollowedTable): void {
  const now = keyOf({ kind: 'table', schema, table: null, name });
  if (now !== before) renames.tables.set(before, now);
  const changed = [...columns].filter(([to, from]) => to !== from.name);
  if (changed.length > 0) renames.columns.set(before, new Map(changed.map(([to, from]) => [from.name, to])));
}

/** ON UPDATE CASCADE and SET NULL: what the SQL changes in the parent changes in the children. */
function cascadeUpdates(touched: Touched): void {
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const [key, references] of touched.references) {
      for (const { target, targetColumns, columns, onUpdate } of references) {
        const changed = touched.columns.get(target);
        if (changed === undefined || !['cascade', 'set null', 'set default'].includes(onUpdate)) continue;
        if (!targetColumns.some((column) => changed.has(column))) continue;
        for (const column of columns) {
          if (touched.columns.get(key)?.has(column) === true) continue;
          touch(touched, key, column);
          isMore = true;
        }
      }
    }
  }
}
