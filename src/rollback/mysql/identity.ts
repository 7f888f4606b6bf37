import { suffixOf } from './definition.js';
import {
  columnOf,
  keyOf,
  type Model,
  type ModelColumn,
  type ModelForeignKey,
  type ModelIndex,
  type ModelTable,
} from './model.js';

/** A table before and after a migration. */
export interface KeptTable {
  before: ModelTable;
  after: ModelTable;
  columns: {
    kept: { before: ModelColumn; after: ModelColumn }[];
    /** Only before. */
    lost: ModelColumn[];
    /** Only after. */
    made: ModelColumn[];
  };
}

/** What of two schemas is the same, whatever it is called in them. */
export interface Pairing {
  kept: KeptTable[];
  /** Only before. */
  lost: ModelTable[];
  /** Only after. */
  made: ModelTable[];
}

/** Finds what of the schema before is still there. */
export function pair(before: Model, after: Model): Pairing {
  const present = new Map([...after.tables.values()].map((table) => [table.id, table]));
  const kept: KeptTable[] = [];
  const lost: ModelTable[] = [];
  for (const table of before.tables.values()) {
    const now = present.get(table.id);
    if (now === undefined) lost.push(table);
    else kept.push({ before: table, after: now, columns: pairColumns(table, now) });
  }
  const old = new Set([...before.tables.values()].map(({ id }) => id));
  return { kept, lost, made: [...after.tables.values()].filter(({ id }) => !old.has(id)) };
}

/** A column that was dropped and added again as it was is the same: only its values are lost, by the migration. */
function pairColumns(before: ModelTable, after: ModelTable): KeptTable['columns'] {
  const kept: KeptTable['columns']['kept'] = [];
  const lost: ModelColumn[] = [];
  for (const column of before.columns) {
    const sameId = after.columns.find(({ id }) => id === column.id);
    const known = column.definition.type !== '';
    const found = sameId ?? after.columns.find((other) => known && text(other) === text(column) && isNew(other));
    if (found === undefined) lost.push(column);
    else kept.push({ before: column, after: found });
  }
  return { kept, lost, made: after.columns.filter((column) => !kept.some((both) => both.after === column)) };

  function isNew({ id }: ModelColumn): boolean {
    return !before.columns.some((column) => column.id === id);
  }
}

function text({ definition }: ModelColumn): string {
  return JSON.stringify(definition);
}

/** What identifies columns over both schemas. */
export class Identity {
  readonly #old = new Map<number, number>();

  constructor({ kept }: Pairing) {
    for (const { columns } of kept) {
      for (const { before, after } of columns.kept) this.#old.set(after.id, before.id);
    }
  }

  /** The column's id, the older one where it has two; its name where it is not known. */
  column(table: ModelTable, name: string): number | string {
    const id = columnOf(table, name)?.id;
    return id === undefined ? name.toLowerCase() : (this.#old.get(id) ?? id);
  }

  /** Equal for equal indexes. Without its name where `isNamed` is false. */
  index(table: ModelTable, index: ModelIndex, isNamed = true): string {
    const parts = index.parts.map(({ column, text: written }) =>
      column === null ? written : [this.column(table, column), suffixOf(written).trim().toLowerCase()],
    );
    return JSON.stringify([isNamed ? index.name.toLowerCase() : '', index.unique, index.method, parts]);
  }

  /** Equal for equal foreign keys. */
  foreignKey(model: Model, table: ModelTable, key: ModelForeignKey): string {
    const target = model.tables.get(keyOf(key.references));
    const to = target === undefined ? keyOf(key.references) : target.id;
    const columns = key.columns.map((column) => this.column(table, column));
    const referred = key.references.columns.map((column) => (target ? this.column(target, column) : column));
    // Made-up names follow the table's.
    return JSON.stringify([
      key.isUnnamed ? key.id : key.name.toLowerCase(),
      columns,
      to,
      referred,
      key.onDelete,
      key.onUpdate,
    ]);
  }
}
