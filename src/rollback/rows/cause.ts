import type { Touched } from './touched.js';

/**
 * Why a table lost rows (`delete`) or values of a column (`set`), as far as its foreign keys tell. Null where they do
 * not.
 */
export function causeOf(
  key: string,
  touched: Touched,
  what: 'delete' | 'set',
  isGone: boolean,
  column?: string,
): string | null {
  if (isGone) return touched.cascades.length > 0 ? touched.cascades.join('; ') : null;
  const actions = what === 'delete' ? ['cascade'] : ['set null', 'set default'];
  for (const { target, columns, onDelete } of touched.references.get(key) ?? []) {
    if (!actions.includes(onDelete) || (column !== undefined && !columns.includes(column))) continue;
    const why = lossOf(target, touched, new Set([key]));
    if (why !== null) return `${why}, and ON DELETE ${onDelete.toUpperCase()} of (${columns.join(', ')}) passes it on`;
  }
  return null;
}

/** How a table lost rows that others refer to. */
function lossOf(key: string, touched: Touched, seen: Set<string>): string | null {
  const table = key.replace(/^table /, '');
  if (touched.rebuilt.has(key)) return `rebuilding ${table} drops it with its rows`;
  if (touched.dropped.has(key)) return `${table} is dropped with its rows`;
  if (touched.removed.has(key)) return `rows of ${table} are taken out`;
  seen.add(key);
  for (const { target, onDelete } of touched.references.get(key) ?? []) {
    const why = onDelete === 'cascade' && !seen.has(target) ? lossOf(target, touched, seen) : null;
    if (why !== null) return `${why}, which empties ${table}`;
  }
  return null;
}
