import type { Migration } from './history.js';

/**
 * The migrations that the 0.x migrator passes over, each with the one before it that hides it: it applies only what
 * is newer than the newest in the ledger, and says nothing about the rest (migrate of drizzle-orm 0.45.4).
 */
export function hiddenMigrations(migrations: Migration[]): Map<Migration, Migration> {
  const hidden = new Map<Migration, Migration>();
  let newest: Migration | null = null;
  for (const migration of migrations) {
    if (newest !== null && migration.when <= newest.when) hidden.set(migration, newest);
    else newest = migration;
  }
  return hidden;
}

/** What two migrations of a journal may not have in common. */
export type Shared = 'tag' | 'index' | 'snapshot';

/** The migrations that have the tag, the number or the snapshot file of one before them. */
export function duplicates(migrations: Migration[]): Map<Migration, { of: Migration; shared: Set<Shared> }> {
  const tags = new Map<string, Migration>();
  const indexes = new Map<number, Migration>();
  const snapshots = new Map<string, Migration>();
  const found = new Map<Migration, { of: Migration; shared: Set<Shared> }>();
  for (const migration of migrations) {
    const { tag, idx, snapshot } = migration;
    const of: [Shared, Migration | undefined][] = [
      ['tag', tags.get(tag)],
      ['index', idx === null ? undefined : indexes.get(idx)],
      ['snapshot', snapshots.get(snapshot)],
    ];
    const first = of.find(([, earlier]) => earlier !== undefined)?.[1];
    if (first !== undefined) {
      const shared = of.filter(([, earlier]) => earlier === first).map(([what]) => what);
      found.set(migration, { of: first, shared: new Set(shared) });
    }
    if (!tags.has(tag)) tags.set(tag, migration);
    if (idx !== null && !indexes.has(idx)) indexes.set(idx, migration);
    if (!snapshots.has(snapshot)) snapshots.set(snapshot, migration);
  }
  return found;
}
