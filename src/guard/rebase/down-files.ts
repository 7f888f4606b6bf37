import { createHash } from 'node:crypto';
import type { History, Migration } from '../../history/history.js';
import type { Side } from '../../history/rebase/own.js';
import type { Project } from '../../project/project.js';
import type { Tree } from '../../repo/tree.js';

/** Makes the down file of a migration; given from above, rollback/ is another job. */
export type MakeDown = (
  tree: Tree,
  project: Project,
  history: History,
  migration: Migration,
  date: string,
) => Promise<{ text: string }>;

/** The down file of a re-created migration. */
export interface RenewedDown {
  text: string;
  /** `stale`: written by hand, for SQL that is other now. */
  origin: 'renewed' | 'kept' | 'stale';
}

/**
 * The down file of a re-created migration: made anew where it is as lockstep made it, else its text under the new
 * name. One that a person wrote keeps the hash of the SQL that it was written for: where that SQL is other now, the
 * check says so.
 *
 * @param before the migration where it was made, `after` the same in the new history.
 * @returns `null` when it had none.
 */
export async function renewDown(
  make: MakeDown,
  project: Project,
  before: Side & { migration: Migration },
  after: Omit<Side, 'nodes'> & { migration: Migration },
  date: string,
): Promise<RenewedDown | null> {
  const text = await before.tree.read(before.migration.down);
  if (text === null) return null;
  const asMade = await make(before.tree, project, before.history, before.migration, dateOf(text) ?? date);
  if (sameText(asMade.text, text)) {
    return { text: (await make(after.tree, project, after.history, after.migration, date)).text, origin: 'renewed' };
  }
  const sql = (await after.tree.read(after.migration.sql)) ?? '';
  const hash = createHash('sha256').update(sql).digest('hex');
  const renamed = renameInHeader(text, before.migration.tag, after.migration.tag);
  const isStale = text.includes('-- Up: sha256:') && !text.includes(hash);
  return { text: renamed, origin: isStale ? 'stale' : 'kept' };
}

/** The lines above the first empty one name the migration; the SQL below is not touched. */
function renameInHeader(text: string, from: string, to: string): string {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return text.slice(0, end).replaceAll(from, to) + text.slice(end);
}

function dateOf(text: string): string | null {
  return /^-- Date: (\S+)/m.exec(text)?.[1] ?? null;
}

function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
