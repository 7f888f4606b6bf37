import type { Catalog, CatalogObject } from '../../database/catalog.js';
import type { Operation } from '../../sql/operation.js';

/**
 * The names of the tables that operations may have changed, or what is part of them; `null` where they may have changed
 * any, or more than tables, sequences and enums. Only operations whose whole effect is known from their text are taken at it: nothing that renames (definitions of
 * other tables name what they refer to), cascades, or runs code.
 *
 * @param catalog the schema before the operations.
 */
export function tablesTouched(catalog: Catalog, operations: Operation[]): Set<string> | null {
  if ([...catalog.values()].some(reachesOthers)) return null;
  const names = new Set<string>();
  for (const operation of operations) {
    const touched = touchedBy(catalog, operation);
    if (touched === null) return null;
    for (const name of touched) names.add(name);
  }
  return names;
}

/** What carries a change of one table to another, or is not told apart by the table that it is part of. */
function reachesOthers({ kind, facts }: CatalogObject): boolean {
  switch (kind) {
    case 'table':
      return facts.kind !== 'ordinary' || (Array.isArray(facts.inherits) && facts.inherits.length > 0);
    case 'policy':
      // A query in it names columns of other tables, by aliases that depend on what else they have.
      return /\bselect\b/i.test(`${facts.using} ${facts['with check']}`);
    default:
      return ['event trigger', 'trigger', 'rule', 'statistics', 'comment'].includes(kind);
  }
}

function touchedBy(catalog: Catalog, operation: Operation): string[] | null {
  if ('cascade' in operation && operation.cascade) return null;
  switch (operation.kind) {
    case 'create table':
      return operation.from === null && !operation.temporary ? [operation.table] : null;
    case 'drop table':
    case 'row level security':
    case 'add column':
    case 'drop column':
    case 'alter column type':
    case 'set default':
    case 'drop default':
    case 'set not null':
    case 'drop not null':
    case 'add identity':
    case 'set identity':
    case 'drop identity':
    case 'add constraint':
    case 'drop constraint':
    case 'validate constraint':
    case 'create index':
    case 'create policy':
    case 'insert':
    case 'update':
    case 'delete':
      return [operation.table];
    case 'drop index':
      return tablesOfIndex(catalog, operation.index);
    case 'create enum':
    case 'add enum value':
      return [];
    case 'drop type':
      return [...catalog.values()].some(({ kind, name }) => kind === 'enum' && name === operation.name) ? [] : null;
    default:
      return null;
  }
}

/** The statement does not say it. An index that an earlier operation made is on a table that is touched already. */
function tablesOfIndex(catalog: Catalog, index: string): string[] {
  return [...catalog.values()].flatMap(({ kind, name, table }) =>
    kind === 'index' && name === index && table !== null ? [table] : [],
  );
}
