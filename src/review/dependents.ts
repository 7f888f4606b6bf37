import type { Dialect } from '../project/dialects.js';
import { shownName } from '../sql/built/names.js';
import type { BuiltSchema, BuiltView } from '../sql/built/schema.js';
import { listed } from './text.js';

/** Views as messages name them. */
export function shownViews({ dialect }: BuiltSchema, views: BuiltView[]): string[] {
  return views.map(({ schema, name }) => shownName(dialect, schema, name));
}

/** What becomes of views when what they read goes: a sentence behind another one, or nothing. */
export function becomeOf(
  dialect: Dialect,
  views: string[],
  { cascade, of }: { cascade: boolean; of: 'table' | 'column' },
): string {
  if (views.length === 0) return '';
  const names = `${views.length === 1 ? 'view' : 'views'} ${listed(views)}`;
  // Seen on SQLite 3.40 and libSQL (3.45): "error in view v after drop column".
  if (dialect === 'sqlite' && of === 'column')
    return ` SQLite refuses it as long as the ${names} ${views.length === 1 ? 'is' : 'are'} there.`;
  if (dialect !== 'postgresql') return ` The ${names} can no longer be read.`;
  return cascade
    ? ` The ${names} ${views.length === 1 ? 'falls' : 'fall'} with it (CASCADE).`
    : ` PostgreSQL refuses it as long as the ${names} ${views.length === 1 ? 'is' : 'are'} there.`;
}

/** The indexes and constraints that an operation took from tables that are still there. */
export function fallen(before: BuiltSchema, after: BuiltSchema): string[] {
  return [...before.tables].flatMap(([key, table]) => {
    const now = after.tables.get(key);
    if (now === undefined || now === table) return [];
    const left = new Set([...now.indexes, ...now.constraints].map(({ name }) => name));
    return [...table.indexes, ...table.constraints].flatMap(({ name }) =>
      name === null || name === '' || left.has(name) ? [] : [name],
    );
  });
}
