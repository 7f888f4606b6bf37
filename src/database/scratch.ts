/** How the scratch databases that are open now are given up, whatever runs in them. */
const open = new Set<() => Promise<void>>();

/**
 * A scratch database on a server was made: should the process be interrupted, it must not stay there.
 *
 * @param giveUp ends what runs in it and drops it.
 * @returns to be called when it was dropped in the usual way.
 */
export function scratchMade(giveUp: () => Promise<void>): () => void {
  open.add(giveUp);
  return () => open.delete(giveUp);
}

/** Drops every scratch database that is open. What they are used for fails. */
export async function giveUpScratch(): Promise<void> {
  await Promise.allSettled([...open].map((giveUp) => giveUp()));
  open.clear();
}
