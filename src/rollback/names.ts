import type { Catalog } from '../database/catalog.js';
import type { OfTable } from '../sql/operation.js';

/** A table as the schema before the migration calls it. */
export interface OldTable {
  /** Null on dialects without schemas. */
  schema: string | null;
  table: string;
}

export interface TableBefore extends OldTable {
  columns: string[];
}

/** The tables of a catalog with the names of their columns, in the order of the table. */
export function tablesOf(catalog: Catalog): TableBefore[] {
  const tables = new Map<string, TableBefore>();
  for (const { kind, schema, name } of catalog.values()) {
    if (kind === 'table') tables.set(keyOf(schema, name), { schema, table: name, columns: [] });
  }
  const columns = [...catalog.values()]
    .filter(({ kind }) => kind === 'column')
    .sort((a, b) => Number(a.besides.position) - Number(b.besides.position));
  for (const { schema, table, name } of columns) {
    if (table !== null) tables.get(keyOf(schema, table))?.columns.push(name);
  }
  return [...tables.values()];
}

interface Entry {
  old: OldTable | null;
  /** Its name now → its name before; null where the migration made it. */
  columns: Map<string, string | null>;
}

/** Follows tables and columns from one operation to the next, and knows what each was called before all of them. */
export class Names {
  readonly #tables = new Map<string, Entry>();

  readonly #isKnown: boolean;

  /** @param before `null`: not known; then everything that the migration does not make itself was there. */
  constructor(before: TableBefore[] | null) {
    this.#isKnown = before !== null;
    for (const { schema, table, columns } of before ?? []) {
      this.#tables.set(keyOf(schema, table), {
        old: { schema, table },
        columns: new Map(columns.map((name) => [name, name])),
      });
    }
  }

  /** What the table was called before; `null` when it was not there. */
  table(of: OfTable): OldTable | null {
    return this.#entry(of)?.old ?? null;
  }

  /** What the column was called before; `null` when it was not there. */
  column(of: OfTable, name: string): (OldTable & { column: string }) | null {
    const entry = this.#entry(of);
    const column = entry?.columns.get(name);
    const old = column === undefined && !this.#isKnown ? name : (column ?? null);
    return entry?.old == null || old === null ? null : { ...entry.old, column: old };
  }

  /** The columns that a table has now, of those that it had before. */
  columns(of: OfTable): string[] {
    const columns = [...(this.#entry(of)?.columns ?? [])];
    return columns.filter(([, old]) => old !== null).map(([name]) => name);
  }

  /** Whether there is such a table now, made by the migration or there before; where that is not known, there is. */
  knows(of: OfTable): boolean {
    return this.#entry(of) !== undefined;
  }

  /** Whether the migration made it. */
  isNew(of: OfTable): boolean {
    return this.knows(of) && this.table(of) === null;
  }

  /** Each table that was there before and was not dropped, with its name now and those of its columns. */
  kept(): { old: OldTable; now: OldTable; columns: { old: string; now: string }[] }[] {
    return [...this.#tables].flatMap(([key, { old, columns }]) => {
      if (old === null) return [];
      const [schema = '', table = ''] = key.split('\0');
      return {
        old,
        now: { schema: schema === '' ? null : schema, table },
        columns: [...columns].flatMap(([now, was]) => (was === null ? [] : [{ old: was, now }])),
      };
    });
  }

  schemaRenamed(schema: string, to: string): void {
    for (const { now } of this.kept()) if ((now.schema ?? 'public') === schema) this.moved(now, to);
  }

  created(of: OfTable, columns: string[]): void {
    // CREATE TABLE IF NOT EXISTS of a table that is there.
    if (this.#isKnown && this.#entry(of) !== undefined) return;
    this.#tables.set(keyOf(of.schema, of.table), {
      old: null,
      columns: new Map(columns.map((name) => [name, null])),
    });
  }

  dropped(of: OfTable): void {
    this.#tables.delete(this.#key(of));
  }

  renamed(of: OfTable, to: string): void {
    this.#move(of, { schema: of.schema, table: to });
  }

  moved(of: OfTable, schema: string): void {
    this.#move(of, { schema, table: of.table });
  }

  columnAdded(of: OfTable, name: string): void {
    const columns = this.#entry(of)?.columns;
    // ADD COLUMN IF NOT EXISTS of a column that is there.
    if (columns?.has(name) === false) columns.set(name, null);
    else if (!this.#isKnown) columns?.set(name, null);
  }

  columnDropped(of: OfTable, name: string): void {
    this.#entry(of)?.columns.delete(name);
  }

  columnRenamed(of: OfTable, name: string, to: string): void {
    const columns = this.#entry(of)?.columns;
    const old = columns?.get(name) ?? (this.#isKnown ? undefined : name);
    if (columns === undefined || old === undefined || name === to) return;
    columns.delete(name);
    columns.set(to, old);
  }

  #move(of: OfTable, to: OfTable): void {
    const entry = this.#entry(of);
    if (entry === undefined) return;
    this.dropped(of);
    this.#tables.set(keyOf(to.schema, to.table), entry);
  }

  #entry(of: OfTable): Entry | undefined {
    const key = this.#key(of);
    const entry = this.#tables.get(key);
    if (entry !== undefined || this.#isKnown) return entry;
    const assumed = { old: { schema: of.schema, table: of.table }, columns: new Map<string, string | null>() };
    this.#tables.set(key, assumed);
    return assumed;
  }

  /** SQLite and MySQL on some systems take names in any case; there the exact one is looked for first. */
  #key({ schema, table }: OfTable): string {
    const key = keyOf(schema, table);
    if (this.#tables.has(key)) return key;
    return [...this.#tables.keys()].find((other) => other.toLowerCase() === key.toLowerCase()) ?? key;
  }
}

function keyOf(schema: string | null, table: string): string {
  return `${schema === null || schema === 'public' ? '' : schema}\0${table}`;
}
