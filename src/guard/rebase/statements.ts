/** How a re-created migration came to its SQL. */
export type SqlOrigin =
  /** Its text is as it was. */
  | 'kept'
  /** drizzle-kit's statements for the new base. */
  | 'regenerated'
  /** drizzle-kit's statements for the new base, between the hand-written ones. */
  | 'mixed';

const breakpoint = '--> statement-breakpoint';

/**
 * The SQL of a migration on its new base. Where drizzle-kit writes the same statements there, the text stays to the
 * byte, with whatever a person wrote into it. Where it writes others (SQLite builds a table anew with all the columns
 * that it then has), they take the place of those that it wrote before.
 *
 * @param text the migration as it is.
 * @param before what drizzle-kit writes for its change where it was made.
 * @param after what it writes for the same change on the new base.
 * @returns `null` when the statements differ and what drizzle-kit wrote cannot be told from what a person wrote.
 */
export function carrySql(text: string, before: string[], after: string[]): { sql: string; origin: SqlOrigin } | null {
  const [was, will] = [before, after].map((list) => statementsIn(list.join(breakpoint)));
  if (was === undefined || will === undefined) return null;
  if (isSame(was, will)) return { sql: text, origin: 'kept' };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (sql: string): string => sql.replaceAll('\n', eol);
  if (isSame(statementsIn(text), was) || statementsIn(text).join() === was.join('\n')) {
    const separator = text.includes(breakpoint) || was.length < 2 ? breakpoint + eol : eol;
    const end = /\r?\n$/.exec(text)?.[0] ?? '';
    return { sql: lines(will.join(separator)) + end, origin: 'regenerated' };
  }
  if (was.length !== will.length) return null;
  const parts = text.split(breakpoint);
  let from = 0;
  for (const [at, statement] of was.entries()) {
    const found = parts.findIndex((part, place) => place >= from && trimmed(part) === statement);
    const part = parts[found];
    if (part === undefined) return null;
    const [start = '', end = ''] = [/^\s*/, /\s*$/].map((space) => space.exec(part)?.[0]);
    parts[found] = start + lines(will[at] ?? '') + end;
    from = found + 1;
  }
  return { sql: parts.join(breakpoint), origin: 'mixed' };
}

/** One for each breakpoint: drizzle-kit puts several into one where it builds a SQLite table anew (0.31.11). */
function statementsIn(sql: string): string[] {
  return sql
    .split(breakpoint)
    .map(trimmed)
    .filter((statement) => statement !== '');
}

function trimmed(sql: string): string {
  return sql.replaceAll('\r\n', '\n').trim();
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((statement, at) => statement === other[at]);
}
