/** The dialects of drizzle-kit that are supported, by the names that its config uses. */
export const dialects = ['postgresql', 'sqlite', 'mysql'] as const;
export type Dialect = (typeof dialects)[number];

/**
 * drizzle-kit 0.31 also knows `turso`, which writes the same snapshots as `sqlite` (seen on 0.31.11).
 * Returns the dialect of the snapshots, or `null` for one that is not supported.
 */
export function toDialect(name: string): Dialect | null {
  if (name === 'turso') return 'sqlite';
  return (dialects as readonly string[]).includes(name) ? (name as Dialect) : null;
}
