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

/** An index or a constraint that goes with what an operation drops. */
interface Fallen {
  name: string;
  isForeignKey: boolean;
}

/** The named indexes and constraints that an operation took from tables that are still there. */
export function fallen(before: BuiltSchema, after: BuiltSchema): Fallen[] {
  return [...before.tables].flatMap(([key, table]) => {
    const now = after.tables.get(key);
    if (now === undefined || now === table) return [];
    const left = new Set([...now.indexes, ...now.constraints].map(({ name }) => name));
    const parts = [
      ...table.indexes.map(({ name }) => ({ name, isForeignKey: false })),
      ...table.constraints.map(({ name, type }) => ({ name, isForeignKey: type === 'foreign key' })),
    ];
    return parts.flatMap(({ name, isForeignKey }) =>
      name === null || name === '' || left.has(name) ? [] : [{ name, isForeignKey }],
    );
  });
}

/** What becomes of indexes and constraints when a column goes: sentences behind another one, or nothing. */
export function partsBecome(dialect: Dialect, parts: Fallen[]): string {
  // SQLite 3.45: "error in index i after drop column". MariaDB 10.11: "Cannot drop index 'f': needed in a foreign key
  // constraint".
  const isInTheWay = ({ isForeignKey }: Fallen): boolean =>
    dialect === 'sqlite' || (dialect === 'mysql' && isForeignKey);
  const inTheWay = parts.filter(isInTheWay).map(({ name }) => name);
  const gone = parts.filter((part) => !isInTheWay(part)).map(({ name }) => name);
  const engine = dialect === 'sqlite' ? 'SQLite' : 'MySQL';
  return [
    gone.length === 0 ? '' : ` With it ${gone.length === 1 ? 'goes' : 'go'} ${listed(gone)}.`,
    inTheWay.length === 0
      ? ''
      : ` ${engine} refuses it as long as ${listed(inTheWay)} ${inTheWay.length === 1 ? 'is' : 'are'} there.`,
  ].join('');
}
