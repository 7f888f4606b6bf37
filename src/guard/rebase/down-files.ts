import { isAsWritten, isMadeFor, splitDown } from '../../history/down-header.js';
import type { History, Migration } from '../../history/history.js';
import type { Project } from '../../project/project.js';
import type { Tree } from '../../repo/tree.js';

/** Makes the down files of migrations: tag → text. Given from above, rollback/ is another job. */
export type MakeDowns = (
  tree: Tree,
  project: Project,
  history: History,
  migrations: Migration[],
) => Promise<Map<string, string>>;

/** The down file of a re-created migration. */
export interface RenewedDown {
  text: string;
  /** `stale`: written by hand, for SQL that is other now. */
  origin: 'renewed' | 'kept' | 'stale';
}

/** A migration where it was made, with its down file, and the same in the new history. */
export interface MovedDown {
  before: Migration;
  text: string;
  after: Migration;
}

/**
 * The down files of re-created migrations, by their new tags: made anew where they are as lockstep made them, else
 * their text under the new name. One that a person wrote keeps the hash of the SQL that it was written for: where
 * that SQL is other now, the check says so.
 *
 * @param tree the new history as it will be.
 */
export async function renewDowns(
  make: MakeDowns,
  project: Project,
  tree: Tree,
  history: History,
  moved: MovedDown[],
): Promise<Map<string, RenewedDown>> {
  const own = moved.filter(({ text }) => isAsWritten(splitDown(text)));
  const made = await make(
    tree,
    project,
    history,
    own.map(({ after }) => after),
  );
  const renewed = new Map<string, RenewedDown>();
  for (const { before, text, after } of moved) {
    const anew = made.get(after.tag);
    if (anew !== undefined) {
      renewed.set(after.tag, { text: anew, origin: 'renewed' });
      continue;
    }
    const sql = (await tree.read(after.sql)) ?? '';
    const renamed = renameInHeader(text, before.tag, after.tag);
    renewed.set(after.tag, { text: renamed, origin: isMadeFor(text, sql) ? 'kept' : 'stale' });
  }
  return renewed;
}

/** The lines above the first empty one name the migration; the SQL below is not touched. */
function renameInHeader(text: string, from: string, to: string): string {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return text.slice(0, end).replaceAll(from, to) + text.slice(end);
}
