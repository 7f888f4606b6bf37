import { type Catalog, type CatalogObject, type Fact, keyOf, qualifiedName } from './catalog.js';

/** What one catalog has and the other has not, or has differently. */
export type Difference = { key: string; object: CatalogObject; text: string } & (
  | { kind: 'missing' }
  | { kind: 'unexpected' }
  | { kind: 'changed'; fact: string; from: Fact; to: Fact }
);

/**
 * How `found` differs from `expected`, a readable line each, in the order of the keys. What belongs to a table that is
 * missing as a whole is not listed.
 */
export function differences(expected: Catalog, found: Catalog): Difference[] {
  const list: Difference[] = [];
  const keys = [...new Set([...expected.keys(), ...found.keys()])].sort();
  for (const key of keys) {
    const before = expected.get(key);
    const after = found.get(key);
    if (before !== undefined && after !== undefined) list.push(...changes(key, before, after));
    else if (before !== undefined && !isPartOfLoss(before, expected, found)) {
      list.push({ kind: 'missing', key, object: before, text: `${label(before)} is missing` });
    } else if (after !== undefined && before === undefined && !isPartOfLoss(after, found, expected)) {
      list.push({ kind: 'unexpected', key, object: after, text: `${label(after)} should not be there` });
    }
  }
  return list;
}

/** Its table, too, is in one of the catalogs only: the line of the table says it all. */
function isPartOfLoss(object: CatalogObject, has: Catalog, lacks: Catalog): boolean {
  const { schema, table } = object;
  if (table === null) return false;
  const owners = ['table', 'view', 'materialized view'].map((kind) =>
    keyOf({ kind, schema, table: null, name: table }),
  );
  return owners.some((owner) => has.has(owner) && !lacks.has(owner));
}

function changes(key: string, before: CatalogObject, after: CatalogObject): Difference[] {
  if (before === after) return [];
  const facts = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])];
  return facts.flatMap((fact): Difference[] => {
    const from = before.facts[fact] ?? null;
    const to = after.facts[fact] ?? null;
    if (from === to || JSON.stringify(from) === JSON.stringify(to)) return [];
    const says = fact === 'type' || fact === 'definition' ? '' : `${fact} `;
    const text = `${label(before)}: ${says}${shown(from)} → ${shown(to)}`;
    return [{ kind: 'changed', key, object: after, fact, from, to, text }];
  });
}

function label(object: CatalogObject): string {
  return `${object.kind} ${qualifiedName(object)}`;
}

function shown(fact: Fact): string {
  if (fact === null || fact === '') return 'none';
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
  if (Array.isArray(fact)) return `(${fact.join(', ')})`;
  return String(fact).replaceAll(/\s+/g, ' ').trim();
}
