type Json = Record<string, unknown>;

/** Fields of a snapshot that are not part of the schema. They are given anew, or stay with their migration. */
const positional = new Set(['id', 'prevId', 'prevIds', '_meta']);

/**
 * What one migration changed (`before` → `after`), applied to another state. A member that both changed, in different
 * ways, is a conflict: which of them is meant only a person knows. Lists (the values of an enum, the columns of an
 * index) are taken whole: their order has a meaning.
 *
 * @param before `null` for the empty schema.
 * @param onto `null` for the empty schema.
 */
export function mergeSnapshots(
  before: Json | null,
  after: Json,
  onto: Json | null,
): { snapshot: Json; conflicts: string[] } {
  const start = before ?? emptyLike(after);
  const target = onto ?? emptyLike(after);
  const conflicts: string[] = [];
  const snapshot: Json = {};
  for (const key of new Set([...Object.keys(after), ...Object.keys(target)])) {
    if (positional.has(key)) {
      if (key in after) snapshot[key] = after[key];
      continue;
    }
    const merged = mergeValue([key], start[key], after[key], target[key], conflicts);
    if (merged !== undefined) snapshot[key] = merged;
  }
  return { snapshot, conflicts };
}

function mergeValue(path: string[], before: unknown, after: unknown, onto: unknown, conflicts: string[]): unknown {
  if (same(before, after) || same(after, onto)) return onto;
  if (same(before, onto)) return after;
  if (!isJson(before) || !isJson(after) || !isJson(onto)) {
    conflicts.push(placeOf(path));
    return onto;
  }
  const merged: Json = {};
  for (const key of new Set([...Object.keys(onto), ...Object.keys(after)])) {
    const value = mergeValue([...path, key], before[key], after[key], onto[key], conflicts);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** A snapshot of nothing, of the version and dialect of another. */
function emptyLike(snapshot: Json): Json {
  return Object.fromEntries(Object.entries(snapshot).map(([key, value]) => [key, isJson(value) ? {} : value]));
}

/** `tables › public.users › columns › email › type` as one would say it: `users.email (type)`. */
function placeOf([collection = '', ...path]: string[]): string {
  const name = path[0]?.replace(/^public\./, '') ?? '';
  if (collection !== 'tables') return `${collection.replace(/s$/, '')} ${name}`.trim();
  const [, kind, member, ...rest] = path;
  if (kind === undefined) return `table ${name}`;
  if (member === undefined) return `${name} (${kind})`;
  const of = kind === 'columns' ? `${name}.${member}` : `${member} of ${name}`;
  return rest.length === 0 ? of : `${of} (${rest.join('.')})`;
}

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => same(item, other[at]));
  }
  if (!isJson(one) || !isJson(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
