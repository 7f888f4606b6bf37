/** How each scratch database that this process has on a server is dropped, whatever its own connection is doing. */
const drops = new Set<() => Promise<void>>();

/**
 * Keeps in mind how a scratch database is dropped when the process is interrupted.
 *
 * @param drop must not need the connection that the database is used through: it may be in the middle of a statement.
 * @returns what is called once the database is dropped in the usual way.
 */
export function scratchDatabase(drop: () => Promise<void>): () => void {
  drops.add(drop);
  return () => {
    drops.delete(drop);
  };
}

/** Drops every scratch database that is still there. One that cannot be dropped is left; nothing is thrown. */
export async function dropScratchDatabases(): Promise<void> {
  await Promise.allSettled([...drops].map((drop) => drop()));
  drops.clear();
}
