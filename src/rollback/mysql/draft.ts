import type { TableName } from '../../sql/operation.js';
import { plainColumn } from '../../sql/table-parts.js';
import {
  columnOf,
  isSame,
  keyOf,
  type Model,
  type ModelCheck,
  type ModelColumn,
  type ModelForeignKey,
  type ModelIndex,
  type ModelTable,
  type ModelView,
} from './model.js';

/** What belongs to a table, by the list that it is in. */
interface Parts {
  columns: ModelColumn;
  indexes: ModelIndex;
  primaryKey: ModelIndex;
  foreignKeys: ModelForeignKey;
  checks: ModelCheck;
}

/**
 * A model that is being changed: tables are copied when they are first touched. What a statement names and the model
 * does not have is taken in, without its definition, in the model before as well: it was there.
 */
export class Draft {
  readonly tables: Map<string, ModelTable>;
  readonly views: Map<string, ModelView>;
  /** Names of views that were changed or dropped and whose definition is not known. */
  readonly unknownViews: string[] = [];
  #before: Model;
  #lastId: number;
  readonly #own = new Set<ModelTable>();

  constructor(model: Model) {
    this.tables = new Map(model.tables);
    this.views = new Map(model.views);
    this.#before = model;
    this.#lastId = model.lastId;
  }

  id(): number {
    return ++this.#lastId;
  }

  /** A table to change. */
  table(name: TableName): ModelTable {
    const known = this.tables.get(keyOf(name));
    if (known !== undefined && this.#own.has(known)) return known;
    if (known !== undefined) return this.set(structuredClone(known));
    const met = { ...bareTable(name, this.id()), isPartial: true };
    this.#meet(structuredClone(met));
    return this.set(met);
  }

  /** The tables that were changed so far. */
  touched(): ModelTable[] {
    return [...this.#own].filter((table) => this.tables.get(keyOf(table)) === table);
  }

  /** Every table, to change. */
  allTables(): ModelTable[] {
    return [...this.tables.values()].map((table) => this.table(table));
  }

  column(table: ModelTable, name: string): ModelColumn {
    return (
      columnOf(table, name) ?? this.#meetPart(table, 'columns', { id: this.id(), definition: plainColumn(name, '') })
    );
  }

  index(table: ModelTable, name: string): ModelIndex {
    const known = table.indexes.find((index) => isSame(index.name, name));
    return known ?? this.#meetPart(table, 'indexes', { ...this.#unknownIndex(), name });
  }

  primaryKey(table: ModelTable): ModelIndex {
    return table.primaryKey ?? this.#meetPart(table, 'primaryKey', { ...this.#unknownIndex(), name: 'PRIMARY' });
  }

  foreignKey(table: ModelTable, name: string): ModelForeignKey {
    const known = table.foreignKeys.find((key) => isSame(key.name, name));
    if (known !== undefined) return known;
    const references = { schema: null, table: '', columns: [] };
    const actions = { onDelete: null, onUpdate: null };
    const met = { id: this.id(), name, isUnnamed: false, columns: [], references, ...actions };
    return this.#meetPart(table, 'foreignKeys', met);
  }

  check(table: ModelTable, name: string): ModelCheck {
    const known = table.checks.find((check) => check.name !== null && isSame(check.name, name));
    return known ?? this.#meetPart(table, 'checks', { id: this.id(), name, expression: '' });
  }

  /** A new table. */
  create(name: TableName): ModelTable {
    return this.set(bareTable(name, this.id()));
  }

  /** Puts in a table that may be changed from now on. */
  set(table: ModelTable): ModelTable {
    this.#own.add(table);
    this.tables.set(keyOf(table), table);
    return table;
  }

  /** The model as it is now, and as it must have been before. */
  done(): { before: Model; after: Model } {
    const lastId = this.#lastId;
    return { before: { ...this.#before, lastId }, after: { tables: this.tables, views: this.views, lastId } };
  }

  #meet(table: ModelTable): void {
    this.#before = { ...this.#before, tables: new Map(this.#before.tables).set(keyOf(table), table) };
  }

  /** Where the migration itself made the table there is none before to take it into. */
  #meetPart<List extends keyof Parts>(table: ModelTable, list: List, part: Parts[List]): Parts[List] {
    const old = [...this.#before.tables.values()].find(({ id }) => id === table.id);
    if (old !== undefined) this.#meet(withPart(structuredClone(old), list, structuredClone(part)));
    withPart(table, list, part);
    return part;
  }

  #unknownIndex(): Omit<ModelIndex, 'name'> {
    return { id: this.id(), unique: false, method: null, parts: [], isGenerated: false };
  }
}

function withPart<List extends keyof Parts>(table: ModelTable, list: List, part: Parts[List]): ModelTable {
  return Object.assign(table, list === 'primaryKey' ? { [list]: part } : { [list]: [...arrayOf(table[list]), part] });
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function bareTable({ schema, table }: TableName, id: number): ModelTable {
  const none = { columns: [], primaryKey: null, indexes: [], foreignKeys: [], checks: [] };
  return { schema, table, id, ...none, options: '', isPartial: false, doubt: null };
}
