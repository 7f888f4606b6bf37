import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { namesOf } from './columns.js';
import { listOf, textOf } from './text.js';

/** Tables in an order in which each can be dropped: what refers to a table goes before it. */
export function referringFirst(tables: CatalogObject[], catalog: Catalog): CatalogObject[] {
  const referring = new Map<string, Set<string>>();
  const note = (to: string, from: CatalogObject): void => {
    const key = namesOf(to).join('.');
    referring.set(key, (referring.get(key) ?? new Set()).add(`${from.schema}.${from.table ?? from.name}`));
  };
  for (const object of catalog.values()) {
    const references = textOf(object.besides.references);
    if (references !== null) note(references, object);
    if (object.kind === 'table') for (const parent of listOf(object.facts.inherits)) note(parent, object);
  }
  const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const ordered = new Set<CatalogObject>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    const table = byName.get(name);
    if (table === undefined || visited.has(name)) return;
    visited.add(name);
    for (const other of referring.get(name) ?? []) visit(other);
    ordered.add(table);
  };
  for (const name of byName.keys()) visit(name);
  return [...ordered];
}
